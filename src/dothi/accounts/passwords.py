"""What a password must be (TCVN 14423:2026 §5.6.2.2 [S2]) and when it must change."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from dothi.accounts.models import PastPassword, Person
from dothi.accounts.rules import limit
from dothi.kernel import clock
from dothi.kernel.i18n import t

_KINDS = (re.compile(r"[^\W\d_]"), re.compile(r"\d"), re.compile(r"[^\w\s]|_"))


class Policy:
    """≥ 14 characters with capitals, small letters, digits and signs; ≥ 8 once a second factor is on; not an old one again."""

    def validate(self, password: str, user: Person | None = None) -> None:
        second = user is not None and user.pk is not None and has_second_factor(user)
        least = limit("password-length-second-factor" if second else "password-length")
        if len(password) < least:
            raise ValidationError(t("accounts-password-too-short", least=least), code="password-too-short")
        if not second and not has_four_kinds(password):
            raise ValidationError(t("accounts-password-four-kinds"), code="password-four-kinds")
        if user is not None and user.pk is not None and _was_used(user, password):
            raise ValidationError(t("accounts-password-used-before"), code="password-used-before")

    def get_help_text(self) -> str:
        least, second = limit("password-length"), limit("password-length-second-factor")
        return t("accounts-password-help", least=least, second=second)


def has_four_kinds(password: str) -> bool:
    """Capital, small letter, digit and sign; letters with Vietnamese marks count."""
    upper = any(letter.isupper() for letter in password)
    lower = any(letter.islower() for letter in password)
    return upper and lower and all(kind.search(password) for kind in _KINDS)


def has_second_factor(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists())


def new_temporary() -> str:
    """A password to hand over, 16 characters of all four kinds without look-alikes (0O1lI)."""
    kinds = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "@#%+=?")
    letters = [secrets.choice(kind) for kind in kinds] + [
        secrets.choice("".join(kinds[:3])) for _ in range(12)
    ]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def remember(person: Person) -> None:
    """Keeps the hash that is about to be replaced; only as many as the rule asks for."""
    if person.password and person.has_usable_password():
        PastPassword.objects.create(person=person, password=person.password)
    kept = person.past_passwords.order_by("-replaced_at", "-pk").values_list("pk", flat=True)[
        : limit("password-history-administrator")
    ]
    person.past_passwords.exclude(pk__in=list(kept)).delete()


def is_too_old(person: Person) -> bool:
    """Must an administrator's password change, two months after the last time?"""
    since = person.password_changed_at or person.created_at
    return clock.now() - since > dt.timedelta(days=limit("password-days-administrator"))


def has_lapsed(person: Person) -> bool:
    """Was a temporary password left unused for too long? Then an administrator gives a new one."""
    since = person.password_changed_at or person.created_at
    return person.must_change_password and clock.now() - since > dt.timedelta(days=limit("invitation-days"))


def _was_used(person: Person, password: str) -> bool:
    past = person.past_passwords.order_by("-replaced_at", "-pk").values_list("password", flat=True)
    hashes = [person.password, *past[: limit("password-history-administrator") - 1]]
    return any(check_password(password, encoded) for encoded in hashes if encoded)
