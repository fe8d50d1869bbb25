"""Over which days a rule is tried."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from dothi.kernel import clock
from dothi.kernel.i18n import t_lazy
from dothi.rules.dryrun.actions import LONGEST
from dothi.rules.dryrun.trying import Span

DAYS = (7, 30, 90)
USUAL = 30
FIRST = 2000  # the year; before the year 1 the database gives times back that Python does not know


class SpanForm(forms.Form):
    """The last days, or from one day to another (both inclusive, Viet Nam's days)."""

    days = forms.TypedChoiceField(
        label=t_lazy("rules-try-days"),
        choices=[(n, t_lazy("rules-try-last-days", days=n)) for n in DAYS],
        coerce=int, required=False, initial=USUAL,
    )  # fmt: skip
    since = forms.DateField(
        label=t_lazy("rules-try-since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=t_lazy("rules-try-until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if (since is None) != (until is None):
            self.add_error("until" if since else "since", str(t_lazy("rules-try-both-days")))
        elif (
            since
            and until
            and not (
                dt.timedelta(0) <= until - since < LONGEST and since.year >= FIRST and since <= clock.today()
            )
        ):
            self.add_error("since", str(t_lazy("rules-try-days-wrong", days=LONGEST.days)))
        return cleaned

    def span(self) -> Span:
        now = clock.now()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until:
            ends = dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min, clock.VIETNAM)
            return Span(dt.datetime.combine(since, dt.time.min, clock.VIETNAM), min(ends, now))
        return Span(now - dt.timedelta(days=self.cleaned_data.get("days") or USUAL), now)
