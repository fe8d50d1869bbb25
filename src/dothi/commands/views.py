"""Screens of commands: what waits and what became of the others, one command, and the form that asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.commands import actions, catalogue, queries
from dothi.commands.forms import case_of, coordinates
from dothi.commands.models import Command
from dothi.entities import queries as entities
from dothi.kernel.asked import key_of
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

PAGE = 50
MOST = 20  # entities of one panel


@require_safe
@requires("entities.view")
def commands(request: HttpRequest) -> HttpResponse:
    """What waits for this person's consent, then all, the newest first."""
    return render(request, "commands/list.html", _listed(request))


@require_safe
@requires("entities.view")
def command_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "commands/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    person = person_of(request)
    return {
        "waiting": list(queries.waiting_for(person)[:PAGE]),
        "page": Paginator(queries.visible(scope_of(request)), PAGE).get_page(request.GET.get("page")),
        "sees_channels": person.may("connectors.view"),
    }


@require_safe
@requires("entities.view")
def of_entities(request: HttpRequest) -> HttpResponse:
    """The panel on the page of an entity, an alarm or a case: what may be asked of these devices and of those near by, and what was."""
    told = request.GET
    place = coordinates(told.get("lon", ""), told.get("lat", ""))
    devices = queries.devices(told.getlist("entity")[:MOST], person_of(request), place)
    return render(request, "commands/_of.html", {"devices": devices, "case": case_of(told.get("case", ""))})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("commands.ask")
def ask(request: HttpRequest, code: str, urn: str) -> HttpResponseBase:
    """The form of one command on one entity."""
    person, kind = person_of(request), catalogue.get_kind(code)
    entity = entities.entity(urn, person.scope("entities.view"))
    given = {
        name: request.POST.get(name, "")[: actions.LONGEST] for name in ("value", "reason", "key", "case")
    }
    context: dict[str, Any] = {
        "kind": kind,
        "entity": entity,
        "given": given,
        "shown": entity.value(kind.told["attribute"]),
    }
    if request.method != "POST":
        given |= {"key": str(uuid4()), "case": case_of(request.GET.get("case", ""))}
        return render(request, "commands/ask.html", context)
    try:
        made = actions.ask(
            kind,
            urn,
            value=given["value"],
            key=_key(given["key"]),
            reason=given["reason"],
            incident=case_of(given["case"]),
            by=person,
        )
    except (BadRequest, Conflict) as error:
        context["error"] = message_of(error)
        return render(
            request, "commands/ask.html", context, status=409 if isinstance(error, Conflict) else 422
        )
    messages.success(request, t("commands-asked-waits" if made.needs_second else "commands-asked"))
    return redirect("command", made.pk)


def _key(text: str) -> UUID:
    if (key := key_of(text)) is None:
        raise BadRequest("command-form-old")
    return key


@require_safe
@requires("entities.view")
def command_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One command with its course."""
    return render(request, "commands/command.html", _shown(request, pk))


@require_safe
@requires("entities.view")
def command_part(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes while one looks."""
    return render(request, "commands/_command.html", _shown(request, pk))


def _shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    command, person = queries.get_command(pk, scope_of(request)), person_of(request)
    place = (command.unit_id, command.agency_id)
    may_consent = person.scope("commands.consent").covers(*place)
    waits = command.state == Command.State.WAITING
    entity = entities.latest([command.urn], [command.attribute], scope_of(request)).get(command.urn)
    return {
        "command": command,
        "shown": entity.value(command.attribute) if entity else None,
        "same_case": bool(command.incident) and person.may("incidents.view"),
        "may_decide": waits and may_consent and command.asked_by_id != person.pk,
        "waits_for_other": waits and command.asked_by_id == person.pk,
        "may_cancel": command.may_be_cancelled
        and (may_consent or person.scope("commands.ask").covers(*place)),
    }


@require_POST
@requires("commands.consent")
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's yes."""
    return _done(request, pk, lambda one: actions.consent(one, by=person_of(request)), "commands-consented")


@require_POST
@requires("commands.consent")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's no."""
    reason = request.POST.get("reason", "")
    return _done(
        request, pk, lambda one: actions.refuse(one, by=person_of(request), reason=reason), "commands-refused"
    )


@require_POST
@requires("entities.view")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back before it is sent; whether this person may is the action's to say."""
    reason = request.POST.get("reason", "")
    return _done(
        request,
        pk,
        lambda one: actions.cancel(one, by=person_of(request), reason=reason),
        "commands-cancelled",
    )


def _done(request: HttpRequest, pk: int, act: Any, said: str) -> HttpResponse:
    command = queries.get_command(pk, person_of(request).scope("entities.view"))
    try:
        act(command)
        messages.success(request, t(said))
    except (BadRequest, Conflict) as error:
        return _told(request, pk, error)
    return redirect("command", pk)


def _told(request: HttpRequest, pk: int, error: DothiError) -> HttpResponse:
    context = {**_shown(request, pk), "error": message_of(error)}
    status = 409 if isinstance(error, Conflict) else 422
    return render(request, "commands/command.html", context, status=status)
