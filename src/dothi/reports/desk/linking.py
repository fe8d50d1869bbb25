"""What a report has to do with in other rooms: a case, an alarm, a thing of the city, a camera, a call. Linked by whoever sees both."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from dothi.accounts.models import Person
from dothi.calls import queries as calls
from dothi.entities import queries as entities
from dothi.incidents import actions as incidents
from dothi.incidents import kinds
from dothi.incidents import queries as cases
from dothi.incidents.joining import sources
from dothi.incidents.joining.sources import Source
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.permissions import Scope
from dothi.reports import queries
from dothi.reports.actions.stepping import action
from dothi.reports.desk.models import Link
from dothi.reports.models import Report
from dothi.reports.telling import tell, write
from dothi.rules.alarms import queries as alarms

CAMERA = "Camera"  # type of Smart Data Models
REACH_M, MOST_NEAR = 150.0, 6  # of things of the city that are proposed


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of another room, as it is linked."""

    kind: str
    reference: str
    url: str
    title: str = ""


@action
def link(report: Report, reference: str, *, by: Person) -> Link:
    """Links what `reference` names: SC-…, CG-…, an alarm's number, an id `urn:…`; a case learns of it, too. Linked twice it is linked once.

    Raises NotAllowed, BadRequest (names nothing), NotFound (there is none that this person sees)."""
    _refuse_stranger(by)
    thing = find(reference.strip()[:400], by)
    row, new = Link.objects.get_or_create(
        report=report, kind=thing.kind, reference=thing.reference, ended_at=None,
        defaults={"url": thing.url, "title": thing.title[:200], "made_at": clock.now(), "made_by": by},
    )  # fmt: skip
    if new:
        _tell_case(report, thing, by)
        write(report, "linked", "", by, kind=thing.kind, reference=thing.reference)
        tell("reports.linked", report, kind=thing.kind, reference=thing.reference)
    return row


@action
def unlink(row: Link, *, by: Person) -> None:
    """It has nothing to do with it. Raises NotAllowed, NotFound (the thing is none that this person sees)."""
    _refuse_stranger(by)
    find(row.reference, by)
    if Link.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=clock.now(), ended_by=by):
        write(row.report, "unlinked", "", by, kind=row.kind, reference=row.reference)


@action
def open_case(report: Report, severity: str, *, by: Person) -> Incident:
    """Opens a case from the report, once: it stands there with its place, its category and nobody's words.

    Raises NotAllowed, BadRequest (no such severity)."""
    source = Source("report", report.code, report.path, title=kinds.name_of(report.category))
    standing = sources.cases_of("report", report.code).filter(sources__opened_it=True).first()
    if standing is not None:
        return standing
    try:
        case = incidents.open_incident(
            title=f"{kinds.name_of(report.category, 'vi')} ({report.code})", kind=report.category, severity=severity, by=by,
            unit_id=report.unit_id, agency_id=by.agency_id, lon=report.lon, lat=report.lat, place=report.place, origin=report.origin,
            source=source,
        )  # fmt: skip
    except Conflict as error:
        return cases.get_incident(str(error.fields["code"]), by.scope("incidents.view"))
    link(report, case.code, by=by)
    return case


def find(reference: str, by: Person) -> Thing:
    """What people call so, in the rooms that this person sees. Raises BadRequest, NotFound."""
    name = reference.upper()
    if reference.startswith("urn:"):
        found = entities.entity(reference, by.scope("entities.view"))
        kind = Link.Kind.CAMERA if CAMERA in found.types else Link.Kind.ENTITY
        return Thing(kind, found.urn, reverse("entity", args=[found.urn]), found.name)
    if name.startswith("CG-"):
        call = calls.get_call(name, by.scope("calls.view"))
        return Thing(Link.Kind.CALL, call.code, reverse("call", args=[call.code]))
    if reference.isdecimal() and len(reference) < 12:
        alarm = alarms.get_alarm(int(reference), by.scope("alarms.view"))
        return Thing(Link.Kind.ALARM, reference, reverse("alarm", args=[alarm.pk]), str(alarm))
    if "-" in name:
        case = cases.get_incident(name, by.scope("incidents.view"))
        return Thing(Link.Kind.INCIDENT, case.code, reverse("incident", args=[case.code]), case.title)
    raise BadRequest("report-link-names-nothing", reference=reference[:60])


def _tell_case(report: Report, thing: Thing, by: Person) -> None:
    """A case that this person works on shows the report among what belongs to it."""
    if thing.kind != Link.Kind.INCIDENT:
        return
    try:
        case = cases.get_workable(thing.reference, by.scope("incidents.work"))
    except NotFound:
        return
    if case.is_open:
        title = kinds.name_of(report.category)
        sources.attach(case, Source("report", report.code, report.path, title=title), by=by)


def links_of(report: Report) -> list[Link]:
    return list(report.links.filter(ended_at__isnull=True).select_related("made_by").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A link as somebody sees it who may see the thing: its title as it is now."""

    pk: int
    thing: Thing


def seen(report: Report, by: Person) -> tuple[list[Seen], int]:
    """The links whose things this person may see, and how many there are besides: of those nothing is told."""
    rows = links_of(report)
    told = [Seen(row.pk, thing) for row in rows if (thing := _found(row.reference, by)) is not None]
    return told, len(rows) - len(told)


def _found(reference: str, by: Person) -> Thing | None:
    try:
        return find(reference, by)
    except (NotFound, NotAllowed):
        return None


def reports_of(kind: str, reference: str, scope: Scope) -> QuerySet[Report]:
    """The other side of the link: the reports of this scope that have to do with a thing, the newest first."""
    linked = Link.objects.filter(kind=kind, reference=reference[:400], ended_at__isnull=True)
    rows = queries.visible(scope).filter(pk__in=linked.values("report_id"))
    return rows.order_by("-received_at", "-pk")


def nearby(report: Report, by: Person) -> list[Thing]:
    """Cameras and things of the city around, the nearest first, to be linked with one press."""
    if report.lon is None or report.lat is None or not (scope := by.scope("entities.view")):
        return []
    types = [CAMERA, *(name for name, _ in entities.types(scope) if name != CAMERA)][:12]
    found = [
        (metres, one)
        for name in types
        for one, metres in entities.nearest(
            name, report.lon, report.lat, scope, within_m=REACH_M, limit=3, attrs=()
        )
    ]
    linked = {one.reference for one in links_of(report)}
    near = [one for _metres, one in sorted(found, key=lambda each: each[0]) if one.urn not in linked]
    return [Thing("camera" if CAMERA in one.types else "entity", one.urn, "", one.name) for one in near[:MOST_NEAR]]  # fmt: skip


def _refuse_stranger(by: Person) -> None:
    if not (by.may("reports.work") or by.may("reports.route")):
        raise NotAllowed(permission="reports.work")
