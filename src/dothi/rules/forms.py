"""What people type about rules, read and typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t_lazy
from dothi.rules.expressions import duration
from dothi.rules.gathering.pack_keys import FARTHEST, LEAST, MOST, NEAREST
from dothi.rules.models import Kind, Rule, Severity
from dothi.rules.schedules.queries import schedule_names

LENGTHS = ("hold", "clear_hold", "no_data_after", "together_within")
TOGETHER = ("together_least", "together_within", "together_radius_m")
UNIT, RADIUS = "unit", "radius"  # where many must come together
_THRESHOLD = ("condition", "clear", "hold", "clear_hold", "together_area", *TOGETHER)


def _cel(label: str, *, required: bool = True) -> forms.CharField:
    attrs = {"rows": 3, "spellcheck": "false", "class": "mono"}
    return forms.CharField(label=t_lazy(label), required=required, widget=forms.Textarea(attrs=attrs))


def _length(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=t_lazy(label), required=required, max_length=12, help_text=t_lazy("rules-duration-help")
    )


class SentenceForm(forms.Form):
    """When a rule raises and clears: its condition, and what the sentence says around it. Of a no-data rule only what it has."""

    condition = _cel("rules-condition")
    clear = _cel("rules-clear", required=False)
    hold = _length("rules-hold", required=False)
    clear_hold = _length("rules-clear-hold", required=False)
    no_data_after = _length("rules-no-data-after")
    schedule = forms.ChoiceField(label=t_lazy("rules-field-schedule"), required=False)
    together_area = forms.ChoiceField(
        label=t_lazy("rules-together"), required=False,
        choices=[(area, t_lazy(f"rules-together-{area or 'each'}")) for area in ("", UNIT, RADIUS)],
    )  # fmt: skip
    together_least = forms.IntegerField(
        label=t_lazy("rules-field-together-least"), required=False, min_value=LEAST, max_value=MOST
    )
    together_within = _length("rules-field-together-within", required=False)
    together_radius_m = forms.IntegerField(
        label=t_lazy("rules-field-together-radius-m"), required=False, min_value=NEAREST, max_value=FARTHEST
    )
    severity = forms.ChoiceField(
        label=t_lazy("rules-severity"),
        choices=[(value, t_lazy(f"web-severity-{value}")) for value in Severity.values],
    )
    words_vi = forms.CharField(
        label=t_lazy("rules-words-vi"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    words_en = forms.CharField(
        label=t_lazy("rules-words-en"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, rule: Rule, data: Mapping[str, str] | None = None, shown: Mapping[str, Any] | None = None
    ) -> None:
        """`shown`: what stands in the fields before anything is sent, where that is not the rule itself (a draft)."""
        super().__init__(data, initial=_initial(rule) | dict(shown or {}))
        always = [("", t_lazy("rules-schedule-always"))]
        self.fields["schedule"].choices = always + sorted(schedule_names().items())  # type: ignore[attr-defined]
        for name in ("no_data_after",) if rule.kind == Kind.THRESHOLD else _THRESHOLD:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in LENGTHS:
            if cleaned.get(name):
                try:
                    cleaned[name] = duration(cleaned[name])
                except BadRequest:
                    self.add_error(name, str(t_lazy("rules-duration-help")))
            elif name in cleaned and name in ("hold", "clear_hold"):
                cleaned[name] = dt.timedelta(0)
        if "together_area" in self.fields:
            self._clean_together(cleaned)
        return cleaned

    def _clean_together(self, cleaned: dict[str, Any]) -> None:
        """Each alone: nothing of it; in one unit: no radius; near each other: all three."""
        area = cleaned.get("together_area", "")
        needed = {"": (), UNIT: TOGETHER[:2], RADIUS: TOGETHER}.get(area, ())
        for name in TOGETHER:
            if name not in needed:
                cleaned[name] = None
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, str(t_lazy("rules-together-needs")))

    @property
    def is_trial(self) -> bool:
        """Is it only asked what the rule would have raised?"""
        return self.data.get("act") in ("try", "preview")


class RuleForm(SentenceForm):
    """What a rule's manager may change; everything becomes a new version. Of a city's own rule, its texts and its source too."""

    name_vi = forms.CharField(label=t_lazy("rules-field-name-vi"), max_length=200)
    name_en = forms.CharField(label=t_lazy("rules-field-name-en"), max_length=200)
    advice_vi = forms.CharField(
        label=t_lazy("rules-field-advice-vi"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    advice_en = forms.CharField(
        label=t_lazy("rules-field-advice-en"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=t_lazy("rules-source"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    certainty = forms.ChoiceField(
        label=t_lazy("rules-field-certainty"),
        choices=[(mark, t_lazy(f"certainty-{mark}")) for mark in Certainty.values],
    )
    valid_from = forms.DateField(
        label=t_lazy("rules-valid-from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=t_lazy("rules-valid-from-help"),
    )
    reason = forms.CharField(label=t_lazy("rules-reason"), max_length=500)
    untried = forms.CharField(
        label=t_lazy("rules-untried"), required=False, max_length=150, help_text=t_lazy("rules-untried-help")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        rule: Rule,
        data: Mapping[str, str] | None = None,
        *,
        newest: int | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> None:
        begins = {"seen": newest, "valid_from": clock.today()}
        super().__init__(rule, data, begins | dict(shown or {}))
        self.fields["valid_from"].widget.attrs["min"] = clock.today().isoformat()
        self.fields["reason"].required = not self.is_trial
        for name in OWN_TEXTS if not rule.is_own else ():
            del self.fields[name]

    @property
    def changes(self) -> dict[str, Any]:
        """What is to change, of the fields that were sent; without a day it is today's."""
        apart = {"reason", "seen", "untried", "together_area"}
        sent = set(self.data) | (set(TOGETHER) if "together_area" in self.data else set())
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in apart and name in sent and not (name == "valid_from" and value is None)
        }


OWN_TEXTS = ("name_vi", "name_en", "advice_vi", "advice_en", "source", "certainty")


def outlived_figures(old: Rule, new: Rule) -> list[str]:
    """Figures that the sentences of a changed rule still name though its conditions no longer do: a limit of yesterday in words."""
    gone = _figures(old.condition, old.clear) - _figures(new.condition, new.clear)
    return sorted(gone & _figures(new.words_vi, new.words_en), key=float)


def _figures(*texts: str) -> set[str]:
    """`200`, `200.0` and `200,0` are one figure; those inside names (`pm25`, `'24h'`) are none."""
    found = re.findall(r"(?<![\w.,'])\d+(?:[.,]\d+)?(?![\w'])", " ".join(texts))
    return {f"{float(figure.replace(',', '.')):g}" for figure in found}


def short(length: dt.timedelta | None) -> str:
    """A duration as it is written: `90m`, `1h`, `2d`."""
    seconds = int(length.total_seconds()) if length else 0
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _initial(rule: Rule) -> dict[str, Any]:
    names = (
        "condition", "clear", "severity", "schedule", "words_vi", "words_en", "together_least", "together_radius_m", *OWN_TEXTS,
    )  # fmt: skip
    plain = {name: getattr(rule, name) for name in names}
    lengths = {name: short(getattr(rule, name)) if getattr(rule, name) else "" for name in LENGTHS}
    area = RADIUS if rule.together_radius_m else UNIT if rule.together_least else ""
    return plain | lengths | {"together_area": area}
