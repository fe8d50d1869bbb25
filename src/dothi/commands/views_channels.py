"""Channels to devices on screens: which there are, one, its form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.forms import areas_on
from dothi.commands import actions_channels as actions
from dothi.commands import queries
from dothi.commands.channels.kinds import Kind, get_kind, kinds
from dothi.commands.forms_channels import ChannelForm
from dothi.commands.models import Channel
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


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
    kind = kinds().get(found.kind)
    asked = asking.questions(kind.settings) if kind else ()
    kept = set(found.secrets.values_list("name", flat=True))
    context = {
        "channel": found,
        "settings": [
            (t(_word(kind, one.name)), found.settings[one.name])
            for one in asked
            if kind and found.settings.get(one.name) not in (None, "")
        ],
        "secrets": [t(_word(kind, one.name)) for one in asked if kind and one.name in kept],
        "may_manage": person_of(request).scope("connectors.manage").covers(found.unit_id, found.agency_id),
        "rows": queries.visible(person_of(request).scope("entities.view")).filter(channel=found)[:20],
    }
    return render(request, "commands/channel.html", context)


def _word(kind: Kind, name: str) -> str:
    return f"{kind.words}-{name.replace('_', '-')}"


@requires("connectors.manage")
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
            messages.success(request, t("commands-channel-saved", name=found.name))
            return redirect("commands-channel", found.code)
    return _form(request, form, made, None)


@requires("connectors.manage")
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
            messages.success(request, t("commands-channel-saved", name=found.name))
            return redirect("commands-channel", found.code)
    return _form(request, form, kind, found)


def _form(request: HttpRequest, form: ChannelForm, kind: Kind, found: Channel | None) -> HttpResponse:
    context = {"form": form, "kind": kind, "channel": found, "areas": areas_on(clock.today())}
    return render(request, "commands/channel_form.html", context, status=422 if form.errors else 200)


@requires("connectors.manage")
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, with a reason, or on again."""
    found = queries.get_channel(code, scope_of(request))
    on = request.POST.get("on") == "yes"
    try:
        actions.switch(found, on=on, by=person_of(request), reason=request.POST.get("reason", ""))
        messages.success(
            request, t("commands-channel-is-on" if on else "commands-channel-is-off", name=found.name)
        )
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    return redirect("commands-channel", code)
