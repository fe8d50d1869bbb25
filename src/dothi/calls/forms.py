"""What people type about calls and lines, read and typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from dothi.accounts.models import Agency
from dothi.calls import queries
from dothi.calls.models import Call
from dothi.kernel import clock, moments
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.permissions import Scope

STATES = ("open", "all", *Call.State.values)


@dataclass(frozen=True, slots=True)
class Asked:
    """The list's filter; what is not understood is left out."""

    state: str = "all"
    service: str = ""
    day: dt.date | None = None
    text: str = ""


def asked(query: QueryDict) -> Asked:
    state = query.get("state", "all")
    return Asked(
        state=state if state in STATES else "all",
        service=query.get("service", "")[:40],
        day=moments.day(query.get("day")),
        text=query.get("q", "").strip()[:100],
    )


class NamedForm(forms.Form):
    """What may be changed of a line in force."""

    name = forms.CharField(max_length=200, label=t_lazy("calls-line-name"))
    source = forms.CharField(max_length=200, label=t_lazy("calls-line-source"))
    certainty = forms.ChoiceField(label=t_lazy("calls-line-certainty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]
        self.fields["certainty"].choices = words  # type: ignore[attr-defined]
        self.fields["certainty"].initial = Certainty.DESIGN


class LineForm(NamedForm):
    """A new line. Its area is that of its agency."""

    number = forms.CharField(max_length=20, label=t_lazy("calls-line-number"))
    service = forms.ChoiceField(required=False, label=t_lazy("calls-line-service"))
    agency = forms.ModelChoiceField(Agency.objects.none(), label=t_lazy("calls-agency"))
    valid_from = forms.DateField(
        label=t_lazy("calls-line-from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        required=False,
        label=t_lazy("calls-line-to"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("number", "name", "service", "agency", "valid_from", "valid_to", "source", "certainty")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = Agency.objects.exclude(valid_to__lte=clock.today()).order_by("name_vi")
        self.fields["agency"].queryset = scope.restrict(living, "unit_id", "pk")  # type: ignore[attr-defined]
        services = [(one.code, f"{one.code} – {one.name}") for one in queries.services_in_force()]
        self.fields["service"].choices = [("", t("calls-line-no-service")), *services]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = clock.today()
