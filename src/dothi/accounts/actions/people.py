"""Accounts: invite, change, move, expire, restore; passwords and the second factor; the six-month review."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from dothi.accounts import delegation, lockout, login, passwords
from dothi.accounts.actions.action import action
from dothi.accounts.actions.rows import end, held
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.territory.names import folded

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")


@action
def open_account(
    username: str,
    full_name: str,
    *,
    by: Person | None,
    agency: Agency | None = None,
    kind: str = Person.Kind.OPERATIONAL,
    title: str = "",
    email: str = "",
    phone: str = "",
    ends_on: dt.date | None = None,
    reason: str = "",
) -> Person:
    """An account that nobody can enter yet, because it has no password.

    Raises BadRequest (username, name, kind), NotAllowed (agency outside `by`'s scope), Conflict `accounts-username-taken`.
    """
    delegation.check_agency_in_scope(by, agency)
    username, full_name = username.strip(), " ".join(full_name.split())
    if not _USERNAME.fullmatch(username):
        raise BadRequest("accounts-username-invalid", username=username)
    if not full_name:
        raise BadRequest("accounts-name-missing", username=username)
    _check_kind(by, kind)
    if Person.objects.filter(username__iexact=username).exists():
        raise Conflict("accounts-username-taken", username=username)
    person = Person(
        username=username,
        full_name=full_name,
        agency=agency,
        kind=kind,
        title=title,
        email=email,
        phone=phone,
        ends_on=ends_on,
    )
    person.reviewed_on = clock.today()
    person.set_unusable_password()
    _save(person)
    return person


@action
def invite_person(
    username: str,
    full_name: str,
    *,
    by: Person | None,
    password: str | None = None,
    temporary: bool = True,
    reason: str = "",
    **values: Any,
) -> tuple[Person, str]:
    """Opens an account (values as in `open_account`) and returns it with its password, made here unless given.

    A `temporary` password must be changed at first login. Raises what `open_account` raises, and BadRequest for a weak password.
    """
    person = open_account(username, full_name, by=by, reason=reason, **values)
    secret = password or passwords.new_temporary()
    _set_password(person, secret, temporary=temporary)
    return person, secret


def _check_kind(by: Person | None, kind: str) -> None:
    if kind not in Person.Kind.values:
        raise BadRequest("accounts-kind-unknown", kind=kind)
    # Only who manages people everywhere makes an account of administration: it is a mark that opens further doors.
    if kind == Person.Kind.ADMINISTRATOR and by is not None and not by.scope("people.manage").everywhere:
        raise NotAllowed("accounts-beyond-own-rights", role="administrator")


def _set_password(person: Person, password: str, *, temporary: bool) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadRequest("accounts-password-refused", detail=" ".join(error.messages)) from error
    login.change_password(person, password, temporary=temporary)


def _save(person: Person) -> None:
    person.search_text = folded(
        f"{person.username} {person.full_name} {person.title} {person.email} {person.phone}"
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Conflict("accounts-username-taken", username=person.username) from error


CHANGEABLE = ("full_name", "title", "email", "phone", "kind", "ends_on")


@action
def change_person(person: Person, *, by: Person | None, reason: str = "", **values: Any) -> Person:
    """Changes name, title, e-mail, phone, kind or last day. Raises NotAllowed, BadRequest; TypeError for any other field."""
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"change_person does not change {sorted(unknown)}")
    person = held(person)
    delegation.check_manages(by, person)
    if "ends_on" in values or "kind" in values:
        delegation.check_may_take_over(by, person)
        _check_kind(by, values.get("kind", person.kind))
    if "ends_on" in values:
        delegation.hold_administrators()
    for name, value in values.items():
        setattr(person, name, value)
    if not person.full_name.strip():
        raise BadRequest("accounts-name-missing", username=person.username)
    _save(person)
    if values.get("ends_on"):
        delegation.check_an_administrator_remains(
            max(clock.today(), values["ends_on"] + dt.timedelta(days=1))
        )
    return person


@action
def move_person(
    person: Person, agency: Agency | None, *, by: Person | None, title: str | None = None, reason: str = ""
) -> Person:
    """Moves a person to another agency; grants bound to the former agency end today. Raises NotAllowed for either side."""
    person = held(person)
    delegation.check_manages(by, person)
    delegation.check_agency_in_scope(by, agency)
    former = person.agency
    if former is not None and former != agency:
        for grant in person.grants.filter(agency=former).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today())
        ):
            end(grant, clock.today())
    person.agency = agency
    if title is not None:
        person.title = title
    _save(person)
    return person


@action
def expire_person(
    person: Person, *, by: Person | None, last_day: dt.date | None = None, reason: str = ""
) -> Person:
    """Ends an account and its grants: after `last_day`, or at once when none is given. Raises NotAllowed, Conflict (last administrator)."""
    person = held(person)
    if by is not None and by.pk == person.pk:
        raise NotAllowed("accounts-not-to-oneself")
    delegation.check_may_take_over(by, person)
    delegation.hold_administrators()
    last_day = last_day or clock.today() - dt.timedelta(days=1)
    person.ends_on = last_day
    _save(person)
    first_without = max(last_day + dt.timedelta(days=1), clock.today())
    for grant in person.grants.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=first_without)):
        end(grant, max(first_without, grant.valid_from))
    delegation.check_an_administrator_remains(first_without)
    return person


@action
def restore_person(
    person: Person, *, by: Person | None, ends_on: dt.date | None = None, reason: str = ""
) -> Person:
    """Opens an ended or disabled account again, without its former grants."""
    person = held(person)
    delegation.check_may_take_over(by, person)
    person.is_active, person.ends_on, person.last_seen_on = True, ends_on, clock.today()
    _save(person)
    return person


@action
def disable_unused(person: Person, *, by: Person | None = None, reason: str = "") -> bool:
    """Switches an unused account off (TCVN 14423:2026 §5.6).

    False: it was off already, or it is the last that administers everything: locking everybody out helps nobody.
    """
    delegation.hold_administrators()
    try:
        with transaction.atomic():
            changed = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
            delegation.check_an_administrator_remains(clock.today())
    except Conflict:
        return False
    return bool(changed)


@action
def reset_password(
    person: Person,
    *,
    by: Person | None,
    password: str | None = None,
    temporary: bool = True,
    reason: str = "",
) -> str:
    """A new temporary password, returned once; frees a locked name. Raises NotAllowed for an account stronger than `by`'s."""
    person = held(person)
    delegation.check_may_take_over(by, person)
    secret = password or passwords.new_temporary()
    _set_password(person, secret, temporary=temporary)
    if lockout.locked_until(person.username):
        lockout.unlock(person.username, by)
    return secret


@action
def unlock_person(person: Person, *, by: Person | None, reason: str = "") -> None:
    """Frees a name that was locked by wrong tries."""
    delegation.check_manages(by, person)
    lockout.unlock(person.username, by)


@action
def remove_second_factor(person: Person, *, by: Person | None, reason: str) -> None:
    """For a lost phone: the next login asks for a new second factor where one is required."""
    if by is not None and by.pk == person.pk:
        raise NotAllowed("accounts-not-to-oneself")
    delegation.check_may_take_over(by, person)
    Authenticator.objects.filter(user_id=person.pk).delete()


@action
def review_done(person: Person, *, by: Person | None, reason: str = "") -> None:
    """The six-month review: this account and its rights are still needed. Nobody reviews themselves."""
    if by is not None and by.pk == person.pk:
        raise NotAllowed("accounts-not-to-oneself")
    delegation.check_manages(by, person)
    Person.objects.filter(pk=person.pk).update(reviewed_on=clock.today())
