"""What people type about alarms, read and typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t, t_lazy
from dothi.rules.alarms.guides import Seed
from dothi.rules.alarms.models import AlarmGuide, Hidden
from dothi.rules.alarms.queries import STATES as TABS
from dothi.rules.alarms.queries import Box, Filter
from dothi.rules.models import Kind, Severity

STATES = (*TABS, "active")
GRAVE = "critical,high"  # the guide counts them together


def alarm_filter(query: QueryDict) -> Filter:
    """The list's filter from its address; what is not understood is left out."""
    state = query.get("state", "open")
    return Filter(
        state=state if state in STATES else "open",
        severity=_one_of(query.get("severity"), [*Severity.values, GRAVE]),
        kind=_one_of(query.get("kind"), Kind.values),
        unit_id=number(query.get("unit")),
        agency_id=number(query.get("agency")),
        entity_type=query.get("type", "")[:120],
        rule_code=query.get("rule", "")[:80],
        text=query.get("q", "").strip()[:100],
        urn=query.get("entity", "")[:500],
        rang_from=moment(query.get("from")),
        rang_until=moment(query.get("until")),
        hidden=_one_of(query.get("hidden"), [*Hidden.values, "any"]),
        before=moment(query.get("before")),
    )


def shelved_until(sent: QueryDict) -> dt.datetime:
    """`hours` from now, or `until` as a minute of Viet Nam. Raises BadRequest."""
    hours = sent.get("hours", "")
    if hours:
        try:
            return clock.now() + dt.timedelta(hours=float(hours))
        except (ValueError, OverflowError) as error:
            raise BadRequest("alarm-shelve-until") from error
    found = moment(sent.get("until"))
    if found is None:
        raise BadRequest("alarm-shelve-until")
    return found


def review_day(sent: QueryDict) -> dt.date:
    """`review_on`. Raises BadRequest."""
    try:
        return dt.date.fromisoformat(sent.get("review_on", ""))
    except ValueError as error:
        raise BadRequest("alarm-review-day-missing") from error


def moment(text: str | None) -> dt.datetime | None:
    """A time in ISO, a day without a zone is Viet Nam's; None where it cannot be read."""
    try:
        found = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=clock.VIETNAM)).astimezone(dt.UTC)
    except OverflowError:  # the year 1
        return None


def box(text: str) -> Box | None:
    """`w,s,e,n` in degrees; None when empty. Raises BadRequest."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadRequest("alarm-bbox", text=text[:80]) from error
    return west, south, east, north


def number(value: str | None) -> int | None:
    """A key of a row; "²" is a digit to Python, and no number."""
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


def numbers(values: list[str]) -> set[int]:
    return {found for value in values if (found := number(value)) is not None}


def _one_of(value: str | None, known: list[str]) -> str:
    return value if value in known else ""


class GuideForm(forms.Form):
    """A figure that alarms are measured against, from a day on."""

    value = forms.IntegerField(label=t_lazy("alarms-guide-value"))
    valid_from = forms.DateField(
        label=t_lazy("alarms-guide-from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(
        max_length=200, label=t_lazy("alarms-guide-source"), help_text=t_lazy("alarms-guide-source-help")
    )
    certainty = forms.ChoiceField(label=t_lazy("alarms-guide-certainty"))
    reason = forms.CharField(max_length=500, label=t_lazy("alarms-guide-reason"))

    def __init__(self, *args: Any, seed: Seed, current: AlarmGuide, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {"value": round(current.value), "valid_from": today}
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs |= {"min": seed.lowest, "max": seed.highest}
        self.fields["value"].help_text = t("alarms-guide-range", lowest=seed.lowest, highest=seed.highest)
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        words = [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]
        self.fields["certainty"].choices = words  # type: ignore[attr-defined]
        self.fields["certainty"].initial = Certainty.DESIGN
