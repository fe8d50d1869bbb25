"""What a signed-in person must do first, and when a session ends by itself."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.urls import reverse

from dothi.accounts import passwords
from dothi.accounts.models import LoginRecord, Person
from dothi.accounts.rules import limit
from dothi.kernel import clock

SEEN, BEGAN, ADMINISTRATOR = "seen", "began", "administrator"
WRITE_EVERY_S = 30  # a session's row is not rewritten at each click
BACKGROUND = "X-Background"  # header of a page's own polling: it keeps nobody awake


def is_administrator(person: Person) -> bool:
    """Has this account a role of administration today? Then it needs a second factor and locks sooner."""
    if person.kind == Person.Kind.ADMINISTRATOR:
        return True
    day = clock.today()
    return any(grant.is_valid_on(day) for grant in person.grants.filter(role__administrative=True))


def idle_limit(person: Person, administrator: bool) -> dt.timedelta | None:
    """How long a session may rest; None: for ever (a wall that only shows, where the rule says 0)."""
    code = (
        "idle-minutes-wall"
        if person.kind == Person.Kind.WALL
        else "idle-minutes-administrator"
        if administrator
        else "idle-minutes"
    )
    minutes = limit(code)
    return dt.timedelta(minutes=minutes) if minutes else None


def touch(request: HttpRequest, person: Person) -> bool:
    """Marks that the person is here. False: the session rested too long or is older than a shift, and is ended now."""
    now, session = clock.now().timestamp(), request.session
    seen, began = session.get(SEEN), session.get(BEGAN)
    if seen is None or began is None:
        session.update({SEEN: now, BEGAN: now, ADMINISTRATOR: is_administrator(person)})
        _seen_today(person)
        return True
    rest = idle_limit(person, session.get(ADMINISTRATOR, False))
    if rest and (now - seen > rest.total_seconds() or now - began > limit("session-hours") * 3600):
        request.leaving_as = LoginRecord.Act.IDLE  # type: ignore[attr-defined]
        logout(request)
        return False
    if now - seen > WRITE_EVERY_S and BACKGROUND not in request.headers:
        session.update({SEEN: now, ADMINISTRATOR: is_administrator(person)})
        _seen_today(person)
    return True


def _seen_today(person: Person) -> None:
    """The day of the last use, for the rule of 45 days."""
    today = clock.today()
    if person.last_seen_on != today:
        Person.objects.filter(pk=person.pk).update(last_seen_on=today)


def first_duty(request: HttpRequest, person: Person) -> str | None:
    """The address a person is sent to before anything else: a new password, or a second factor."""
    administrator = request.session.get(ADMINISTRATOR, False)
    if person.must_change_password or (administrator and not settings.DEMO and passwords.is_too_old(person)):
        return reverse("account_change_password")
    if administrator and not settings.DEMO and not passwords.has_second_factor(person):
        return reverse("mfa_activate_totp")
    return None
