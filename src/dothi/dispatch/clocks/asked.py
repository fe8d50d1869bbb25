"""What a reader of the clocks asks for: a period, a service, and which clock the groups show."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import QueryDict

from dothi.calls.queries import services_in_force
from dothi.dispatch.clocks.clocks import RESPONSE, Measure
from dothi.dispatch.clocks.figures import Period
from dothi.kernel import clock, moments
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy

LENGTHS = {"1": 1, "7": 7, "30": 30, "90": 90}  # days to choose from
LONGEST = dt.timedelta(days=366)


def period(query: QueryDict) -> Period:
    """The last so many days up to now, or two days of Viet Nam (the second included); a year at most. What is not understood is left out."""
    service = query.get("service", "")[:40].replace("\0", "")
    since, until = moments.day(query.get("since")), moments.day(query.get("until"))
    if since and until and since <= until:
        ends = _begins(until + dt.timedelta(days=1))
        return Period(max(_begins(since), ends - LONGEST), ends, service)
    now = clock.now().replace(microsecond=0) + dt.timedelta(seconds=1)
    return Period(now - dt.timedelta(days=LENGTHS.get(query.get("days", ""), 7)), now, service)


def today(service: str = "") -> Period:
    now = clock.now()
    return Period(_begins(clock.today()), now, service)


def last_hour(service: str = "") -> Period:
    now = clock.now()
    return Period(now - dt.timedelta(hours=1), now, service)


def measure(query: QueryDict) -> Measure:
    """The clock that hours, kinds and severities are shown of."""
    known = {one.value: one for one in RESPONSE}
    return known.get(query.get("clock", ""), Measure.TOTAL)


def service_names() -> dict[str, str]:
    """What services are called today, by code."""
    return {row.code: f"{row.code} · {row.name}" for row in services_in_force()}


def _begins(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.VIETNAM)


class TargetForm(forms.Form):
    """The city's own target of a clock, from a day on."""

    measure = forms.ChoiceField(label=t_lazy("dispatch-field-measure"))
    service = forms.ChoiceField(label=t_lazy("dispatch-field-service"), required=False)
    within_s = forms.IntegerField(min_value=1, label=t_lazy("dispatch-field-within-s"))
    share = forms.IntegerField(min_value=1, max_value=100, initial=90, label=t_lazy("dispatch-field-share"))
    valid_from = forms.DateField(
        label=t_lazy("dispatch-field-valid-from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(
        max_length=200, label=t_lazy("dispatch-field-source"), help_text=t_lazy("dispatch-target-source-help")
    )
    certainty = forms.ChoiceField(label=t_lazy("dispatch-field-certainty"))
    reason = forms.CharField(max_length=500, label=t_lazy("dispatch-target-reason"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "measure": [(one.value, t(f"dispatch-clock-{one.value}")) for one in RESPONSE],
            "service": [("", t("dispatch-clocks-every-service")), *service_names().items()],
            "certainty": [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        today = clock.today()
        self.fields["valid_from"].initial = today
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        self.fields["certainty"].initial = Certainty.DESIGN
