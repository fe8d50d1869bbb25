"""Reads of reports. Officers' begin with what a scope may see, the public's with what was released."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import ExtractIsoWeekDay
from django.db.models.lookups import LessThanOrEqual

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.kernel.earth import degrees_of
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.reports import rules
from dothi.reports.categories import with_below
from dothi.reports.models import Extension, Pause, Photo, Process, Report, ReportLine, State
from dothi.reports.workflow import HELD, OPEN, Word, states_of
from dothi.tasks import working_time
from dothi.territory.names import folded

MOST_LINES = 200
TABS = ("mine", "new", "review", "time", "soon", "late", "open", "all")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list's address asks for; empty means all."""

    word: str = ""  # one of the five public words
    tab: str = ""  # one of TABS: officers
    category: str = ""
    unit: int | None = None
    agency: int | None = None
    late: bool = False
    text: str = ""
    door: str = ""
    process: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None  # excluded
    weekday: int | None = None  # 1 Monday … 7, Viet Nam's
    spot: tuple[float, float, float] | None = None  # lon, lat, metres: officers alone, by exact places


def visible(scope: Scope) -> QuerySet[Report]:
    """What lies in the scope's area, what is with an agency of it, and what is with the holder's own agency."""
    rows = Report.objects.select_related("unit", "agency")
    return rows.filter(reach(scope)) if scope else rows.none()


def reach(scope: Scope) -> Q:
    """Of rows with `unit_id` and `agency_id`. The holder's agency is looked up before: a condition on columns alone is answered by an
    index, one that joins people reads every report."""
    reached = scope.as_q()
    if scope.everywhere or scope.holder is None:
        return reached
    own = Person.objects.filter(pk=scope.holder, agency__isnull=False).values_list("agency_id", flat=True)
    return reached | Q(agency_id__in=list(own))


def get_report(code: str, scope: Scope) -> Report:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(code=code[:20]).first()
    if found is None:
        raise NotFound("report-does-not-exist", code=code[:20])
    return found


def public() -> QuerySet[Report]:
    """What everybody may read: released, and not merged into another."""
    rows = Report.objects.filter(released_at__isnull=False).exclude(state=State.MERGED)
    return rows.select_related("unit", "agency")


def get_public(code: str) -> Report:
    """Raises NotFound, also for one that nobody released: its existence is nobody's business."""
    found = public().filter(code=code[:20]).first()
    if found is None:
        raise NotFound("report-does-not-exist", code=code[:20])
    return found


def went_on(code: str) -> Report | None:
    """Where a released report that was merged goes on for everybody; None: nowhere, or nobody released it."""
    found = Report.objects.filter(code=code[:20], state=State.MERGED, released_at__isnull=False).first()
    while found is not None and found.state == State.MERGED:
        found = found.merged_into
    return found if found is not None and found.released_at is not None else None


def asked(rows: QuerySet[Report], what: Filter, now: dt.datetime) -> QuerySet[Report]:
    """Narrows `rows` to what the public asks for, by what was released; newest first."""
    rows = _narrowed(rows, what, now).filter(speaks("search_text", what.text))
    return rows.order_by("-received_at", "-pk")


def sought(rows: QuerySet[Report], what: Filter, now: dt.datetime) -> QuerySet[Report]:
    """Narrows `rows` to what an officer asks for, by what was written and by its place; their order stays."""
    return _narrowed(rows, what, now).filter(speaks("officer_text", what.text))


def speaks(column: str, text: str) -> Q:
    """Each word of `text`, or a part of one, stands in the folded column. A number of one or two digits ("số 7") only as a whole one: an
    index of three letters finds it by what stands around it. Such short words as "so" are asked of the rows that the others find."""
    found = Q()
    for part in folded(text).split()[:8]:
        is_short_number = part.isdigit() and len(part) < 3
        found &= Q(
            **{f"{column}__regex": f"(^| ){part}( |$)"} if is_short_number else {f"{column}__contains": part}
        )
    return found


def _narrowed(rows: QuerySet[Report], what: Filter, now: dt.datetime) -> QuerySet[Report]:
    if what.word in set(Word):
        rows = rows.filter(state__in=[str(one) for one in states_of(Word(what.word))])
    if what.category:
        rows = rows.filter(category__in=with_below(what.category))
    if what.unit:
        rows = rows.filter(unit_id=what.unit)
    if what.agency:
        rows = rows.filter(agency_id=what.agency)
    if what.late:
        rows = rows.filter(late(now))
    if what.since:
        rows = rows.filter(received_at__gte=what.since)
    if what.door:
        rows = rows.filter(door=what.door)
    if what.process:
        rows = rows.filter(process=what.process)
    if what.until:
        rows = rows.filter(received_at__lt=what.until)
    if what.weekday:
        rows = rows.alias(weekday=ExtractIsoWeekDay("received_at", tzinfo=clock.VIETNAM)).filter(
            weekday=what.weekday
        )
    return rows.filter(within(*what.spot)) if what.spot else rows


