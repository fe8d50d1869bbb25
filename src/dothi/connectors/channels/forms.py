"""The form of a channel: what every channel says, and what its kind declares (`sources.asking`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dothi.accounts import queries as accounts
from dothi.accounts.forms import AgencyChoice, AreaField
from dothi.accounts.models import Agency
from dothi.connectors.channels.acting import Described, Kind
from dothi.connectors.forms_sources import SETTING, setting_field
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import SettingsRefused
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.permissions import Scope


class ChannelForm(forms.Form):
    """A new channel, or one that stands (then without its code). A secret that stays empty is kept as it is.

    A room's own form adds its fields (between the area and the settings) and says what was `described`.
    """

    name = forms.CharField(max_length=200, label=t_lazy("connectors-channel-name"))
    code = forms.CharField(
        max_length=60,
        label=t_lazy("connectors-channel-code"),
        help_text=t_lazy("connectors-channel-code-help"),
    )
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("connectors-channel-agency"))
    area = AreaField()
    reason = forms.CharField(max_length=500, required=False, label=t_lazy("connectors-channel-reason"))

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: Kind, scope: Scope, channel: Any = None
    ) -> None:
        super().__init__(data, initial=self.standing(channel) if channel else None)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = accounts.current_agencies(scope)
        del self.fields["code" if channel else "reason"]
        kept = channel.settings if channel else {}
        for one in asking.questions(kind.settings):
            field = setting_field(kind.words, one, kept, stands=channel is not None)
            self.fields[SETTING + one.name] = field
        self.order_fields([name for name in self.fields if name != "reason"])

    def standing(self, channel: Any) -> dict[str, Any]:
        """What the fields show of a channel that stands."""
        unit = channel.unit
        return {
            "name": channel.name,
            "agency": channel.agency_id,
            "area": f"{unit.full_name} · {unit.code}" if unit else "",
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "area" in values and values["area"][1] is not None:
            self.add_error("area", t("connectors-source-area-unit"))
        return values

    def described(self) -> Described:
        """What was typed (after `is_valid`)."""
        raise NotImplementedError

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
