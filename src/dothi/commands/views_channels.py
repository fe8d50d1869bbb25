"""Channels to devices on screens: which there are, one, its form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.commands import actions_channels as actions
from dothi.commands import queries
from dothi.commands.channels.kinds import get_kind, kinds
from dothi.commands.forms_channels import ChannelForm
from dothi.connectors.channels.acting import shown
from dothi.connectors.channels.screens import Screens
from dothi.kernel.permissions import requires

SCREENS = Screens("commands", ChannelForm, actions, get_kind)


@requires("connectors.view")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel in scope, and the kinds that a person may add."""
    context = {
        "rows": queries.channels(scope_of(request)),
        "kinds": [one for one in kinds().values() if one.chosen],
        "may_manage": person_of(request).may("connectors.manage"),
    }
    return render(request, "commands/channels.html", context)


@requires("connectors.view")
@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: whose devices it reaches, and how; secrets are never shown."""
    found = queries.get_channel(code, scope_of(request))
    settings, secrets = shown(kinds().get(found.kind), found)
    context = {
        "channel": found, "settings": settings, "secrets": secrets,
        "may_manage": person_of(request).scope("connectors.manage").covers(found.unit_id, found.agency_id),
        "rows": queries.visible(person_of(request).scope("entities.view")).filter(channel=found)[:20],
    }  # fmt: skip
    return render(request, "commands/channel.html", context)


@requires("connectors.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new channel of a kind."""
    return SCREENS.add(request, kind)


@requires("connectors.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    return SCREENS.change(request, queries.get_channel(code, scope_of(request)))


@requires("connectors.manage")
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, with a reason, or on again."""
    return SCREENS.switch(request, queries.get_channel(code, scope_of(request)))
