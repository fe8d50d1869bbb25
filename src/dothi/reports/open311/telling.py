"""A report as GeoReport v2 tells it: what was released, at the place that the public knows, in the public's words.

Whoever handed it in (the key, or the token of the reporter's link) reads what they wrote; nobody reads who it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.reports import queries, rules
from dothi.reports.models import Photo, Report, ReportLine, State
from dothi.reports.open311.asking import Asked
from dothi.reports.open311.rendering import w3c
from dothi.reports.public.mapping import public_point
from dothi.reports.showing import Said, Shown
from dothi.reports.workflow import OPEN, WORDS

M = TypeVar("M", bound=Model)
Address = Callable[[Report, int], str]  # of a picture by its number
_OPEN = [str(one) for one in OPEN]
_PUBLISHED = (State.DONE, State.CLOSED)


def asked_for(asked: Asked) -> list[Report]:
    """Released reports, the newest first; by updates the earliest changed first, so that a page that follows misses none."""
    rows = queries.public()
    if asked.ids:
        return list(rows.filter(code__in=asked.ids).order_by("-received_at", "-pk"))
    if asked.services:
        rows = rows.filter(category__in=asked.services)
    if asked.statuses == {"open"}:
        rows = rows.filter(state__in=_OPEN)
    elif asked.statuses == {"closed"}:
        rows = rows.exclude(state__in=_OPEN)
    for column, at in (
        ("received_at__gte", asked.since), ("received_at__lte", asked.until),
        ("changed_at__gte", asked.updated_since), ("changed_at__lte", asked.updated_until),
    ):  # fmt: skip
        rows = rows.filter(**{column: at}) if at else rows
    by_update = asked.updated_since or asked.updated_until
    order = ("changed_at", "pk") if by_update else ("-received_at", "-pk")
    return _page(rows.order_by(*order), asked)


def _page(rows: QuerySet[M], asked: Asked) -> list[M]:
    """First which, from an index alone, then these rows: what lies before a page is passed, not read."""
    first = (asked.page - 1) * asked.page_size
    keys = list(rows.values_list("pk", flat=True)[first : first + asked.page_size])
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def told(
    reports: Iterable[Report], address: Address, *, extensions: bool, own: bool = False
) -> Iterator[dict[str, Any]]:
    """Each as a `request`; `own`: to whoever handed it in."""
    standing = list(reports)
    pictures, metres = _pictures(standing), rules.value("place-metres")
    for one in standing:
        urls = [address(one, number) for number in pictures[one.pk]]
        row = _row(one, urls, own=own, metres=metres)
        yield row | {"extended_attributes": _more(one, urls)} if extensions else row


def _row(one: Report, pictures: list[str], *, own: bool, metres: int) -> dict[str, Any]:
    lon, lat = _place(one, own=own, metres=metres)
    return {
        "service_request_id": one.code,
        "status": "open" if one.state in OPEN else "closed",
        "status_notes": _notes(one),
        "service_name": kinds.name_of(one.category),
        "service_code": one.category,
        "description": (one.text if own else one.public_text) or None,
        "agency_responsible": str(one.agency) if one.agency else None,
        "service_notice": t("open311-expected-only") if one.due_expected and one.state in OPEN else None,
        "requested_datetime": w3c(one.received_at),
        "updated_datetime": w3c(one.changed_at),
        "expected_datetime": w3c(one.due_at),
        "address": (one.place if own and one.place else str(one.unit.full_name) if one.unit else None),
        "address_id": one.unit.code if one.unit else None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": pictures[0] if pictures else None,
    }


def _place(one: Report, *, own: bool, metres: int) -> tuple[float | None, float | None]:
    if one.lon is None or one.lat is None:
        return None, None
    return (one.lon, one.lat) if own else public_point(one.lon, one.lat, metres)


def _notes(one: Report) -> str:
    """The answer once it was published, why it was refused, else the public word."""
    if one.state in _PUBLISHED and one.answer:
        return one.answer
    if one.state == State.REFUSED:
        return one.reason
    return t(f"reports-word-{WORDS[State(one.state)]}")  # type: ignore[index]


def _more(one: Report, pictures: list[str]) -> dict[str, Any]:
    """What GeoReport has no field for."""
    return {
        "word": str(WORDS[State(one.state)]),  # type: ignore[index]
        "process": one.process,
        "late": Shown(one, clock.now()).is_late,
        "first_expected_datetime": w3c(one.first_due_at),
        "answered_datetime": w3c(one.answered_at),
        "reopened": one.reopened,
        "origin": Origin(one.origin).word,
        "media_urls": pictures,
    }


def _pictures(reports: Sequence[Report]) -> defaultdict[int, list[int]]:
    """Report → numbers of its released pictures."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Photo.objects.filter(report__in=reports, released_at__isnull=False).order_by("number")
    for report, number in rows.values_list("report_id", "number"):
        found[report].append(number)
    return found


def updates(asked: Asked) -> Iterator[dict[str, Any]]:
    """What the public may read of each step, the earliest first: the usual extension `servicerequestupdates`."""
    rows = ReportLine.objects.filter(public=True, report__released_at__isnull=False)
    rows = rows.exclude(report__state=State.MERGED)
    if asked.ids:
        rows = rows.filter(report__code__in=asked.ids)
    else:
        since, until = asked.updated_since or asked.since, asked.updated_until or asked.until
        rows = rows.filter(
            Q(recorded_at__gte=since) if since else Q(), Q(recorded_at__lte=until) if until else Q()
        )
    for line in _page(rows.select_related("report").order_by("recorded_at", "pk"), asked):
        said = Said(line, public=True)
        yield {
            "update_id": str(line.pk),
            "service_request_id": line.report.code,
            "status": "closed" if line.what in ("publish", "refuse", "merge", "close") else "open",
            "updated_datetime": w3c(line.recorded_at),
            "description": f"{said.sentence}: {said.text}" if said.text else said.sentence,
            "media_url": None,
        }
