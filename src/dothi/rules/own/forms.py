"""What a person types of a city's own rule, beside the sentence that every rule has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dothi.accounts.forms import AgencyChoice, AreaField
from dothi.accounts.models import Agency, Person
from dothi.accounts.queries import current_agencies
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t_lazy
from dothi.rules.clauses import NOW
from dothi.rules.forms import SentenceForm
from dothi.rules.models import Kind, Rule
from dothi.rules.sentence.offered import subjects

_TEXT = {"rows": 3}


class NewRuleForm(SentenceForm):
    """A whole rule. What it is called and says stands in both languages; where a text is left out, it is made of the sentence."""

    attributes = forms.MultipleChoiceField(
        label=t_lazy("rules-new-awaited"), widget=forms.CheckboxSelectMultiple, required=False
    )
    name_vi = forms.CharField(label=t_lazy("rules-field-name-vi"), max_length=200)
    name_en = forms.CharField(
        label=t_lazy("rules-field-name-en"),
        max_length=200,
        required=False,
        help_text=t_lazy("rules-new-name-en-help"),
    )
    advice_vi = forms.CharField(
        label=t_lazy("rules-field-advice-vi"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_TEXT),
    )
    advice_en = forms.CharField(
        label=t_lazy("rules-field-advice-en"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_TEXT),
    )
    area = AreaField()
    agency = AgencyChoice(
        queryset=Agency.objects.none(), required=False, label=t_lazy("rules-owner"), empty_label=t_lazy("rules-owner-of-entity")
    )  # fmt: skip
    source = forms.CharField(
        label=t_lazy("rules-source"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=t_lazy("rules-new-source-help"),
    )  # fmt: skip
    certainty = forms.ChoiceField(
        label=t_lazy("rules-field-certainty"), initial=Certainty.DESIGN,
        choices=[(mark, t_lazy(f"certainty-{mark}")) for mark in ("D", "S", "S2", "M")],
    )  # fmt: skip
    legal = forms.BooleanField(label=t_lazy("rules-new-legal"), required=False)

    def __init__(
        self,
        base: Rule,
        by: Person,
        data: Mapping[str, str] | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(base, data, shown=shown)
        known = subjects(base.entity_type, ())
        self.fields["attributes"].choices = [(each.name, each.label) for each in known if each.name != NOW]  # type: ignore[attr-defined]
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = current_agencies(by.scope("rules.manage"))
        if base.kind == Kind.NO_DATA:
            self.fields["attributes"].required = True
        else:
            del self.fields["attributes"]
        for name in ("name_vi", "source"):
            self.fields[name].required = self.data.get("act") != "preview"

    @property
    def made(self) -> dict[str, Any]:
        """The columns of the rule."""
        fields = {
            name: value for name, value in self.cleaned_data.items() if name not in ("area", "together_area")
        }
        unit, group = self.cleaned_data["area"]
        fields["name_en"] = fields["name_en"] or fields["name_vi"]
        fields["advice_en"] = fields["advice_en"] or fields["advice_vi"]
        return fields | {"unit": unit, "group": group}
