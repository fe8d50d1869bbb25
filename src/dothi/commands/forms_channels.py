"""The form of a channel to devices."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.commands.actions_channels import Described
from dothi.commands.models import Channel
from dothi.connectors.channels import forms as channels
from dothi.kernel.i18n import t, t_lazy


class ChannelForm(channels.ChannelForm):
    """Which devices it reaches, beside what every channel says."""

    urns = forms.CharField(
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mono", "spellcheck": "false"}),
        label=t_lazy("commands-channel-urns"),
        help_text=t_lazy("commands-channel-urns-help"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].help_text = t("commands-channel-agency-help")

    def standing(self, channel: Channel) -> dict[str, Any]:
        return {**super().standing(channel), "urns": "\n".join(channel.urns)}

    def described(self) -> Described:
        values = self.cleaned_data
        return Described(values["name"], values["agency"], values["area"][0], values["urns"].split())
