"""What people hand in and say when they change which packs hold."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.kernel.i18n import t_lazy


class HandInForm(forms.Form):
    """One zip file."""

    archive = forms.FileField(
        label=t_lazy("packs-archive"),
        help_text=t_lazy("packs-archive-help"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


class DecisionForm(forms.Form):
    """Why, and what the person saw: the edition in force (0: none) and the files that would follow."""

    reason = forms.CharField(
        label=t_lazy("packs-reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    over = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def again(self, **seen: Any) -> DecisionForm:
        """Empty but for the reason, and with what is seen now."""
        return DecisionForm(initial={"reason": self.data.get("reason", ""), **seen})
