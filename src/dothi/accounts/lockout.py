"""Locked after five wrong tries, for everybody and for names that do not exist (so that a lock tells nothing).

The tries are counted in the log of logins itself: one truth, shared by all processes, kept over a restart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest

from dothi.accounts.models import LoginRecord, Person
from dothi.accounts.rules import limit
from dothi.kernel import clock, networks

Act = LoginRecord.Act


@contextmanager
def one_try_at_a_time(username: str) -> Iterator[None]:
    """Tries for one name wait for each other, so that a hundred at once do not all count as the first."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 5))", [username.lower()])
        yield


def locked_until(username: str) -> dt.datetime | None:
    """Until when this name is locked; None: it is not."""
    latest = _latest(username, Act.LOCKED)
    freed = _latest(username, Act.UNLOCKED)
    if latest is None or (freed and freed >= latest):
        return None
    until = latest + dt.timedelta(minutes=limit("lockout-minutes"))
    return until if until > clock.now() else None


def failed(username: str, request: HttpRequest | None = None) -> None:
    """Counts a wrong try; the last allowed one locks the name."""
    record(Act.FAILURE, username, request)
    if _failures(username) >= limit("lockout-tries"):
        record(Act.LOCKED, username, request)


def unlock(username: str, by: Person | None) -> None:
    """Frees a name before its time (the way out for a locked administrator, TCVN 14423:2026 §5.5.2.2)."""
    record(Act.UNLOCKED, username, by=by)


def record(
    act: Act, username: str, request: HttpRequest | None = None, by: Person | None = None
) -> LoginRecord:
    """Appends one line to the log of logins."""
    return LoginRecord.objects.create(
        act=act,
        at=clock.now(),
        username=username[:60],
        person=Person.objects.filter(username__iexact=username).first(),
        address=address_of(request)[:45] if request else "",
        agent=request.headers.get("User-Agent", "")[:200] if request else "",
        by=by,
    )


def _of(username: str) -> QuerySet[LoginRecord]:
    return LoginRecord.objects.filter(username__iexact=username[:60])


def _latest(username: str, *acts: Act) -> dt.datetime | None:
    latest: dt.datetime | None = _of(username).filter(act__in=acts).aggregate(at=Max("at"))["at"]
    return latest


def _failures(username: str) -> int:
    """Wrong tries since the last success, lock or unlock, no longer ago than a lock lasts."""
    since = _latest(username, Act.LOGIN, Act.LOCKED, Act.UNLOCKED)
    window = clock.now() - dt.timedelta(minutes=limit("lockout-minutes"))
    return _of(username).filter(act=Act.FAILURE, at__gt=max(window, since) if since else window).count()


def address_of(request: HttpRequest) -> str:
    """Where a try comes from: behind our proxy the last address that the proxy itself wrote, else the connection's."""
    return networks.address_of(
        request.META.get("HTTP_X_FORWARDED_FOR", ""), str(request.META.get("REMOTE_ADDR", ""))
    )
