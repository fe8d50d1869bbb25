"""What people type when they confirm a year or a day."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.accounts.forms import Day
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy

KINDS = ("holiday", "tet", "off", "works")


class _Said(forms.Form):
    """By which notice, on whose word."""

    notice = forms.CharField(
        max_length=120, label=t_lazy("rules-calendar-notice"), help_text=t_lazy("rules-calendar-notice-help")
    )
    source = forms.CharField(max_length=200, label=t_lazy("rules-calendar-source"))
    certainty = forms.ChoiceField(label=t_lazy("rules-calendar-certainty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]
        self.fields["certainty"].choices = words  # type: ignore[attr-defined]


class YearForm(_Said):
    field_order = ["notice", "issued_on", "source", "certainty", "reason"]
    issued_on = Day(required=False, label=t_lazy("rules-calendar-issued-on"))


class DayForm(_Said):
    """One day of the year that the page shows."""

    field_order = ["date", "kind", "name_vi", "name_en", "notice", "source", "certainty", "reason"]
    date = Day(label=t_lazy("rules-calendar-date"))
    kind = forms.ChoiceField(label=t_lazy("rules-calendar-kind"))
    name_vi = forms.CharField(required=False, max_length=200, label=t_lazy("rules-calendar-name-vi"))
    name_en = forms.CharField(required=False, max_length=200, label=t_lazy("rules-calendar-name-en"))
    reason = forms.CharField(max_length=500, label=t_lazy("rules-calendar-reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one, t(f"rules-calendar-kind-{one}")) for one in KINDS]  # type: ignore[attr-defined]

    @property
    def columns(self) -> dict[str, Any]:
        """As `confirm_day` takes them."""
        told = dict(self.cleaned_data)
        kind = told.pop("kind")
        return {**told, "off": kind != "works", "tet": kind == "tet"}
