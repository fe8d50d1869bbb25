"""Who is on duty, where nobody is, and what runs: every list of a screen begins with what the reader's scope covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from dothi.accounts.models import Person
from dothi.duty import rota
from dothi.duty.models import Override, Pattern, Roster, Run, RunLine, Swap
from dothi.kernel import calendar, clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope

AHEAD = dt.timedelta(days=7)  # gaps are told so far ahead


def visible(scope: Scope) -> QuerySet[Roster]:
    """Rosters of this scope that stand today or will."""
    standing = Roster.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()))
    return scope.restrict(standing).select_related("agency", "unit").order_by("name_vi")


def get_roster(code: str, scope: Scope) -> Roster:
    """Also one that stands no longer. Raises NotFound, for one outside the scope too."""
    found = scope.restrict(Roster.objects.select_related("agency", "unit")).filter(code=code).first()
    if found is None:
        raise NotFound("duty-roster-unknown", roster=code)
    return found


def on_duty(roster: str, at: dt.datetime) -> list[Person]:
    """The people on duty of the roster with this code, first first; none where nobody is or there is no such roster.

    It asks for no scope: who is called is decided by a policy, not by who looks.
    """
    found = Roster.objects.filter(code=roster).first()
    return people_on(found, at) if found else []


def people_on(roster: Roster, at: dt.datetime) -> list[Person]:
    """The same of a roster that one has."""
    if not _stands(roster, at):
        return []
    return people_of(rota.on_duty(plan_of(roster, at, at), at, day_kinds(calendar.in_force())))


def all_on(rosters: Iterable[Roster], at: dt.datetime) -> set[int]:
    """Ids of everybody who is on duty of one of these, in as many statements as for one."""
    standing = [one for one in rosters if _stands(one, at)]
    plans, kinds = plans_of(standing, at, at), day_kinds(calendar.in_force())
    return {pk for plan in plans.values() for pk in rota.on_duty(plan, at, kinds)}


def _stands(roster: Roster, at: dt.datetime) -> bool:
    day = at.astimezone(ZoneInfo(roster.time_zone)).date()
    return roster.valid_from <= day and (roster.valid_to is None or day < roster.valid_to)


def turns_of(roster: Roster, begin: dt.datetime, end: dt.datetime) -> list[rota.Turn]:
    """Everything planned between two instants."""
    return rota.turns(plan_of(roster, begin, end), begin, end, day_kinds(calendar.in_force()))


def shifts_of(roster: Roster, begin: dt.datetime, end: dt.datetime) -> list[rota.Turn]:
    """What is planned as one shift between two instants, see `rota.shifts`."""
    return rota.shifts(plan_of(roster, begin, end), begin, end, day_kinds(calendar.in_force()))


def gaps_of(roster: Roster, begin: dt.datetime, end: dt.datetime) -> list[rota.Gap]:
    """When nobody is on duty between two instants, as far as the roster stands then."""
    return gaps_between(roster, turns_of(roster, begin, end), begin, end)


def gaps_between(
    roster: Roster, turns: Sequence[rota.Turn], begin: dt.datetime, end: dt.datetime
) -> list[rota.Gap]:
    """The same of turns that one has."""
    zone = ZoneInfo(roster.time_zone)
    begin = max(begin, dt.datetime.combine(roster.valid_from, dt.time.min, zone))
    if roster.valid_to:
        end = min(end, dt.datetime.combine(roster.valid_to, dt.time.min, zone))
    return rota.gaps(turns, begin, end) if begin < end else []


def turns_of_all(
    rosters: Sequence[Roster], begin: dt.datetime, end: dt.datetime
) -> dict[int, list[rota.Turn]]:
    """Everything planned of several rosters, by their ids, in as many statements as for one."""
    kinds = day_kinds(calendar.in_force())
    return {pk: rota.turns(plan, begin, end, kinds) for pk, plan in plans_of(rosters, begin, end).items()}


def plan_of(roster: Roster, begin: dt.datetime, end: dt.datetime) -> rota.Plan:
    """Patterns, overrides and agreed swaps of a roster that can matter between two instants."""
    return plans_of([roster], begin, end)[roster.pk]


def plans_of(rosters: Sequence[Roster], begin: dt.datetime, end: dt.datetime) -> dict[int, rota.Plan]:
    """The same of several rosters, by their ids."""
    patterns: dict[int, list[rota.Pattern]] = {one.pk: [] for one in rosters}
    changes: dict[int, list[rota.Override | rota.Swap]] = {one.pk: [] for one in rosters}
    touching = {"begins_at__lte": end, "ends_at__gte": begin}
    for pattern in Pattern.objects.filter(roster__in=rosters).prefetch_related("places"):
        patterns[pattern.roster_id].append(_pattern(pattern))
    for override in Override.objects.filter(roster__in=rosters, withdrawn_at=None, **touching):
        changes[override.roster_id].append(_override(override))
    for swap in Swap.objects.filter(
        Q(**touching) | Q(back_begins_at__lte=end, back_ends_at__gte=begin),
        roster__in=rosters, state=Swap.State.AGREED,
    ):  # fmt: skip
        changes[swap.roster_id] += _swap(swap)
    gone = _gone(_named(patterns.values(), changes.values()))
    return {
        one.pk: rota.Plan(ZoneInfo(one.time_zone), tuple(patterns[one.pk]), tuple(changes[one.pk]), gone)
        for one in rosters
    }


def _named(
    patterns: Iterable[list[rota.Pattern]], changes: Iterable[list[rota.Override | rota.Swap]]
) -> set[int]:
    """Everybody who stands in a plan."""
    found = {one for rows in patterns for row in rows for crew in row.crews for one in crew}
    for row in (one for rows in changes for one in rows):
        found |= {row.giver, row.taker} if isinstance(row, rota.Swap) else set(row.people)
    return found


def day_kinds(days: calendar.Calendar) -> rota.Kinds:
    """What kind of day it is, by the calendar that rules and working time go by."""

    def kinds(day: dt.date) -> Iterable[str]:
        found = days.day(day)
        return [one for one in rota.PARTICULAR if one != rota.EVERY and found.is_one_of([one])]

    return kinds


def runs(scope: Scope) -> QuerySet[Run]:
    """Escalations of this scope, the newest first."""
    return scope.restrict(Run.objects.select_related("policy", "taken_by", "unit", "agency")).order_by(
        "-began_at", "-pk"
    )


def get_run(pk: int, scope: Scope) -> Run:
    """Raises NotFound, for one outside the scope too."""
    found = runs(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("duty-run-unknown")
    return found


def run_of_code(code: str) -> Run:
    """The run of a message's link: whoever has the link may look, what they may do is asked apart. Raises NotFound."""
    found = Run.objects.select_related("policy", "taken_by").filter(code=code).first()
    if found is None:
        raise NotFound("duty-run-unknown")
    return found


