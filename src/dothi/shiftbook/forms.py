"""The form of a desk that keeps a book."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.accounts.forms import AgencyChoice
from dothi.accounts.queries import current_agencies
from dothi.duty import queries as duty
from dothi.kernel.i18n import t_lazy
from dothi.kernel.permissions import Scope


class DeskForm(forms.Form):
    """Its area is where its agency sits."""

    code = forms.SlugField(label=t_lazy("shiftbook-field-code"), max_length=60)
    name_vi = forms.CharField(label=t_lazy("shiftbook-field-name-vi"), max_length=120)
    name_en = forms.CharField(label=t_lazy("shiftbook-field-name-en"), max_length=120)
    roster = forms.ChoiceField(
        label=t_lazy("shiftbook-field-roster"), help_text=t_lazy("shiftbook-roster-help"), required=False
    )
    own_only = forms.BooleanField(
        label=t_lazy("shiftbook-field-own-only"), help_text=t_lazy("shiftbook-own-only-help"), required=False
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = AgencyChoice(
            label=t_lazy("shiftbook-field-agency"), queryset=current_agencies(scope)
        )
        rosters = [(one.code, one.name) for one in duty.visible(scope)]
        self.fields["roster"].choices = [("", "—"), *rosters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        agency = told.get("agency")
        return told | ({"unit": agency.unit} if agency else {})
