"""What people type on the pages of the system."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.models import RetentionRule
from dothi.kernel.retention import LONGEST, SHORTEST


class RetentionForm(forms.Form):
    """A time of keeping from a day on. `previewed` holds the days whose preview the person saw: other days are shown first."""

    days = forms.IntegerField(
        min_value=SHORTEST, max_value=LONGEST, label=t_lazy("web-system-retention-days")
    )
    valid_from = forms.DateField(
        label=t_lazy("web-system-retention-since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.CharField(max_length=200, label=t_lazy("web-system-retention-purpose"))
    source = forms.CharField(
        max_length=200, label=t_lazy("web-retention-source"), help_text=t_lazy("web-retention-source-help")
    )
    certainty = forms.ChoiceField(label=t_lazy("web-retention-certainty"))
    reason = forms.CharField(max_length=500, label=t_lazy("web-retention-reason"))

    def __init__(self, *args: Any, current: RetentionRule, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {"days": current.days, "valid_from": today, "purpose": current.purpose}
        super().__init__(*args, **kwargs)
        words = [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]
        self.fields["days"].help_text = t("web-retention-days-help", lowest=SHORTEST, highest=LONGEST)
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        self.fields["certainty"].choices = words  # type: ignore[attr-defined]
        self.fields["certainty"].initial = Certainty.DESIGN

    @property
    def is_confirmed(self) -> bool:
        """Was it these days that the person saw the preview of?"""
        return self.data.get("previewed") == str(self.cleaned_data["days"])

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, as `retention.set_time` takes it."""
        return dict(self.cleaned_data)
