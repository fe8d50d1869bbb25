"""Counts of lists: alarms, cases, tasks, reports of citizens – now by the list's own question, later from the versions of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from dothi.briefings.receipts import Found, Row
from dothi.briefings.spans import Span
from dothi.incidents import queries as incidents
from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.models import Incident
from dothi.kernel.audit.as_of import versions_known_at
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope
from dothi.kernel.templatetags.dothi import number
from dothi.reports import queries as reports
from dothi.reports.models import Report
from dothi.reports.workflow import OPEN
from dothi.rules.alarms import queries as alarms
from dothi.rules.alarms.models import Alarm, Hidden, SetAside
from dothi.rules.models import Kind
from dothi.tasks import queries as tasks
from dothi.tasks.models import Task, TaskPart
from dothi.tasks.workflow import Word

Listed = Callable[[Scope, Span, dt.datetime], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a list has. `listed` is the list's own question; `known` asks the same of the versions of `model`."""

    key: str
    permission: str
    model: type[Model]
    listed: Listed
    known: Callable[[QuerySet[Any], Scope, Span, dt.datetime], QuerySet[Any]]
    of_period: bool = False  # counts what happened in the period, not what stands at its time of recording

    @property
    def name(self) -> str:
        return t(f"briefings-count-{self.key.replace('.', '-')}", "vi")

    @property
    def _origin(self) -> tuple[str, ...]:
        """Tasks are given by people, always."""
        return () if self.model is Task else ("origin",)

    def now(self, scope: Scope, span: Span, at: dt.datetime) -> Found:
        rows = self.listed(scope, span, at).order_by("pk").values_list("pk", *self._origin)
        return self._found(list(rows), span, at)

    def then(self, scope: Scope, span: Span, at: dt.datetime) -> Found:
        versions = self.known(versions_known_at(self.model, at), scope, span, at)
        rows = versions.order_by("pgh_obj_id").values_list("pgh_obj_id", *self._origin).distinct()
        return self._found(list(rows), span, at)

    def _found(self, rows: Sequence[Row], span: Span, at: dt.datetime) -> Found:
        origins = dict.fromkeys(
            Origin(origin).word for origin in sorted({one for row in rows for one in row[1:]})
        )
        return Found(
            key=self.key, name=self.name, unit="", value=float(len(rows)), printed=number(len(rows)),
            definition=t("briefings-count-definition", "vi", key=self.key), version=1,
            source=t(f"briefings-source-{self.permission.partition('.')[0]}", "vi"),
            begin=span.begin if self.of_period else None, end=span.end if self.of_period else at,
            rows=[list(row) for row in rows], origins=tuple(origins),  # type: ignore[misc]
        )  # fmt: skip


def _in(span: Span, column: str) -> Q:
    return Q(**{f"{column}__gte": span.begin, f"{column}__lt": span.end})


def _alarms_open(rows: QuerySet[Any], scope: Scope, _span: Span, at: dt.datetime) -> QuerySet[Any]:
    aside = versions_known_at(SetAside, at).filter(
        Q(kind=Hidden.OUT_OF_SERVICE) | Q(kind=Hidden.SHELVED, until__gt=at), ended_at__isnull=True
    )
    standing = Q(closed_at__isnull=True, suppressed_at__isnull=True, kind=Kind.THRESHOLD)
    hidden = Q(set_aside_id__isnull=False, set_aside_id__in=list(aside.values_list("pgh_obj_id", flat=True)))
    return rows.filter(scope.as_q(), standing).exclude(hidden)


def _cases(rows: QuerySet[Any], scope: Scope, at: dt.datetime) -> QuerySet[Any]:
    if scope.everywhere:
        return rows
    legs = versions_known_at(IncidentLeg, at).filter(state__in=IncidentLeg.SEEING)
    sharing = legs.filter(scope.as_q("incident__unit_id") | scope.as_q("unit_id"))
    return rows.filter(scope.as_q() | Q(pgh_obj_id__in=list(sharing.values_list("incident_id", flat=True))))


def _tasks(rows: QuerySet[Any], scope: Scope, at: dt.datetime) -> QuerySet[Any]:
    if scope.everywhere:
        return rows
    parts = versions_known_at(TaskPart, at).filter(scope.as_q())
    return rows.filter(scope.as_q() | Q(pgh_obj_id__in=list(parts.values_list("task_id", flat=True))))


_OPEN_REPORTS = [str(one) for one in OPEN]

ALL = (
    Count(
        "canh-bao.dang-mo", "alarms.view", Alarm,
        lambda scope, _, at: alarms.listed(scope, alarms.Filter(state="open")),
        _alarms_open,
    ),
    Count(
        "canh-bao.phat-sinh", "alarms.view", Alarm,
        lambda scope, span, _: alarms.listed(scope, alarms.Filter(state="all")).filter(_in(span, "first_raised_at"), kind=Kind.THRESHOLD),
        lambda rows, scope, span, _: rows.filter(scope.as_q(), _in(span, "first_raised_at"), kind=Kind.THRESHOLD), of_period=True,
    ),
    Count(
        "vu-viec.dang-mo", "incidents.view", Incident,
        lambda scope, _, at: incidents.listed(scope, incidents.Filter(state="open")),
        lambda rows, scope, _, at: _cases(rows, scope, at).filter(incidents.is_open()),
    ),
    Count(
        "vu-viec.mo-moi", "incidents.view", Incident,
        lambda scope, span, _: incidents.listed(scope, incidents.Filter(state="all")).filter(_in(span, "opened_at")),
        lambda rows, scope, span, at: _cases(rows, scope, at).filter(_in(span, "opened_at")), of_period=True,
    ),
    Count(
        "vu-viec.da-dong", "incidents.view", Incident,
        lambda scope, span, _: incidents.listed(scope, incidents.Filter(state="closed")).filter(_in(span, "closed_at")),
        lambda rows, scope, span, at: _cases(rows, scope, at).filter(_in(span, "closed_at"), status="closed"), of_period=True,
    ),
    Count(
        "nhiem-vu.dang-mo", "tasks.view", Task,
        lambda scope, _, at: tasks.listed(scope, tasks.Filter(word="open"), at),
        lambda rows, scope, _, at: _tasks(rows, scope, at).filter(tasks.with_word("open", at)),
    ),
    Count(
        "nhiem-vu.qua-han", "tasks.view", Task,
        lambda scope, _, at: tasks.listed(scope, tasks.Filter(word=Word.OVERDUE), at),
        lambda rows, scope, _, at: _tasks(rows, scope, at).filter(tasks.with_word(Word.OVERDUE, at)),
    ),
    Count(
        "phan-anh.moi-nhan", "reports.view", Report,
        lambda scope, span, at: reports.inbox(scope, "all", at, None).filter(_in(span, "received_at")),
        lambda rows, scope, span, _: rows.filter(scope.as_q(), _in(span, "received_at")), of_period=True,
    ),
    Count(
        "phan-anh.dang-xu-ly", "reports.view", Report,
        lambda scope, _, at: reports.inbox(scope, "open", at, None),
        lambda rows, scope, _, at: rows.filter(scope.as_q(), state__in=_OPEN_REPORTS),
    ),
    Count(
        "phan-anh.qua-han", "reports.view", Report,
        lambda scope, _, at: reports.inbox(scope, "late", at, None),
        lambda rows, scope, _, at: rows.filter(scope.as_q(), reports.late(at), state__in=_OPEN_REPORTS),
    ),
)  # fmt: skip
