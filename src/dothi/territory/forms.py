"""Forms of groups and of the import. They read what was typed; whether it may be is the actions' business."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from dothi.kernel import clock
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t_lazy
from dothi.territory import queries
from dothi.territory.models import UnitGroup
from dothi.territory.overlaps import TOLERANCE

MOST_FILES = 8


class Day(forms.DateField):
    """A day by the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class GroupForm(forms.Form):
    """A new group, or (with `group`) its names and members from a day on."""

    code = forms.SlugField(
        max_length=60, label=t_lazy("territory-group-code"), help_text=t_lazy("territory-group-code-hint")
    )
    name_vi = forms.CharField(max_length=160, label=t_lazy("territory-group-name-vi"))
    name_en = forms.CharField(max_length=160, required=False, label=t_lazy("territory-group-name-en"))
    members = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        label=t_lazy("territory-group-members"),
        help_text=t_lazy("territory-group-members-hint"),
    )
    day = Day(label=t_lazy("territory-group-from"))
    reason = forms.CharField(max_length=500, required=False, label=t_lazy("territory-reason"))

    def __init__(self, *args: Any, group: UnitGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group is not None:
            del self.fields["code"]
            self.fields["day"].label = t_lazy("territory-group-change-on")

    def clean(self) -> dict[str, Any]:
        """`unit_ids` from the codes, as they stand on the day: a code alone names nothing."""
        values = super().clean() or {}
        day: dt.date = values.get("day") or clock.today()
        ids = []
        for code in re.findall(r"\d+", values.get("members", "")):
            try:
                ids.append(queries.get_unit(code, day).pk)
            except DothiError as error:
                self.add_error("members", message_of(error))
        values["unit_ids"] = ids
        return values


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImportForm(forms.Form):
    """The first step: files and the day they speak of. `uploads` are read from the request (several at once)."""

    uploads = forms.FileField(
        widget=ManyFiles(attrs={"multiple": True}), label=t_lazy("territory-import-files"), required=False
    )
    on = Day(
        required=False, label=t_lazy("territory-import-on"), help_text=t_lazy("territory-import-on-hint")
    )
    province = forms.RegexField(r"^\d{2}$", required=False, label=t_lazy("territory-import-province"))
    decree = forms.CharField(max_length=200, required=False, label=t_lazy("territory-import-decree"))
    tolerance = forms.FloatField(
        min_value=0, max_value=0.5, initial=TOLERANCE, label=t_lazy("territory-import-tolerance"),
        widget=forms.NumberInput(attrs={"step": "0.001"}),
    )  # fmt: skip
    mend = forms.BooleanField(required=False, label=t_lazy("territory-import-mend"))
    reason = forms.CharField(max_length=500, required=False, label=t_lazy("territory-reason"))
