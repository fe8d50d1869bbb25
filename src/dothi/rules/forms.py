"""What people type about alarms and rules, read and typed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.http import QueryDict

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t_lazy
from dothi.rules.expressions import duration
from dothi.rules.models import Kind, Rule, Severity
from dothi.rules.queries import STATES, Box, Filter


def alarm_filter(query: QueryDict) -> Filter:
    """The list's filter from its address; what is not understood is left out."""
    state = query.get("state", "open")
    return Filter(
        state=state if state in STATES else "open",
        severity=_one_of(query.get("severity"), Severity.values),
        kind=_one_of(query.get("kind"), Kind.values),
        unit_id=_number(query.get("unit")),
        agency_id=_number(query.get("agency")),
        entity_type=query.get("type", "")[:120],
        rule_code=query.get("rule", "")[:80],
        text=query.get("q", "").strip()[:100],
    )


def box(text: str) -> Box | None:
    """`w,s,e,n` in degrees; None when empty. Raises BadRequest."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadRequest("alarm-bbox", text=text[:80]) from error
    return west, south, east, north


class RuleForm(forms.Form):
    """What a rule's manager may change; everything becomes a new version."""

    condition = forms.CharField(
        label=t_lazy("rules-condition"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
    )
    clear = forms.CharField(
        label=t_lazy("rules-clear"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "mono"}),
    )
    hold = forms.CharField(label=t_lazy("rules-hold"), help_text=t_lazy("rules-duration-help"))
    no_data_after = forms.CharField(
        label=t_lazy("rules-no-data-after"), help_text=t_lazy("rules-duration-help")
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
    valid_from = forms.DateField(
        label=t_lazy("rules-valid-from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=t_lazy("rules-valid-from-help"),
    )
    reason = forms.CharField(label=t_lazy("rules-reason"), max_length=500)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, rule: Rule, data: QueryDict | None = None, *, newest: int | None = None) -> None:
        super().__init__(data, initial=_initial(rule) | {"seen": newest, "valid_from": clock.today()})
        self.fields["valid_from"].widget.attrs["min"] = clock.today().isoformat()
        self.fields["reason"].required = not self.is_preview
        for name in ("no_data_after",) if rule.kind == Kind.THRESHOLD else ("condition", "clear", "hold"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("hold", "no_data_after"):
            if cleaned.get(name):
                try:
                    cleaned[name] = duration(cleaned[name])
                except BadRequest:
                    self.add_error(name, str(t_lazy("rules-duration-help")))
        return cleaned

    @property
    def is_preview(self) -> bool:
        """Is it only asked what the changed rule would have raised?"""
        return self.data.get("act") == "preview"

    @property
    def changes(self) -> dict[str, Any]:
        """What is to change; without a day it is today's."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"reason", "seen"} and not (name == "valid_from" and value is None)
        }


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
    plain = {name: getattr(rule, name) for name in ("condition", "clear", "severity", "words_vi", "words_en")}
    return plain | {"hold": short(rule.hold), "no_data_after": short(rule.no_data_after)}


def _one_of(value: str | None, known: list[str]) -> str:
    return value if value in known else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None
