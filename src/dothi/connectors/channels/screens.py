"""The form of a channel and its switch on screens, for every room that has channels; which words and addresses, `room` says.

Addresses: `<room>-channels`, `<room>-channel` (code). Words of kinds are the room's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.forms import areas_on
from dothi.connectors.channels.acting import Kind
from dothi.connectors.channels.forms import ChannelForm
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t


@dataclass(frozen=True, slots=True)
class Screens:
    """`actions`: the room's `add_channel`, `change_channel` and `switch`."""

    room: str
    form: type[ChannelForm]
    actions: ModuleType
    kind: Callable[[str], Kind]

    def add(self, request: HttpRequest, code: str) -> HttpResponse:
        """A new channel of a kind."""
        kind = self.kind(code)
        form = self.form(request.POST or None, kind=kind, scope=scope_of(request))

        def save() -> Any:
            return self.actions.add_channel(
                form.cleaned_data["code"], code, form.described(), settings=form.settings(), by=person_of(request)
            )  # fmt: skip

        return self._saved(request, form, save) or self._page(request, form, kind, None)

    def change(self, request: HttpRequest, found: Any) -> HttpResponse:
        """The same form for one that stands."""
        kind = self.kind(found.kind)
        form = self.form(request.POST or None, kind=kind, scope=scope_of(request), channel=found)

        def save() -> Any:
            return self.actions.change_channel(
                found, form.described(), settings=form.settings(), by=person_of(request), reason=form.cleaned_data["reason"]
            )  # fmt: skip

        return self._saved(request, form, save) or self._page(request, form, kind, found)

    def _saved(self, request: HttpRequest, form: ChannelForm, save: Callable[[], Any]) -> HttpResponse | None:
        if request.method != "POST" or not form.is_valid():
            return None
        try:
            found = save()
        except SettingsRefused as refused:
            form.add_refused(refused)
        except (BadRequest, Conflict, NotAllowed, SourceError) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("connectors-channel-saved", name=found.name))
            return redirect(f"{self.room}-channel", found.code)
        return None

    def _page(self, request: HttpRequest, form: ChannelForm, kind: Kind, found: Any) -> HttpResponse:
        context = {
            "form": form, "kind": kind, "channel": found, "areas": areas_on(clock.today()),
            "every": f"{self.room}-channels", "one": f"{self.room}-channel",
        }  # fmt: skip
        return render(request, "connectors/channel_form.html", context, status=422 if form.errors else 200)

    def switch(self, request: HttpRequest, found: Any) -> HttpResponse:
        """Off, with a reason, or on again."""
        on = request.POST.get("on") == "yes"
        try:
            self.actions.switch(found, on=on, by=person_of(request), reason=request.POST.get("reason", ""))
            word = "connectors-channel-is-on" if on else "connectors-channel-is-off"
            messages.success(request, t(word, name=found.name))
        except (BadRequest, Conflict, NotAllowed) as error:
            messages.error(request, message_of(error))
        return redirect(f"{self.room}-channel", found.code)
