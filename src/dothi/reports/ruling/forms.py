"""What people type on the screens of dated rows. Whether it may be is the actions' business."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django import forms

from dothi.accounts.forms import AgencyChoice, AreaField, DatedForm, Day
from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.i18n import t, t_lazy
from dothi.reports import categories, showing
from dothi.reports.categories import ANY
from dothi.reports.models import Competence, Handling, PauseReason, Process

UNITS = ("days", "hours", "clock")  # working days, working hours, hours that run day and night


class Changed(NamedTuple):
    """What a new rule says otherwise, in words."""

    label: str
    before: str
    after: str


class _Dated(DatedForm):
    """A rule that is shown before it is set: from tomorrow on, where nobody says otherwise."""

    previewed: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        tomorrow = clock.today() + dt.timedelta(days=1)
        super().__init__(data, initial={"valid_from": tomorrow, **initial})

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_confirmed(self) -> bool:
        """Was it this that the person saw the preview of?"""
        return self.data.get("previewed") == self.told

    @property
    def told(self) -> str:
        """What the preview depends on, as the page hands it back."""
        sent: Any = self.data  # as a browser sends it: of some fields several values
        return "|".join(",".join(sent.getlist(name)).strip() for name in self.previewed)


class CompetenceForm(_Dated):
    """Which agency, for what, where, from when."""

    field_order = ["category", "area", "agency"]
    previewed = ("category", "area", "agency", "valid_from")
    category = forms.ChoiceField(required=False, label=t_lazy("reports-field-category"))
    area = AreaField()
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("reports-field-agency"))

    def __init__(self, data: Any = None, *, agencies: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self._choose("category", [("", t("reports-row-all-categories")), *categories.choices()])
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["area"].help_text = t("reports-row-area-help")

    def clean_area(self) -> Any:
        unit, group = self.cleaned_data["area"]
        if group:
            raise forms.ValidationError(t("reports-row-area-help"), code="area")
        return unit

    def planned(self) -> Competence:
        """The row as it would stand; not saved."""
        return Competence(**self.columns)

    @property
    def columns(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "category": told["category"],
            "unit": told["area"],
            "agency": told["agency"],
            "valid_from": told["valid_from"],
            "source": told["source"],
            "certainty": told["certainty"],
        }


class EndForm(forms.Form):
    last_day = Day(label=t_lazy("reports-row-last-day"))
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))


class HandlingForm(_Dated):
    """How a category is handled: which of the two processes, how fast, how often more time, what is said instead of a form."""

    field_order = [
        "code", "process", "due_number", "due_unit", "take_number", "take_unit", "extensions", "extended_by", "most_returns",
        "window_days", "most_reopened", "untaken_answer", "inspected", "result_photo", "reviewed", "is_public", "may_ask", "pauses",
        "most_pauses", "near_metres", "near_days", "stop_number", "stop_vi", "stop_en",
    ]  # fmt: skip
    previewed = (*field_order, "valid_from")
    code = forms.ChoiceField(label=t_lazy("reports-field-category"))
    process = forms.ChoiceField(label=t_lazy("reports-field-process"))
    due_number = forms.IntegerField(min_value=1, max_value=999, label=t_lazy("reports-row-due"))
    due_unit = forms.ChoiceField(label=t_lazy("reports-row-due-unit"))
    take_number = forms.IntegerField(min_value=1, max_value=999, label=t_lazy("reports-row-take"))
    take_unit = forms.ChoiceField(label=t_lazy("reports-row-take-unit"))
    extensions = forms.IntegerField(min_value=0, max_value=9, label=t_lazy("reports-row-extensions"))
    extended_by = forms.ChoiceField(label=t_lazy("reports-row-extended-by"))
    most_returns = forms.IntegerField(min_value=0, max_value=9, label=t_lazy("reports-row-returns"))
    window_days = forms.IntegerField(min_value=1, max_value=90, label=t_lazy("reports-row-window"))
    most_reopened = forms.IntegerField(min_value=0, max_value=9, label=t_lazy("reports-row-reopened"))
    result_photo = forms.BooleanField(required=False, label=t_lazy("reports-row-photo"))
    is_public = forms.BooleanField(required=False, label=t_lazy("reports-row-public"))
    untaken_answer = forms.BooleanField(required=False, label=t_lazy("reports-row-untaken"))
    inspected = forms.BooleanField(required=False, label=t_lazy("reports-row-inspected"))
    reviewed = forms.BooleanField(required=False, label=t_lazy("reports-row-reviewed"))
    may_ask = forms.BooleanField(required=False, label=t_lazy("reports-row-may-ask"))
    pauses = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=t_lazy("reports-row-pauses")
    )
    most_pauses = forms.IntegerField(
        min_value=0, max_value=9, initial=2, label=t_lazy("reports-row-most-pauses")
    )
    near_metres = forms.IntegerField(
        required=False,
        min_value=5,
        max_value=1000,
        label=t_lazy("reports-row-near-metres"),
        help_text=t_lazy("reports-row-near-help"),
    )
    near_days = forms.IntegerField(
        required=False, min_value=1, max_value=365, label=t_lazy("reports-row-near-days")
    )
    stop_number = forms.CharField(required=False, max_length=20, label=t_lazy("reports-row-stop-number"))
    stop_vi = forms.CharField(required=False, max_length=300, label=t_lazy("reports-row-stop-vi"))
    stop_en = forms.CharField(required=False, max_length=300, label=t_lazy("reports-row-stop-en"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self._choose("code", [(ANY, t("reports-row-any")), *categories.choices()])
        self._choose("process", [(one, t(f"reports-process-{one}")) for one in Process.values])
        reasons = PauseReason.current(clock.today()).values()
        self._choose("pauses", [(one.code, showing.reason_of(one)) for one in reasons])
        for name in ("due_unit", "take_unit"):
            self._choose(name, [(one, t(f"reports-row-unit-{one}")) for one in UNITS])
        self._choose("extended_by", [(one, t(f"reports-row-by-{one}")) for one in ("desk", "agency")])

    @property
    def columns(self) -> dict[str, Any]:
        """As `set_handling` takes them."""
        told = dict(self.cleaned_data)
        code = told.pop("code")
        due = f"{told.pop('due_unit')}:{told.pop('due_number')}"
        take = f"{told.pop('take_unit')}:{told.pop('take_number')}"
        pauses = told["pauses"] if len(told["pauses"]) < len(self._choices("pauses")) else None
        return {"code": code, "due": due, "take_within": take, **told, "pauses": pauses}

    def changed(self, before: Handling | None) -> list[Changed]:
        """What differs from the rule that would hold without this one."""
        stood = initial_of(before) if before else {}
        names = [name for name in self.field_order if name != "code"]
        told = [
            (name, self._said(name, stood.get(name)), self._said(name, self.cleaned_data[name]))
            for name in names
        ]
        return [Changed(str(self.fields[name].label), old, new) for name, old, new in told if old != new]

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return t("kernel-yes" if value else "kernel-no")
        if value in (None, "", []):
            return "—"
        if isinstance(field, forms.ChoiceField):
            words, chosen = self._choices(name), value if isinstance(value, list) else [value]
            return ", ".join(sorted(words.get(str(one), str(one)) for one in chosen))
        return str(value)

    def _choices(self, name: str) -> dict[str, str]:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        rows: Any = field.choices  # none of ours is grouped, but the category's, which is not asked for
        return {str(value): str(words) for value, words in rows}


def initial_of(row: Handling) -> dict[str, Any]:
    """The form filled with what holds."""
    names = (
        "code", "process", "extensions", "extended_by", "most_returns", "window_days", "most_reopened", "result_photo", "is_public",
        "untaken_answer", "inspected", "reviewed", "may_ask", "most_pauses", "near_metres", "near_days", "stop_number", "stop_vi", "stop_en",
    )  # fmt: skip
    due, take = row.due.partition(":"), row.take_within.partition(":")
    return {name: getattr(row, name) for name in names} | {
        "pauses": list(PauseReason.current(clock.today())) if row.pauses is None else row.pauses,
        "due_unit": due[0],
        "due_number": due[2],
        "take_unit": take[0],
        "take_number": take[2],
    }


class ControllerForm(_Dated):
    """Which agency answers for citizens' data, from when."""

    field_order = ["agency"]
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("reports-data-controller-agency"))

    def __init__(self, data: Any = None, *, agencies: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class PauseReasonForm(_Dated):
    """Why reports may rest: its name as the public reads it, how long at most, who decides."""

    field_order = ["code", "name_vi", "name_en", "most_days", "approved_by"]
    code = forms.SlugField(
        max_length=60,
        label=t_lazy("reports-row-reason-code"),
        help_text=t_lazy("reports-row-reason-code-help"),
    )
    name_vi = forms.CharField(max_length=120, label=t_lazy("reports-row-reason-vi"))
    name_en = forms.CharField(max_length=120, label=t_lazy("reports-row-reason-en"))
    most_days = forms.IntegerField(min_value=1, max_value=250, label=t_lazy("reports-row-most-days"))
    approved_by = forms.ChoiceField(label=t_lazy("reports-row-approved-by"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self._choose("approved_by", [(one, t(f"reports-row-by-{one}")) for one in ("desk", "agency")])
