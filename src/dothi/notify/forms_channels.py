"""The form of a channel: what every channel says, and what its kind declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dothi.accounts import queries as accounts
from dothi.accounts.forms import AgencyChoice, AreaField
from dothi.accounts.models import Agency
from dothi.connectors.forms_sources import SETTING, setting_field
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import SettingsRefused
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.permissions import Scope
from dothi.notify.actions_channels import Described
from dothi.notify.channels.kinds import Kind
from dothi.notify.models import Channel


class ChannelForm(forms.Form):
    """A new channel, or one that stands (then without its code). A secret that stays empty is kept as it is."""

    name = forms.CharField(max_length=200, label=t_lazy("notify-channel-name"))
    code = forms.CharField(max_length=60, label=t_lazy("notify-channel-code"))
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("notify-channel-agency"))
    area = AreaField()
    position = forms.IntegerField(
        min_value=0, max_value=1000, initial=0, label=t_lazy("notify-channel-position")
    )
    reason = forms.CharField(max_length=500, required=False, label=t_lazy("notify-reason"))

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: Kind, scope: Scope, channel: Channel | None = None
    ) -> None:
        super().__init__(data, initial=_initial(channel) if channel else None)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = accounts.current_agencies(scope)
        del self.fields["code" if channel else "reason"]
        kept = channel.settings if channel else {}
        for one in asking.questions(kind.settings):
            field = setting_field(kind.words, one, kept, stands=channel is not None)
            self.fields[SETTING + one.name] = field
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "area" in values and values["area"][1] is not None:
            self.add_error("area", t("connectors-source-area-unit"))
        return values

    def described(self) -> Described:
        """What was typed (after `is_valid`)."""
        values = self.cleaned_data
        return Described(values["name"], values["agency"], values["area"][0], values["position"])

    def settings(self) -> dict[str, Any]:
        return {
            name.removeprefix(SETTING): value
            for name, value in self.cleaned_data.items()
            if name.startswith(SETTING)
        }

    def add_refused(self, refused: SettingsRefused) -> None:
        """Each reason beside its field."""
        for name, (code, fields) in refused.errors.items():
            self.add_error(SETTING + name, t(f"error-{code}", **fields))


def _initial(channel: Channel) -> dict[str, Any]:
    unit = channel.unit
    return {
        "name": channel.name,
        "agency": channel.agency_id,
        "area": f"{unit.full_name} · {unit.code}" if unit else "",
        "position": channel.position,
    }
