"""Channels on screens: which there are and how they are, one, its form, a test of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.forms import areas_on
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock
from dothi.kernel import settings as declared
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.notify import actions_channels as actions
from dothi.notify import course, queries, receipts
from dothi.notify.channels.kinds import Kind, get_kind, kinds
from dothi.notify.forms_channels import ChannelForm
from dothi.notify.models import Channel, ChannelSecret


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
    asked = asking.questions(kind.settings) if kind else ()
    kept = set(found.secrets.values_list("name", flat=True))
    may_manage = person_of(request).scope("notify.manage").covers(found.unit_id, found.agency_id)
    shape, word = health_of(found)
    context = {
        "channel": found, "standing": getattr(found, "standing", None), "shape": shape, "word": word,
        "settings": [
            (t(_word(kind, one.name)), found.settings[one.name])
            for one in asked
            if kind and found.settings.get(one.name) not in (None, "")
        ],
        "secrets": [t(_word(kind, one.name)) for one in asked if kind and one.name in kept],
        "may_manage": may_manage,
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


def _word(kind: Kind, name: str) -> str:
    return f"{kind.words}-{name.replace('_', '-')}"


@requires("notify.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new channel of a kind."""
    made = get_kind(kind)
    form = ChannelForm(request.POST or None, kind=made, scope=scope_of(request))
    if request.method == "POST" and form.is_valid():
        code, by = form.cleaned_data["code"], person_of(request)
        try:
            found = actions.add_channel(code, kind, form.described(), settings=form.settings(), by=by)
        except SettingsRefused as refused:
            form.add_refused(refused)
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("notify-channel-saved", name=found.name))
            return redirect("notify-channel", found.code)
    return _form(request, form, made, None)


@requires("notify.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    found = queries.get_channel(code, scope_of(request))
    kind = get_kind(found.kind)
    form = ChannelForm(request.POST or None, kind=kind, scope=scope_of(request), channel=found)
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], person_of(request)
        try:
            actions.change_channel(found, form.described(), settings=form.settings(), by=by, reason=reason)
        except SettingsRefused as refused:
            form.add_refused(refused)
        except (BadRequest, Conflict, NotAllowed, SourceError) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("notify-channel-saved", name=found.name))
            return redirect("notify-channel", found.code)
    return _form(request, form, kind, found)


def _form(request: HttpRequest, form: ChannelForm, kind: Kind, found: Channel | None) -> HttpResponse:
    context = {"form": form, "kind": kind, "channel": found, "areas": areas_on(clock.today())}
    return render(request, "notify/channel_form.html", context, status=422 if form.errors else 200)


@requires("notify.manage")
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, with a reason, or on again."""
    found = queries.get_channel(code, scope_of(request))
    on = request.POST.get("on") == "yes"
    try:
        actions.switch(found, on=on, by=person_of(request), reason=request.POST.get("reason", ""))
        messages.success(
            request, t("notify-channel-is-on" if on else "notify-channel-is-off", name=found.name)
        )
    except (BadRequest, Conflict, NotAllowed) as error:
        messages.error(request, message_of(error))
    return redirect("notify-channel", code)


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
