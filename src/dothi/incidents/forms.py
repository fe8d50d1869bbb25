"""What people type about incidents, read and typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from dothi.incidents import kinds
from dothi.incidents.models import Status
from dothi.incidents.queries import Filter
from dothi.incidents.workflow import State
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t_lazy
from dothi.rules.models import Severity

STATES = ("open", *Status.values, "all")


def incident_filter(query: QueryDict, person_id: int) -> Filter:
    """The list's filter from its address; what is not understood is left out."""
    state = query.get("state", "open")
    return Filter(
        state=state if state in STATES else "open",
        severity=query.get("severity", "") if query.get("severity") in Severity.values else "",
        unit_id=number_of(query.get("unit")),
        agency_id=number_of(query.get("agency")),
        mine=person_id if query.get("mine") else None,
        text=query.get("q", "").strip()[:100],
    )


def state_of(text: str) -> State:
    """A state from a form. Raises BadRequest."""
    try:
        return State(text)
    except ValueError as error:
        raise BadRequest("incident-state", state=text[:20]) from error


class OpenForm(forms.Form):
    """An incident opened by hand, where no alarm stands behind it."""

    title = forms.CharField(label=t_lazy("incidents-what"), max_length=200)
    kind = forms.ChoiceField(
        label=t_lazy("incidents-kind"),
        required=False,
    )
    severity = forms.ChoiceField(
        label=t_lazy("incidents-severity"),
        choices=[(value, t_lazy(f"web-severity-{value}")) for value in Severity.values],
        initial=Severity.MEDIUM,
    )
    unit = forms.ChoiceField(label=t_lazy("incidents-unit"), required=False)

    def __init__(
        self,
        units: list[tuple[Any, str]],
        may_everywhere: bool,
        data: QueryDict | None = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = [("", "—"), *kinds.choices()]  # type: ignore[attr-defined]
        blank = [("", "—")] if may_everywhere else []
        self.fields["unit"].choices = [*blank, *units]  # type: ignore[attr-defined]
        self.fields["unit"].required = not may_everywhere


def ids_of(text: str) -> frozenset[int]:
    """Ids that a form carries, `3,7`; what is none is left out."""
    return frozenset(int(one) for one in text.split(",") if one.isdecimal() and len(one) < 19)


def number_of(value: str | None) -> int | None:
    """An id from an address; None: it is none."""
    return int(value) if value and value.isdecimal() and len(value) < 19 else None
