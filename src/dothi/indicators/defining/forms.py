"""What people type about an indicator, read and typed."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.accounts.forms import Day
from dothi.accounts.models import Agency
from dothi.indicators.defining.checking import ACROSS, OF_HISTORY, QUALITY, WORDS
from dothi.indicators.models import Better, Over
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.facts import all_facts
from dothi.kernel.i18n import named, t, t_lazy
from dothi.kernel.said import plain

_AREA = forms.Textarea(attrs={"rows": 2})
_SQL = forms.Textarea(attrs={"rows": 3, "class": "mono", "spellcheck": "false", "autocapitalize": "off"})
_LONGEST = 2000


def _field(
    name: str, longest: int = 200, *, needed: bool = True, helps: bool = False, **more: Any
) -> forms.CharField:
    label = t_lazy(f"indicators-form-{name}")
    if helps:
        more["help_text"] = t_lazy(f"indicators-form-{name}-help")
    return forms.CharField(label=label, max_length=longest, required=needed, **more)


def _number(name: str) -> forms.FloatField:
    return forms.FloatField(label=t_lazy(f"indicators-form-{name}"), required=False)


class DraftForm(forms.Form):
    """One definition. Which parts a figure word needs is judged by `checking.refuse_unsound`, in words."""

    code = forms.SlugField(label=t_lazy("indicators-form-code"), max_length=79)
    name_vi, name_en = _field("name-vi"), _field("name-en")
    about_vi = _field("about-vi", 2000, needed=False, widget=_AREA)
    about_en = _field("about-en", 2000, needed=False, widget=_AREA)
    figure = forms.ChoiceField(label=t_lazy("indicators-form-figure"))
    over = forms.ChoiceField(label=t_lazy("indicators-form-over"), initial=Over.MONTH)
    fact = forms.ChoiceField(label=t_lazy("indicators-form-fact"), required=False)
    numerator = _field("numerator", _LONGEST, needed=False, helps=True, widget=_SQL)
    denominator = _field("denominator", _LONGEST, needed=False, helps=True, widget=_SQL)
    where = _field("where", _LONGEST, needed=False, widget=_SQL)
    entity_type = _field("entity-type", 120, needed=False, helps=True)
    attribute = _field("attribute", 120, needed=False)
    above, at_most = _number("above"), _number("at-most")
    across = forms.ChoiceField(label=t_lazy("indicators-form-across"), required=False)
    unit_code = _field("unit-code", 10, helps=True)
    better = forms.ChoiceField(label=t_lazy("indicators-form-better"))
    owner = forms.ChoiceField(label=t_lazy("indicators-form-owner"), required=False)
    source = _field("source", 600)
    legal_basis = _field("legal-basis", 600, needed=False)
    certainty = forms.ChoiceField(label=t_lazy("indicators-form-certainty"), initial=Certainty.DESIGN)
    lowest, highest = _number("lowest"), _number("highest")
    most_change, least_count = _number("most-change"), _number("least-count")

    def __init__(
        self, *args: Any, code: str = "", fields: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("figure", [(one, t(f"indicators-figure-{one}")) for one in WORDS])
        self._choose("over", [(one, t(f"indicators-over-{one}")) for one in Over.values])
        self._choose("better", [(one, t(f"indicators-better-{one}")) for one in Better.values])
        self._choose("certainty", [(one, t(f"certainty-{one}")) for one in Certainty.values])
        self._choose("across", [("", "—"), *((one, t(f"indicators-across-{one}")) for one in ACROSS)])
        self._choose("fact", [("", "—"), *((one.name, t(one.words)) for one in all_facts())])
        agencies = Agency.objects.filter(valid_to=None).order_by("name_vi")
        self._choose("owner", [("", "—"), *((one.code, named(one)) for one in agencies)])
        if fields:
            self.initial = {
                **fields,
                **fields.get("parameters", {}),
                **fields.get("quality", {}),
                "code": code,
            }
        if code:
            self.fields["code"].disabled = True
            self.initial["code"] = code

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def told(self) -> dict[str, Any]:
        """The fields of an indicator."""
        clean = {
            name: plain(value) if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        names = (
            "name_vi",
            "name_en",
            "about_vi",
            "about_en",
            "figure",
            "over",
            "unit_code",
            "better",
            "owner",
            "source",
            "legal_basis",
            "certainty",
        )
        history = clean["figure"] in OF_HISTORY
        return {name: clean[name] for name in names} | {
            "entity_type": clean["entity_type"] if history else "",
            "attribute": clean["attribute"] if history else "",
            "parameters": {
                name: clean[name]
                for name in self._parameters(clean["figure"])
                if clean[name] not in ("", None)
            },
            "quality": {name: clean[name] for name in QUALITY if clean[name] is not None},
        }

    @staticmethod
    def _parameters(figure: str) -> tuple[str, ...]:
        if figure == "formula":
            return "fact", "numerator", "denominator", "where"
        return (
            ("above", "at_most")
            if figure in ("count", "share")
            else ("across",)
            if figure in ("typed", "last")
            else ()
        )


class AdoptForm(forms.Form):
    valid_from = Day(label=t_lazy("indicators-form-valid-from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", clock.today())


class TargetForm(forms.Form):
    year = forms.IntegerField(label=t_lazy("indicators-form-year"), min_value=2000, max_value=2100)
    value = forms.FloatField(label=t_lazy("indicators-form-value"))
    unit_code = _field("target-unit", 10, needed=False)  # refused in words by the action
    target_source = _field("source", 600)
    target_certainty = forms.ChoiceField(label=t_lazy("indicators-form-certainty"), initial=Certainty.DESIGN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target_certainty"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, t(f"certainty-{one}")) for one in Certainty.values]
        self.initial.setdefault("year", clock.today().year)