def within(lon: float, lat: float, metres: float) -> Q:
    """Not farther than so many metres: a box that an index narrows, then the circle."""
    wide, high = degrees_of(metres, lat)
    east = (F("lon") - lon) * (high / wide)
    north = F("lat") - lat
    box = Q(lon__gte=lon - wide, lon__lte=lon + wide, lat__gte=lat - high, lat__lte=lat + high)
    return box & Q(LessThanOrEqual(ExpressionWrapper(east * east + north * north, FloatField()), high * high))


def late(now: dt.datetime) -> Q:
    """Without a public answer after its deadline, or answered after it; what rests is not late."""
    unanswered = Q(answered_at__isnull=True, due_at__lt=now, paused_at__isnull=True, state__in=_values(OPEN))
    return unanswered | Q(answered_at__gt=F("due_at"))


def soon(now: dt.datetime) -> Q:
    """What will be late unless somebody does something: without a public answer, and due within the limits of telling beforehand."""
    coming = Q()
    for process, until in soon_until(now).items():
        coming |= Q(process=process, due_at__lte=until)
    return coming & Q(due_at__gt=now, paused_at__isnull=True, state__in=_values(OPEN))


def soon_until(now: dt.datetime) -> dict[str, dt.datetime]:
    """By process: what is due until then will be late soon. Working hours, or minutes of day and night for what is done at once."""
    hours = working_time.after_hours(now, rules.value("soon-hours"), in_force()).at
    return {
        Process.TIMED.value: hours,
        Process.AT_ONCE.value: now + dt.timedelta(minutes=rules.value("soon-minutes")),
    }


def inbox(scope: Scope, tab: str, now: dt.datetime, agency_id: int | None) -> QuerySet[Report]:
    """An officer's list: by deadline while it is open, then the newest."""
    rows = visible(scope)
    conditions = {
        "mine": Q(agency_id=agency_id or 0, state__in=_values(HELD[:3])),
        "new": Q(state=State.NEW),
        "review": Q(state=State.ANSWERED),
        "time": Q(pk__in=Extension.objects.filter(state=Extension.State.ASKED).values("report_id")),
        "soon": soon(now),
        "late": late(now) & Q(state__in=_values(OPEN)),
        "open": Q(state__in=_values(OPEN)),
    }
    if tab in conditions:
        return rows.filter(conditions[tab]).order_by("due_at", "pk")
    return rows.order_by("-received_at", "-pk")


def _values(states: tuple[str, ...]) -> list[str]:
    return [str(one) for one in states]


def record(report: Report, *, public_only: bool = False) -> list[ReportLine]:
    """The last lines in order. The public's are without ratings: those are counted above it, and as many lines would push out what was
    done."""
    rows = report.lines.select_related("person", "agency", "words").order_by("-pk")
    if public_only:
        rows = rows.filter(public=True).exclude(what="rated")
    return list(rows[:MOST_LINES])[::-1]


def arrivals(report: Report) -> QuerySet[ReportLine]:
    """Lines that somebody of the agency was there, since it was received or reopened."""
    last = report.lines.filter(what="reopen").order_by("-pk").values_list("pk", flat=True).first() or 0
    return report.lines.filter(what="arrived", pk__gt=last)


def begun_at(report: Report) -> dt.datetime:
    """When its clock began: it was received, or reopened."""
    reopened = report.lines.filter(what="reopen").order_by("-pk").values_list("recorded_at", flat=True)
    return reopened.first() or report.received_at


def answer_number(report: Report) -> int:
    """Of the line of its last answer; 0: nobody answered."""
    return report.lines.filter(what="answer").order_by("-pk").values_list("pk", flat=True).first() or 0


def photos_of(report: Report, *, public_only: bool = False) -> list[Photo]:
    rows = report.photos.order_by("number")
    return list(rows.filter(released_at__isnull=False) if public_only else rows)


def extended(report: Report) -> list[Extension]:
    """The extensions that were granted, in order."""
    return list(report.extensions.filter(state=Extension.State.GRANTED).order_by("decided_at", "pk"))


def faces_of(report: Report) -> dict[str, int]:
    """How many voices each face has for the answer that stands."""
    rows = report.ratings.filter(round=report.reopened).values("face").annotate(n=Count("pk"))
    return {row["face"]: row["n"] for row in rows}


def resting(report: Report) -> Pause | None:
    """The rest that stands, with its reason; None: it does not rest, or waits for its reporter."""
    return report.pauses.filter(state=Pause.State.GRANTED, ended_at__isnull=True).first()


def rested(report: Report) -> list[Pause]:
    """Every rest that was granted, in order."""
    return list(report.pauses.filter(state=Pause.State.GRANTED).order_by("began_at"))
