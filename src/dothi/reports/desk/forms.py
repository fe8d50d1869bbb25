"""What people type at the officers' desk."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.accounts.forms import Day
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy
from dothi.reports.desk.models import AnswerTemplate


class TemplateForm(forms.Form):
    code = forms.SlugField(max_length=60, label=t_lazy("reports-template-code"), help_text=t_lazy("reports-template-code-help"))  # fmt: skip
    kind = forms.ChoiceField(label=t_lazy("reports-template-kind"))
    name = forms.CharField(max_length=120, label=t_lazy("reports-template-name"))
    text = forms.CharField(max_length=4000, label=t_lazy("reports-template-text"), help_text=t_lazy("reports-template-text-help"), widget=forms.Textarea(attrs={"rows": 5}))  # fmt: skip
    valid_from = Day(label=t_lazy("reports-row-from"))
    source = forms.CharField(max_length=200, label=t_lazy("reports-row-source"))
    certainty = forms.ChoiceField(label=t_lazy("reports-row-certainty"))

    def __init__(self, data: Any = None, *, begun: AnswerTemplate | None) -> None:
        names = ("code", "kind", "name", "text", "source", "certainty")
        told = {name: getattr(begun, name) for name in names} if begun else {"certainty": Certainty.DESIGN}
        super().__init__(data, initial={"valid_from": clock.today(), **told})
        self.fields["kind"].choices = [(one, t(f"reports-template-kind-{one}")) for one in AnswerTemplate.Kind.values]  # type: ignore[attr-defined] # fmt: skip
        self.fields["certainty"].choices = [(one, f"{one} – {t(f'certainty-{one}')}") for one in Certainty.values]  # type: ignore[attr-defined] # fmt: skip
