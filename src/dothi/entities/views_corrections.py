"""The form by which a data steward corrects one value, with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dothi.accounts.asker import scope_of
from dothi.accounts.models import Person
from dothi.entities import corrections, meaning, queries
from dothi.entities.core.rows import Quality
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("connectors.manage")
def entity_correct(request: HttpRequest, urn: str) -> HttpResponse:
    """`attr` and `at` (the instant of the value) name what is corrected."""
    scope = scope_of(request)
    entity = queries.entity(urn, scope)
    given = request.POST if request.method == "POST" else request.GET
    found = corrections.instant(scope, urn, given.get("attr", "")[:200], _instant(given.get("at", "")))
    context: dict[str, Any] = {
        "entity": entity,
        "found": found,
        "label": meaning.attribute(found.attr, entity.types),
        "unit": meaning.unit(found.unit_code),
        "qualities": [one.name.lower() for one in corrections.QUALITIES],
        "now_quality": found.quality.name.lower(),
        "told": request.POST,
    }
    if request.method != "POST":
        return render(request, "entities/correct.html", context)
    assert isinstance(request.user, Person)
    try:
        corrections.correct(scope, found, _told(request), by=request.user)
    except Conflict as error:
        return render(request, "entities/correct.html", {**context, "error": message_of(error)}, status=409)
    except (BadRequest, DothiError) as error:
        return render(request, "entities/correct.html", {**context, "error": message_of(error)}, status=422)
    messages.success(request, t("entities-corrected"))
    return redirect("entity", urn)


def _told(request: HttpRequest) -> corrections.Correction:
    quality, revision = request.POST.get("quality", "typed"), request.POST.get("revision", "")
    if quality not in (one.name.lower() for one in corrections.QUALITIES) or not revision.isdecimal():
        raise BadRequest("correction-malformed")
    return corrections.Correction(
        request.POST.get("value", "")[:1000],
        Quality[quality.upper()],
        request.POST.get("reason", ""),
        int(revision[:9]),
    )


def _instant(text: str) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadRequest("correction-malformed")
    return at
