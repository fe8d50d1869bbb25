"""What changed since yesterday morning, in words: figures, figures told otherwise, alarms, cases, tasks, reports. Each by its own right and
scope, each a number that leads to what was counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from dothi.accounts.models import Person
from dothi.incidents import queries as incidents
from dothi.indicators import book
from dothi.indicators.models import Figure
from dothi.indicators.queries import Reading
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.moments import span
from dothi.kernel.permissions import Scope
from dothi.reports import queries as reports
from dothi.rules.alarms import queries as alarms
from dothi.tasks import queries as tasks
from dothi.tasks.workflow import Word


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence. `mark`: severity whose shape stands before it; "normal": nothing bad in it."""

    text: str
    url: str
    mark: str = "normal"


def since() -> dt.datetime:
    """The begin of yesterday in Viet Nam."""
    return span(clock.today() - dt.timedelta(days=1))[0]


def of(person: Person, shown: list[Reading]) -> list[Change]:
    """What is bad first."""
    begin, now = since(), clock.now()
    found = list(_figures(shown))
    for permission, tell in _TOLD:
        if scope := person.scope(permission):
            found += tell(scope, begin, now)
    return sorted(found, key=lambda one: one.mark == "normal")


def _figures(shown: list[Reading]) -> Iterator[Change]:
    """The tiles that got worse or better than in the period before."""
    for one in shown:
        if not one.change or one.indicator.better == "none":
            continue
        key, mark = ("leaders-worse", "medium") if one.is_worse else ("leaders-better", "normal")
        yield Change(
            t(key, name=_name(one)), reverse("leader-card", args=["figure", one.indicator.code]), mark
        )


def _name(one: Reading) -> str:
    from dothi.indicators.templatetags.indicators import told_name

    return told_name(one.indicator)


def _revised(scope: Scope, begin: dt.datetime, now: dt.datetime) -> Iterator[Change]:
    """Settled figures that are told otherwise since: late values and corrections."""
    rows = scope.restrict(Figure.objects.filter(superseded_at__gte=begin, ends_at__lt=F("superseded_at")))
    codes = set(rows.order_by().values_list("code", flat=True).distinct()) & set(book.in_force())
    if codes:
        yield Change(t("leaders-revised", n=len(codes)), reverse("boards"))


def _alarms(scope: Scope, begin: dt.datetime, now: dt.datetime) -> Iterator[Change]:
    rows = alarms.visible(scope)
    new, over = rows.filter(raised_at__gte=begin), rows.filter(closed_at__gte=begin)
    grave = new.filter(severity__in=("critical", "high")).count()
    if number := new.count():
        yield Change(
            t("leaders-alarms-new", n=number, grave=grave),
            "/alarms/?state=all",
            "high" if grave else "normal",
        )
    if number := over.count():
        yield Change(t("leaders-alarms-over", n=number), "/alarms/?state=closed")


def _incidents(scope: Scope, begin: dt.datetime, now: dt.datetime) -> Iterator[Change]:
    rows = incidents.visible(scope)
    grave = rows.filter(opened_at__gte=begin, severity__in=("critical", "high")).count()
    if number := rows.filter(opened_at__gte=begin).count():
        yield Change(t("leaders-cases-new", n=number), reverse("incidents"), "high" if grave else "normal")
    if number := rows.filter(closed_at__gte=begin).count():
        yield Change(t("leaders-cases-over", n=number), reverse("incidents") + "?state=closed")


def _tasks(scope: Scope, begin: dt.datetime, now: dt.datetime) -> Iterator[Change]:
    rows = tasks.visible(scope)
    if number := rows.filter(handed_in_at__gte=begin).distinct().count():
        yield Change(t("leaders-tasks-answered", n=number), reverse("tasks"))
    late = rows.filter(tasks.with_word(Word.OVERDUE, now), due_at__gte=begin).distinct()
    if number := late.count():
        yield Change(t("leaders-tasks-late", n=number), reverse("tasks") + f"?word={Word.OVERDUE}", "high")


def _reports(scope: Scope, begin: dt.datetime, now: dt.datetime) -> Iterator[Change]:
    rows = reports.visible(scope)
    if number := rows.filter(received_at__gte=begin).count():
        yield Change(t("leaders-reports-new", n=number), reverse("reports"))


_TOLD: tuple[tuple[str, Callable[[Scope, dt.datetime, dt.datetime], Iterator[Change]]], ...] = (
    ("indicators.view", _revised),
    ("alarms.view", _alarms),
    ("incidents.view", _incidents),
    ("tasks.view", _tasks),
    ("reports.view", _reports),
)
