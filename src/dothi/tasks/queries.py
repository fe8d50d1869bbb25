"""Reads of tasks; every one begins with what a scope may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.tasks.dated import word_rule
from dothi.tasks.models import Extension, State, Task, TaskLine, TaskPart
from dothi.tasks.workflow import State as Step
from dothi.tasks.workflow import Word, WordRule, word
from dothi.territory.names import folded

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list's address asks for; empty means all."""

    word: str = ""  # one of the five, `open`, `withdrawn`
    lead: int | None = None
    due: str = ""  # today, week
    text: str = ""
    mine: int | None = None  # who gave it
    this_year: bool = False  # ended since the year began

    @property
    def narrowed(self) -> bool:
        return any((self.lead, self.due, self.text, self.mine))


def visible(scope: Scope) -> QuerySet[Task]:
    """What a scope reaches, what an agency of it takes part in – also the holder's own, wherever its people work –, and what its
    holder gave or leads."""
    rows = Task.objects.select_related("lead_agency", "lead_person", "giver", "agency", "ended_by")
    if scope.everywhere:
        return rows
    own, reached = Q(pk__in=[]), scope.as_q()
    if scope and scope.holder is not None:
        own = Q(lead_person=scope.holder) | Q(giver=scope.holder)
        reached |= Q(agency__people=scope.holder)
    parts = TaskPart.objects.filter(reached)
    return rows.filter(scope.as_q() | Q(pk__in=parts.values("task_id")) | own)


def get_task(code: str, scope: Scope) -> Task:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("task-does-not-exist", code=code[:20])
    return found


def word_of(task: Task, now: dt.datetime | None = None) -> Word | None:
    """The province's word for it now; None: withdrawn."""
    rule = word_rule(task.given_at.astimezone(clock.VIETNAM).date())
    return word(
        Step(task.state), rule, first_due=task.first_due_at, due=task.due_at, handed_in=task.handed_in_at,
        ended=task.ended_at, now=now or clock.now(),
    )  # fmt: skip


def with_word(asked: str, now: dt.datetime) -> Q:
    """The same as a condition, by the rule of today."""
    rule = word_rule(clock.today())
    limit = "due_at" if rule.extended else "first_due_at"
    late = _late(rule, limit, now)
    confirmed = Q(state=State.CONFIRMED)
    done = "handed_in_at" if rule.moment == "handed-in" else "ended_at"
    in_time = Q(**{f"{done}__lte": F(limit)})
    untouched = Q(state__in=(State.GIVEN, State.REFUSED))
    opened = ~Q(state__in=(State.CONFIRMED, State.WITHDRAWN))
    return {
        Word.NOT_STARTED: untouched & ~late,
        Word.IN_TIME: opened & ~untouched & ~late,
        Word.OVERDUE: opened & late,
        Word.DONE_IN_TIME: confirmed & in_time,
        Word.DONE_LATE: confirmed & ~in_time,
        "open": opened,
        "withdrawn": Q(state=State.WITHDRAWN),
    }.get(asked, Q())


def _late(rule: WordRule, limit: str, now: dt.datetime) -> Q:
    if rule.moment != "handed-in":
        return Q(**{f"{limit}__lt": now})
    handed = Q(state=State.HANDED_IN)
    return handed & Q(handed_in_at__gt=F(limit)) | ~handed & Q(**{f"{limit}__lt": now})


def listed(scope: Scope, asked: Filter, now: dt.datetime) -> QuerySet[Task]:
    """Open ones by their deadline, then what is over, the newest first."""
    rows = visible(scope).filter(with_word(asked.word, now))
    if asked.this_year:
        rows = rows.filter(ended_at__gte=_year(now))
    if asked.lead:
        rows = rows.filter(lead_agency_id=asked.lead)
    if asked.mine:
        rows = rows.filter(giver_id=asked.mine)
    if asked.due in ("today", "week"):
        rows = rows.filter(due_at__lt=_until(asked.due, now))
    for part in folded(asked.text).split()[:8]:
        rows = rows.filter(search_text__contains=part)
    return rows.order_by(F("ended_at").desc(nulls_first=True), "due_at", "pk")


def _until(due: str, now: dt.datetime) -> dt.datetime:
    today = now.astimezone(clock.VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=1 if due == "today" else 7 - today.weekday())


def _year(now: dt.datetime) -> dt.datetime:
    """The tabs of what is done show this year's; the search finds all."""
    return now.astimezone(clock.VIETNAM).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def counts(scope: Scope, now: dt.datetime) -> dict[str, int]:
    """How many there are by each of the five words; done: this year."""
    rows, done = visible(scope).order_by(), (Word.DONE_IN_TIME, Word.DONE_LATE)
    opened = rows.filter(ended_at__isnull=True)
    ended = rows.filter(ended_at__gte=_year(now))
    return opened.aggregate(
        **{_name(each): _count(with_word(each, now)) for each in Word if each not in done}
    ) | ended.aggregate(**{_name(each): _count(with_word(each, now)) for each in done})


def _name(each: Word) -> str:
    return each.value.replace("-", "_")


def _count(condition: Q):  # type: ignore[no-untyped-def]
    from django.db.models import Count

    return Count("pk", filter=condition)


def record(task: Task) -> list[TaskLine]:
    """The last lines of the record in order."""
    rows = (
        task.lines.select_related("person", "agency", "to")
        .prefetch_related("files")
        .order_by("-pk")[:MOST_LINES]
    )
    return list(rows)[::-1]


def parts_of(task: Task) -> list[TaskPart]:
    """The agencies that take part, the lead first."""
    return list(task.parts.select_related("agency").order_by("role", "agency__name_vi"))


def extensions_of(task: Task) -> list[Extension]:
    return list(task.extensions.select_related("asked_by", "asked_agency", "decided_by").order_by("-pk"))


def of_source(kind: str, code: str, scope: Scope) -> list[Task]:
    """Tasks given from one incident, alarm, figure …; the open ones first."""
    rows = visible(scope).filter(source_kind=kind[:20], source_code=code[:80])
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "due_at")[:20])
