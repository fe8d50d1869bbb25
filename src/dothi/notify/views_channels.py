"""Channels on screens: which there are and how they are, one, its form, a test of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.connectors.channels.acting import shown
from dothi.connectors.channels.screens import Screens
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import settings as declared
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import requires
from dothi.notify import actions_channels as actions
from dothi.notify import course, queries, receipts
from dothi.notify.channels.kinds import get_kind, kinds
from dothi.notify.forms_channels import ChannelForm
from dothi.notify.models import Channel, ChannelSecret

SCREENS = Screens("notify", ChannelForm, actions, get_kind)


def health_of(channel: Channel) -> tuple[str, str]:
    """Shape and string key: off, down, doubtful, well, or never used."""
    standing = getattr(channel, "standing", None)
    if not channel.is_on:
        return "nodata", "notify-health-off"
    if standing is None:
        return "nodata", "notify-health-unused"
    if standing.failures >= course.TIRED:
        return "critical", "notify-health-down"
    return ("medium", "notify-health-doubtful") if standing.failures else ("normal", "notify-health-well")


@requires("notify.view")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel in scope, and the kinds that a person may add."""
    context = {
        "rows": [(one, *health_of(one)) for one in queries.channels(scope_of(request))],
        "kinds": [one for one in kinds().values() if one.code != "demo_outbox" or declared.read("DEMO")],
        "may_manage": person_of(request).may("notify.manage"),
    }
    return render(request, "notify/channels.html", context)


@requires("notify.view")
@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: how it is set up and how it is; secrets are never shown, the address of receipts to its managers alone."""
    found = queries.get_channel(code, scope_of(request))
    kind = kinds().get(found.kind)
    settings, secrets = shown(kind, found)
    may_manage = person_of(request).scope("notify.manage").covers(found.unit_id, found.agency_id)
    shape, word = health_of(found)
    context = {
        "channel": found, "standing": getattr(found, "standing", None), "shape": shape, "word": word,
        "settings": settings, "secrets": secrets, "may_manage": may_manage,
        "receipts": _receipts(request, found) if may_manage and kind and kind.read else "",
    }  # fmt: skip
    return render(request, "notify/channel.html", context)


def _receipts(request: HttpRequest, found: Channel) -> str:
    try:
        path = reverse("notify-receipts", args=[found.code, receipts.token_of(found)])
    except (ChannelSecret.DoesNotExist, SourceError):
        return ""
    base = str(declared.read("PUBLIC_URL")).rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)


@requires("notify.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new channel of a kind."""
    return SCREENS.add(request, kind)


@requires("notify.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    return SCREENS.change(request, queries.get_channel(code, scope_of(request)))


@requires("notify.manage")
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, with a reason, or on again."""
    return SCREENS.switch(request, queries.get_channel(code, scope_of(request)))


@requires("notify.manage")
@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """One message by this channel; its page says what became of it."""
    found = queries.get_channel(code, scope_of(request))
    try:
        made = actions.try_out(found, request.POST.get("address", ""), by=person_of(request))
    except (BadRequest, Conflict, NotAllowed) as error:
        messages.error(request, message_of(error))
        return redirect("notify-channel", code)
    return redirect("notify-message", made.pk)
