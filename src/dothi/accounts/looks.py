"""Looks at what is somebody's own (a camera, a recording, where a crew is): each has a purpose, a person and an end, and is listed.

The room that shows the thing asks for the purpose (`purposes`), begins the look after its own check of rights, shows nothing without
`open_look`, and ends it when the page is left; what nobody ends is over at `until`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Least

from dothi.accounts.models import Look, LookEnd, LookKind, LookPurpose, Person
from dothi.accounts.rules import limit
from dothi.kernel import clock, locks, moments
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.permissions import Scope
from dothi.kernel.said import plain
from dothi.territory.names import folded

LONGEST = 500


def purposes(kind: str, day: dt.date | None = None) -> list[LookPurpose]:
    """What one may look for today (or on `day`), in the order of the list."""
    rows = LookPurpose.current(day or clock.today()).values()
    return sorted((row for row in rows if kind in row.kinds), key=lambda row: row.pk)


def purpose_of(look: Look, rows: Iterable[LookPurpose]) -> LookPurpose | None:
    """The purpose as it held when the look was taken, among `rows` in the order in which they began: its name and legal ground then."""
    day = look.began_at.astimezone(clock.VIETNAM).date()
    held = [row for row in rows if row.code == look.purpose and row.valid_from <= day]
    return held[-1] if held else None


def begin(
    person: Person,
    kind: str,
    subject: str,
    label: str,
    purpose: str,
    *,
    unit_id: int | None,
    agency_id: int | None,
    minutes: int,
    words: str = "",
) -> Look:
    """Notes a look; it lasts `minutes`, at most as long as the limit `look-minutes-<kind>` allows.

    `purpose` is a code of `purposes(kind)`, `words` what the person wrote beside it; `subject` is the thing's code, `label` what the
    report calls it (no number or name of anybody). The same look that still runs is that look. Raises BadRequest: no such purpose
    today, too few words.
    """
    said = plain(words)[:LONGEST]
    _check(kind, purpose, said)
    with transaction.atomic():
        locks.hold(f"look {person.pk} {kind} {subject}")
        standing = open_look(person, kind, subject)
        if standing is not None and (standing.purpose, standing.words) == (purpose, said):
            return standing
        now, most = clock.now(), limit(f"look-minutes-{kind}")
        return Look.objects.create(
            person=person,
            kind=kind,
            subject=subject[:120],
            label=plain(label)[:200],
            purpose=purpose,
            words=said,
            unit_id=unit_id,
            agency_id=agency_id,
            began_at=now,
            until=now + dt.timedelta(minutes=max(1, min(minutes, most))),
        )


def _check(kind: str, purpose: str, said: str) -> None:
    if kind not in LookKind.values:
        raise ValueError(f"unknown kind of look {kind!r}")
    known = next((row for row in purposes(kind) if row.code == purpose), None)
    if known is None:
        raise BadRequest("look-needs-purpose")
    if len(said) < known.words:
        raise BadRequest("look-needs-words", least=known.words)


def end(look: Look, by: Person) -> None:
    """Ends a look before its time; one that is over stays as it is. Raises NotAllowed: somebody else's."""
    if look.person_id != by.pk:
        raise NotAllowed("look-of-another")
    if clock.now() < look.until:
        LookEnd.objects.get_or_create(look=look, defaults={"by": by, "at": clock.now()})


def end_all(person: Person, kind: str, subject: str) -> None:
    """Ends every look that this person has open at this thing, whatever each was for."""
    for look in person.looks.filter(
        kind=kind, subject=subject[:120], until__gt=clock.now(), end__isnull=True
    ):
        end(look, person)


def open_look(person: Person, kind: str, subject: str) -> Look | None:
    """The look that this person has open at this thing now: the one that lasts longest."""
    rows = person.looks.filter(kind=kind, subject=subject[:120], until__gt=clock.now(), end__isnull=True)
    return rows.order_by("-until", "-pk").first()


def visible(scope: Scope) -> QuerySet[Look]:
    """Looks at things in `scope`, newest first, each with `over_at`: when it ended or will."""
    rows = scope.restrict(Look.objects.select_related("person", "unit", "agency", "end"))
    return rows.annotate(over_at=Least(Coalesce("end__at", "until"), "until")).order_by("-began_at", "-pk")


def find(scope: Scope, *, who: str = "", kind: str = "", day: dt.date | None = None) -> QuerySet[Look]:
    """By part of a person's name (accents do not matter), kind, and the day in Viet Nam on which it began or still ran."""
    rows = visible(scope)
    for word in folded(who).split():
        rows = rows.filter(person__search_text__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if day:
        begins, ends = moments.span(day)
        rows = rows.filter(Q(began_at__lt=ends, over_at__gte=begins))
    return rows
