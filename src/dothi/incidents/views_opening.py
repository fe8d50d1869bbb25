"""A case is opened: from an alarm by one click, by hand, or by hand from something that was seen (a camera, a thing of the city)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.entities import queries as entities
from dothi.entities.queries import Entity
from dothi.incidents import actions, forms, queries
from dothi.incidents.joining.sources import Source
from dothi.kernel.errors import Conflict
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules.alarms import queries as alarms

CAMERA = "Camera"  # type of Smart Data Models


@require_POST
@requires("incidents.open")
def open_from_alarm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One click on an alarm; a second one lands on the same incident."""
    alarm = alarms.get_alarm(pk, scope_of(request))
    incident, is_new = actions.open_from_alarm(alarm, by=person_of(request))
    messages.success(
        request, t("incidents-opened-now" if is_new else "incidents-was-open", code=incident.code)
    )
    return redirect(f"/incidents/{incident.code}/")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("incidents.open")
def open_by_hand(request: HttpRequest) -> HttpResponseBase:
    """Opens a case in one of the person's own units. `about`: id of the entity that it is opened from, one that this person sees."""
    scope, person = scope_of(request), person_of(request)
    given = request.POST if request.method == "POST" else request.GET
    about = _about(given.get("about", ""), person)
    form = forms.OpenForm(
        queries.units_to_open_in(scope),
        scope.everywhere,
        request.POST if request.method == "POST" else None,
        initial={"unit": about.unit_id} if about else {},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            incident = actions.open_incident(
                title=data["title"],
                kind=data["kind"],
                severity=data["severity"],
                unit_id=int(data["unit"]) if data["unit"] else None,
                agency_id=person.agency_id,
                by=person,
                **_from(about),
            )
        except Conflict as error:  # sent twice: the second lands on the same incident
            messages.info(request, message_of(error))
            return redirect(f"/incidents/{error.fields['code']}/")
        messages.success(request, t("incidents-opened-now", code=incident.code))
        return redirect(f"/incidents/{incident.code}/")
    return render(request, "incidents/open.html", {"form": form, "about": about})


def _about(urn: str, person: Person) -> Entity | None:
    """Raises NotFound, also for what this person may not see."""
    return entities.entity(urn[:400], person.scope("entities.view")) if urn else None


def _from(about: Entity | None) -> dict[str, Any]:
    """What the entity says of the case: where it is, and that the case came from it."""
    if about is None:
        return {}
    kind = "camera" if CAMERA in about.types else "entity"
    source = Source(kind, about.name, reverse("entity", args=[about.urn]), title=about.urn)
    return {"urn": about.urn, "lon": about.lon, "lat": about.lat, "place": about.name, "source": source}
