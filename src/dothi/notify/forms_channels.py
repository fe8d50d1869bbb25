"""The form of a channel to people."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.connectors.channels import forms as channels
from dothi.kernel.i18n import t_lazy
from dothi.notify.actions_channels import Described
from dothi.notify.models import Channel


class ChannelForm(channels.ChannelForm):
    """Its place among those of one way, beside what every channel says."""

    position = forms.IntegerField(
        min_value=0, max_value=1000, initial=0, label=t_lazy("notify-channel-position")
    )

    def standing(self, channel: Channel) -> dict[str, Any]:
        return {**super().standing(channel), "position": channel.position}

    def described(self) -> Described:
        values = self.cleaned_data
        return Described(values["name"], values["agency"], values["area"][0], values["position"])
