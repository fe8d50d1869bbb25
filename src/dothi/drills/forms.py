"""What a person says when asking for a drill."""

from __future__ import annotations

from django import forms

from dothi.drills.queries import plans
from dothi.kernel.i18n import t_lazy
from dothi.packs.scenario import said


class MakeForm(forms.Form):
    name = forms.SlugField(
        label=t_lazy("drills-field-name"), max_length=30, help_text=t_lazy("drills-name-help")
    )
    scenario = forms.ChoiceField(label=t_lazy("drills-choose"))
    pace = forms.FloatField(
        label=t_lazy("drills-field-pace"), help_text=t_lazy("drills-pace-help"), min_value=0.1, max_value=600, initial=1
    )  # fmt: skip

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        field = self.fields["scenario"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{said(plan.name)} ({key})") for key, plan in plans().items()]
