"""A form as its browser sent it, read into the report that it asks for; whether it came just now or waited in a storm."""

from __future__ import annotations

import datetime as dt
import math
from uuid import UUID

from django.http import HttpRequest

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language
from dothi.reports import photos
from dothi.reports.actions.receiving import Arrival, Spot
from dothi.reports.actions.stepping import LONGEST_TEXT
from dothi.reports.identity import vault
from dothi.reports.intake import formkey
from dothi.reports.matching import proposing
from dothi.reports.matching.proposing import Stop
from dothi.reports.models import Door
from dothi.reports.plates.models import Plate
from dothi.reports.plates.queries import scanned


def plate_of(request: HttpRequest) -> tuple[str, Plate | None]:
    """The code that the address names, and the plate where it holds."""
    code = str(request.resolver_match.kwargs.get("plate", "")) if request.resolver_match else ""
    return code, scanned(code) if code else None


def stop_of(request: HttpRequest) -> Stop | None:
    """An emergency is called, not written: always by its category, by the words until the writer says that it is none."""
    stop = proposing.stop_of(request.POST.get("category", "")[:120])
    if stop is None and not request.POST.get("calm"):
        stop = proposing.stop_for(request.POST.get("text", "")[:LONGEST_TEXT])
    return stop


def arrival_of(request: HttpRequest, form: UUID, sent_at: dt.datetime | None = None) -> Arrival:
    """`sent_at`: of a form that waited. Raises BadRequest (a position that is no number, a telephone that is none, what is no picture),
    TooLarge."""
    category, text = request.POST.get("category", "")[:120], request.POST.get("text", "")
    return Arrival(
        text=text,
        category=category,
        spot=_spot(request),
        door=Door.PLATE if plate_of(request)[1] else Door.WEB,
        contact=vault.contact_of("", request.POST.get("phone", "")[:40], "", language()),
        pictures=photos.examined(request.FILES.getlist("photos")),
        key=formkey.report_key(form),
        link=formkey.link_token(form),
        why=proposing.why(category, text[:LONGEST_TEXT], accepted=request.POST.get("proposed") == category),
        sent_at=sent_at,
    )


def _spot(request: HttpRequest) -> Spot:
    """Raises BadRequest: a position that is no number."""
    told = {name: request.POST.get(name, "").strip()[:30] for name in ("lon", "lat", "accuracy")}
    try:
        lon, lat, accuracy = (
            float(told[name]) if told[name] else None for name in ("lon", "lat", "accuracy")
        )
    except ValueError as error:
        raise BadRequest("report-place-outside") from error
    known = accuracy is not None and math.isfinite(accuracy) and accuracy >= 0
    return Spot(request.POST.get("place", "")[:300], lon, lat, accuracy if known else None)
