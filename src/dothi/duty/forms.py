"""What people type about rosters, policies and routes, read and typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dothi.accounts.models import Agency, Person
from dothi.duty.models import Pattern, Policy, Roster, Route, Step
from dothi.duty.policies import MOST_STEPS, Gathering, Planned
from dothi.duty.rota import Hours
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.permissions import Scope
from dothi.kernel.said import plain
from dothi.rules.models import Severity
from dothi.territory.models import Unit

RESERVED = frozenset({"new"})  # a word of our addresses
_HOURS = re.compile(r"(?P<begin>\d{1,2}:\d{2})\s{0,4}[-–]\s{0,4}(?P<end>\d{1,2}:\d{2})$")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MINUTE = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RosterChange(forms.Form):
    """Names, desk, telephone."""

    name_vi = forms.CharField(label=t_lazy("duty-field-name-vi"), max_length=120)
    name_en = forms.CharField(label=t_lazy("duty-field-name-en"), max_length=120)
    desk = forms.CharField(label=t_lazy("duty-field-desk"), max_length=120, required=False)
    phone = forms.CharField(label=t_lazy("duty-field-phone"), max_length=40, required=False)


class RosterNew(RosterChange):
    """A new post."""

    field_order = ("code", "name_vi", "name_en", "agency")
    code = forms.SlugField(label=t_lazy("duty-field-code"), max_length=60, help_text=t_lazy("duty-code-hint"))
    agency = forms.ModelChoiceField(
        label=t_lazy("duty-field-agency"), queryset=Agency.objects.none(), required=False
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only = scope.agency_ids
        agencies = Agency.objects.order_by("name_vi")
        self.fields["agency"].queryset = agencies if only is None else agencies.filter(pk__in=only)  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED:
            raise ValidationError(t("error-duty-roster-taken", roster=code))
        return code


class PatternForm(forms.Form):
    """The shifts of a day and the crews in turn, a line for each."""

    valid_from = forms.DateField(label=t_lazy("duty-field-valid-from"), widget=_DAY)
    days = forms.ChoiceField(label=t_lazy("duty-field-days"))
    shifts = forms.CharField(
        label=t_lazy("duty-field-shifts"),
        help_text=t_lazy("duty-shifts-hint"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    crews = forms.CharField(
        label=t_lazy("duty-field-crews"),
        help_text=t_lazy("duty-crews-hint"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    keeps = forms.IntegerField(
        label=t_lazy("duty-field-keeps"),
        help_text=t_lazy("duty-keeps-hint"),
        min_value=0,
        max_value=366,
        initial=0,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(one, t(f"duty-days-{one}")) for one in Pattern.Days.values]  # type: ignore[attr-defined]

    def clean_shifts(self) -> list[Hours]:
        return [hours_of(line) for line in _lines(self.cleaned_data["shifts"])]

    def clean_crews(self) -> list[list[Person]]:
        return [people_named(line) for line in _lines(self.cleaned_data["crews"])]


class OverrideForm(forms.Form):
    """Other people for a time, or nobody."""

    begins_at = forms.DateTimeField(label=t_lazy("duty-field-begins-at"), widget=_MINUTE)
    ends_at = forms.DateTimeField(label=t_lazy("duty-field-ends-at"), widget=_MINUTE)
    people = forms.CharField(
        label=t_lazy("duty-field-people"),
        help_text=t_lazy("duty-people-hint"),
        max_length=1000,
        required=False,
    )
    reason = forms.CharField(label=t_lazy("duty-field-reason"), max_length=300)

    def clean_people(self) -> list[Person]:
        return people_named(self.cleaned_data["people"])


class SwapForm(forms.Form):
    """One of my shifts for one of somebody else's, or for none. Values: `<begin>|<end>|<person>`."""

    mine = forms.ChoiceField(label=t_lazy("duty-swap-mine"))
    other = forms.ModelChoiceField(label=t_lazy("duty-field-other"), queryset=Person.objects.none())
    theirs = forms.ChoiceField(
        label=t_lazy("duty-swap-theirs"), required=False, help_text=t_lazy("duty-swap-theirs-hint")
    )
    reason = forms.CharField(label=t_lazy("duty-field-reason"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        mine: Sequence[tuple[str, str]],
        theirs: Sequence[tuple[str, str]],
        people: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mine"].choices = mine  # type: ignore[attr-defined]
        self.fields["theirs"].choices = [("", "—"), *theirs]  # type: ignore[attr-defined]
        self.fields["other"].queryset = Person.objects.filter(pk__in=list(people)).order_by("full_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        theirs, other = given.get("theirs"), given.get("other")
        if theirs and other and int(theirs.split("|")[2]) != other.pk:
            self.add_error("theirs", t("duty-swap-theirs-other", person=str(other)))
        return given


class PolicyForm(forms.Form):
    """What a version of a policy has beside its steps."""

    name_vi = forms.CharField(label=t_lazy("duty-field-name-vi"), max_length=120)
    name_en = forms.CharField(label=t_lazy("duty-field-name-en"), max_length=120)
    valid_from = forms.DateField(label=t_lazy("duty-field-valid-from"), widget=_DAY)
    repeats = forms.IntegerField(
        label=t_lazy("duty-field-repeats"), min_value=0, max_value=Policy.MOST_REPEATS, initial=0
    )
    last_wait = forms.IntegerField(label=t_lazy("duty-last-wait"), min_value=1, max_value=1440, initial=5)
    gather_from = forms.IntegerField(
        label=t_lazy("duty-field-gather-from"),
        help_text=t_lazy("duty-gather-hint"),
        min_value=2,
        max_value=1000,
        required=False,
    )
    gather_window = forms.IntegerField(
        label=t_lazy("duty-gather-window"), min_value=1, max_value=1440, required=False
    )
    gather_wait = forms.DecimalField(
        label=t_lazy("duty-gather-wait"), min_value=0, max_value=60, decimal_places=2, required=False
    )
    source = forms.CharField(label=t_lazy("duty-field-source"), max_length=200)
    certainty = forms.ChoiceField(label=t_lazy("duty-field-certainty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certainty"].choices = certainties()  # type: ignore[attr-defined]
        self.fields["certainty"].initial = Certainty.DESIGN

    def gathering(self) -> Gathering | None:
        """Of a form that is valid; None: each thing is called for alone."""
        told = self.cleaned_data
        if not told["gather_from"]:
            return None
        window, wait = told["gather_window"] or 10, told["gather_wait"] or 0
        return Gathering(told["gather_from"], window * 60, int(wait * 60))


class PolicyNew(PolicyForm):
    field_order = ("code",)
    code = forms.SlugField(label=t_lazy("duty-field-code"), max_length=60)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in RESERVED or Policy.objects.filter(code=code).exists():
            raise ValidationError(t("error-duty-policy-taken", policy=code))
        return code


class StepForm(forms.Form):
    """One step; without a kind the line is left out."""

    kind = forms.ChoiceField(label=t_lazy("duty-field-kind"), required=False)
    wait = forms.DecimalField(
        label=t_lazy("duty-step-wait"),
        min_value=0,
        max_value=1440,
        decimal_places=2,
        initial=0,
        required=False,
    )
    importance = forms.ChoiceField(label=t_lazy("duty-field-importance"), required=False)
    roster = forms.ModelChoiceField(
        label=t_lazy("duty-field-roster"), queryset=Roster.objects.none(), required=False
    )
    first_only = forms.BooleanField(label=t_lazy("duty-field-first-only"), required=False)
    people = forms.CharField(label=t_lazy("duty-field-people"), max_length=500, required=False)
    agency = forms.ModelChoiceField(
        label=t_lazy("duty-field-agency"), queryset=Agency.objects.none(), required=False
    )
    url = forms.CharField(label=t_lazy("duty-field-url"), max_length=500, required=False)
    only_from = forms.TimeField(label=t_lazy("duty-field-only-from"), widget=_CLOCK, required=False)
    only_to = forms.TimeField(label=t_lazy("duty-field-only-to"), widget=_CLOCK, required=False)
    only_count = forms.IntegerField(
        label=t_lazy("duty-field-only-count"), min_value=1, max_value=1000, required=False
    )
    only_window = forms.IntegerField(
        label=t_lazy("duty-step-window"), min_value=1, max_value=1440, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", "—"), *((one, t(f"duty-step-{one}")) for one in Step.Kind.values)]
        fields["importance"].choices = [(one, t(f"duty-importance-{one}")) for one in Step.Importance.values]
        fields["roster"].queryset = Roster.objects.order_by("name_vi")
        fields["agency"].queryset = Agency.objects.order_by("name_vi")

    def clean_people(self) -> list[Person]:
        return people_named(self.cleaned_data["people"])

    def planned(self) -> Planned | None:
        """The step, of a form that is valid."""
        told = self.cleaned_data
        if not told.get("kind"):
            return None
        return Planned(
            told["kind"], int((told["wait"] or 0) * 60), told["importance"] or Step.Importance.HIGH, told["roster"], told["agency"],
            tuple(one.pk for one in told["people"]), told["first_only"], plain(told["url"]), told["only_from"], told["only_to"],
            told["only_count"], told["only_window"] * 60 if told["only_window"] else None,
        )  # fmt: skip


StepForms = forms.formset_factory(StepForm, extra=3, max_num=MOST_STEPS, absolute_max=MOST_STEPS)


class RouteForm(forms.Form):
    """Which policy for what, from a day on."""

    code = forms.SlugField(label=t_lazy("duty-field-code"), max_length=60)
    position = forms.IntegerField(
        label=t_lazy("duty-field-position"),
        min_value=1,
        max_value=9999,
        help_text=t_lazy("duty-position-hint"),
    )
    about = forms.ChoiceField(label=t_lazy("duty-field-about"))
    severities = forms.MultipleChoiceField(
        label=t_lazy("duty-field-severities"), required=False, help_text=t_lazy("duty-severities-hint")
    )
    rule_code = forms.SlugField(label=t_lazy("duty-field-rule-code"), max_length=80, required=False)
    agency = forms.ModelChoiceField(
        label=t_lazy("duty-field-agency"), queryset=Agency.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(
        label=t_lazy("duty-field-unit"), queryset=Unit.objects.none(), required=False
    )
    policy_code = forms.ChoiceField(label=t_lazy("duty-field-policy-code"), required=False)
    valid_from = forms.DateField(label=t_lazy("duty-field-valid-from"), widget=_DAY)
    valid_to = forms.DateField(label=t_lazy("duty-field-valid-to"), widget=_DAY, required=False)
    source = forms.CharField(label=t_lazy("duty-field-source"), max_length=200)
    certainty = forms.ChoiceField(label=t_lazy("duty-field-certainty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["about"].choices = [(one, t(f"duty-about-{one}")) for one in Route.About.values]
        fields["severities"].choices = [(one, t(f"web-severity-{one}")) for one in Severity.values]
        fields["agency"].queryset = Agency.objects.order_by("name_vi")
        fields["unit"].queryset = Unit.objects.filter(valid_to__isnull=True).order_by("level", "name")
        held = Policy.current(clock.today())
        fields["policy_code"].choices = [
            ("", t("duty-nobody")),
            *((code, held[code].name) for code in sorted(held)),
        ]
        fields["certainty"].choices = certainties()
        fields["certainty"].initial = Certainty.DESIGN


def certainties() -> list[tuple[str, str]]:
    return [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]


def hours_of(line: str) -> Hours:
    """`Ca đêm 22:00-06:00`: it ends on the next day where the end is not after the begin. Raises ValidationError."""
    found = _HOURS.search(line)
    if found is None:
        raise ValidationError(t("duty-shift-wrong", line=line[:80]))
    start, end = _minutes(found["begin"], line), _minutes(found["end"], line)
    if start >= 1440:
        raise ValidationError(t("duty-shift-wrong", line=line[:80]))
    return Hours(line[: found.start()].strip(" -–:")[:60], start, end if end > start else end + 1440)


def line_of(hours: Hours) -> str:
    """As `hours_of` reads it."""
    return f"{hours.name} {clock_of(hours.start)}-{clock_of(hours.end)}".strip()


def clock_of(minutes: int) -> str:
    return "24:00" if minutes == 1440 else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _minutes(text: str, line: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValidationError(t("duty-shift-wrong", line=line[:80]))
    return hour * 60 + minute


def people_named(line: str) -> list[Person]:
    """People by their user names, separated by commas, in this order. Raises ValidationError that names the unknown one."""
    names = [name for part in re.split(r"[,;\s]+", plain(line)) if (name := part.strip())]
    known = {
        one.username.lower(): one
        for one in Person.objects.filter(username__in=[*names, *(name.lower() for name in names)])
    }
    for name in names:
        if name.lower() not in known:
            raise ValidationError(t("duty-person-unknown", name=name[:60]))
    return [known[name] for name in dict.fromkeys(name.lower() for name in names)]


def _lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := plain(one))]


def minute_of(text: str) -> dt.datetime:
    """As our own choices carry it."""
    return dt.datetime.fromisoformat(text)
