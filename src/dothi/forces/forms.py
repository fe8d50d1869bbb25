"""What people type about units, read and typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from dothi.accounts.models import Agency, Person
from dothi.forces import catalogue
from dothi.forces.models import Force
from dothi.forces.queries import Asked
from dothi.forces.workflow import State
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import named, t, t_lazy
from dothi.kernel.said import plain
from dothi.territory.models import Unit
from dothi.territory.names import folded

RESERVED = frozenset({"new", "rows", "of", "register", "assignments", "check-ins"})  # words of our addresses
_CALL_SIGN = re.compile(r"^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$")


def state_of(text: str) -> State:
    """A state from a form. Raises BadRequest."""
    try:
        return State(text)
    except ValueError as error:
        raise BadRequest("force-state", state=text[:20]) from error


def asked_of(query: QueryDict) -> Asked:
    """The list's filter; what is not understood is left out."""
    text, area = query.get("q", "").strip()[:60], query.get("area", "")
    state = query.get("state", "")[:20]
    return Asked(
        text=text,
        words=folded(text),
        service=query.get("service", "")[:40],
        state=state if state in {"free", *(one.value for one in State)} else "",
        kind=query.get("kind", "")[:60],
        area=int(area) if area.isdecimal() and area.isascii() and len(area) < 10 else None,
    )


class ChangeForm(forms.Form):
    """What a person may change of a unit: its crew, rest and home, its name and the device that says where it is."""

    name = forms.CharField(label=t_lazy("forces-field-name"), max_length=200)
    crew = forms.IntegerField(label=t_lazy("forces-field-crew"), min_value=0, max_value=100)
    crew_minimum = forms.IntegerField(label=t_lazy("forces-field-crew-minimum"), min_value=0, max_value=100)
    rest_minutes = forms.IntegerField(
        label=t_lazy("forces-rest-minutes"),
        help_text=t_lazy("forces-rest-minutes-hint"),
        min_value=0,
        max_value=1440,
        required=False,
    )
    home_name = forms.CharField(label=t_lazy("forces-field-home-name"), max_length=200, required=False)
    home_lon = forms.FloatField(
        label=t_lazy("forces-field-home-lon"), min_value=-180, max_value=180, required=False
    )
    home_lat = forms.FloatField(
        label=t_lazy("forces-field-home-lat"), min_value=-90, max_value=90, required=False
    )
    urn = forms.CharField(
        label=t_lazy("forces-field-urn"),
        help_text=t_lazy("forces-urn-hint"),
        max_length=400,
        required=False,
    )

    def clean_name(self) -> str:
        return _words(self.cleaned_data["name"])

    def clean_urn(self) -> str:
        urn = plain(self.cleaned_data["urn"])
        if urn and not urn.startswith("urn:"):
            raise ValidationError(t("forces-urn-wrong"))
        return urn

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (given.get("home_lon") is None) != (given.get("home_lat") is None):
            self.add_error("home_lat", t("forces-home-half"))
        return given


class NewForm(ChangeForm):
    """A unit that is taken into the register."""

    field_order = ("call_sign", "name", "kind", "agency", "unit")
    call_sign = forms.CharField(
        label=t_lazy("forces-field-call-sign"), help_text=t_lazy("forces-call-sign-hint"), max_length=30
    )
    kind = forms.ChoiceField(label=t_lazy("forces-field-kind"))
    agency = forms.ChoiceField(label=t_lazy("forces-field-agency"))
    unit = forms.ChoiceField(label=t_lazy("forces-field-unit"))

    def __init__(self, *args: Any, person: Person, units: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(catalogue.in_force().kinds.values(), key=lambda one: one.name)
        only = person.scope("forces.manage").agency_ids
        agencies = Agency.objects.all() if only is None else Agency.objects.filter(pk__in=only)
        self.fields["kind"].choices = [(one.code, one.name) for one in kinds]  # type: ignore[attr-defined]
        self.fields["agency"].choices = [(one.pk, named(one)) for one in agencies]  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def clean_call_sign(self) -> str:
        sign = plain(self.cleaned_data["call_sign"])
        if not _CALL_SIGN.match(sign) or sign.lower() in RESERVED:
            raise ValidationError(t("forces-call-sign-wrong"))
        if Force.objects.filter(call_sign__iexact=sign).exists():
            raise ValidationError(t("forces-call-sign-taken", force=sign))
        return sign

    def clean_agency(self) -> Agency:
        return Agency.objects.get(pk=self.cleaned_data["agency"])

    def clean_unit(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["unit"])


def _words(text: str) -> str:
    said = plain(text)
    if not said:
        raise ValidationError(t("forces-name-empty"))
    return said