def record(run: Run) -> QuerySet[RunLine]:
    """Every line of a run, in order."""
    return run.lines.select_related("person", "roster").order_by("pk")


def exhausted(scope: Scope) -> QuerySet[Run]:
    """What was called through to the end and nobody took: red until somebody does."""
    return runs(scope).filter(state=Run.State.EXHAUSTED)


def people_of(ids: Sequence[int]) -> list[Person]:
    """In this order."""
    found = Person.objects.select_related("agency").in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _pattern(row: Pattern) -> rota.Pattern:
    crews: dict[int, list[tuple[int, int]]] = {}
    for place in row.places.all():
        crews.setdefault(place.crew, []).append((place.position, place.person_id))
    return rota.Pattern(
        row.valid_from,
        row.valid_to,
        row.days,
        tuple(rota.Hours(one["name"], one["start"], one["end"]) for one in row.shifts),
        tuple(tuple(person for _, person in sorted(crews[number])) for number in sorted(crews)),
        row.keeps,
    )


def _override(row: Override) -> rota.Override:
    return rota.Override(row.begins_at, row.ends_at, tuple(row.people), row.decided_at, row.reason)


def _swap(row: Swap) -> list[rota.Swap]:
    assert row.answered_at is not None  # an agreed one
    parts = [rota.Swap(row.begins_at, row.ends_at, row.asker_id, row.other_id, row.answered_at)]
    if row.back_begins_at and row.back_ends_at:
        parts.append(
            rota.Swap(row.back_begins_at, row.back_ends_at, row.other_id, row.asker_id, row.answered_at)
        )
    return parts


def _gone(ids: Iterable[int]) -> dict[int, dt.date]:
    """Whose account ended or will, with the first day without it. One that was closed is gone from today on: the past stays as it was."""
    rows = Person.objects.filter(Q(is_active=False) | Q(ends_on__isnull=False), pk__in=list(ids))
    found = {one.pk: one.ends_on + dt.timedelta(days=1) for one in rows if one.ends_on}
    closed = {one.pk: min(found.get(one.pk, dt.date.max), clock.today()) for one in rows if not one.is_active}
    return found | closed
