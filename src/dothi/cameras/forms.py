"""Forms of the register and of grants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from dothi.accounts import looks
from dothi.accounts import queries as accounts
from dothi.accounts.forms import AgencyChoice, Day
from dothi.accounts.models import Agency
from dothi.cameras.actions import Described, Leave
from dothi.cameras.models import Camera, Recorder
from dothi.cameras.queries import Asked
from dothi.cameras.recorders import Told
from dothi.cameras.secrets import Login
from dothi.kernel.i18n import language, t, t_lazy
from dothi.kernel.permissions import Scope
from dothi.territory.names import folded

if TYPE_CHECKING:  # only the type checker's ModelChoiceField takes a type
    RecorderField = forms.ModelChoiceField[Recorder]
else:
    RecorderField = forms.ModelChoiceField


def asked_of(query: QueryDict | Mapping[str, str]) -> Asked:
    """What the list's address asks for."""
    text = query.get("q", "")[:100]
    return Asked(text, folded(text), query.get("state", "")[:10], query.get("group", "")[:60])


def purpose_choices() -> list[tuple[str, str]]:
    english = language() == "en"
    return [(one.code, one.name_en if english else one.name_vi) for one in looks.purposes("camera")]


class CameraForm(forms.Form):
    """A camera that is taken in or described anew. User and password that stay empty are kept as they are."""

    code = forms.SlugField(max_length=60, label=t_lazy("cameras-field-code"))
    name = forms.CharField(max_length=200, label=t_lazy("cameras-field-name"))
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("cameras-field-agency"))
    recorder = RecorderField(
        queryset=Recorder.objects.none(), required=False, label=t_lazy("cameras-field-recorder")
    )
    address = forms.CharField(
        max_length=500, label=t_lazy("cameras-field-address"), help_text=t_lazy("cameras-address-help")
    )
    user = forms.CharField(max_length=100, required=False, label=t_lazy("cameras-user"))
    password = forms.CharField(
        max_length=200,
        required=False,
        strip=False,
        label=t_lazy("cameras-password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=t_lazy("cameras-password-help"),
    )
    lon = forms.FloatField(min_value=-180, max_value=180, label=t_lazy("cameras-field-lon"))
    lat = forms.FloatField(min_value=-90, max_value=90, label=t_lazy("cameras-field-lat"))
    direction = forms.IntegerField(
        min_value=0, max_value=359, required=False, label=t_lazy("cameras-field-direction")
    )
    field_of_view = forms.IntegerField(
        min_value=1, max_value=360, required=False, label=t_lazy("cameras-field-field-of-view")
    )
    groups = forms.CharField(
        max_length=1000,
        required=False,
        label=t_lazy("cameras-field-groups"),
        help_text=t_lazy("cameras-groups-help"),
    )
    purposes = forms.MultipleChoiceField(
        required=False, label=t_lazy("cameras-field-purposes"), widget=forms.CheckboxSelectMultiple
    )
    notice = forms.CharField(
        max_length=500,
        required=False,
        label=t_lazy("cameras-field-notice"),
        help_text=t_lazy("cameras-notice-help"),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, scope: Scope, camera: Camera | None = None) -> None:
        super().__init__(data, initial=_initial(camera) if camera else None)
        if camera:
            del self.fields["code"]
        agency, recorder, purposes = (self.fields[name] for name in ("agency", "recorder", "purposes"))
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(recorder, forms.ModelChoiceField)
        assert isinstance(purposes, forms.MultipleChoiceField)
        agency.queryset = accounts.current_agencies(scope)
        recorder.queryset = Recorder.objects.filter(agency__in=agency.queryset).order_by("name")
        purposes.choices = purpose_choices()

    def described(self) -> Described:
        told = self.cleaned_data
        return Described(
            told["name"], told["agency"], told["lon"], told["lat"], None, told["recorder"],
            told["direction"], told["field_of_view"], told["groups"].split(), told["purposes"], told["notice"],
        )  # fmt: skip

    def login(self) -> Login | None:
        told = self.cleaned_data
        return Login(told["user"], told["password"]) if told["user"] else None


def _initial(camera: Camera) -> dict[str, Any]:
    names = ("name", "address", "lon", "lat", "direction", "field_of_view", "purposes", "notice")
    told = {name: getattr(camera, name) for name in names}
    return told | {
        "agency": camera.agency_id,
        "recorder": camera.recorder_id,
        "groups": " ".join(camera.groups),
    }


class RecorderForm(forms.Form):
    """A recorder that is taken in or described anew. User and password that stay empty are kept as they are."""

    code = forms.SlugField(max_length=60, label=t_lazy("cameras-field-code"))
    name = forms.CharField(max_length=200, label=t_lazy("cameras-field-name"))
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("cameras-field-agency"))
    kind = forms.ChoiceField(label=t_lazy("cameras-field-kind"))
    host = forms.CharField(
        max_length=253,
        required=False,
        label=t_lazy("cameras-field-host"),
        help_text=t_lazy("cameras-host-help"),
    )
    port = forms.IntegerField(min_value=1, max_value=65_535, initial=554, label=t_lazy("cameras-field-port"))
    user = forms.CharField(
        max_length=100,
        required=False,
        label=t_lazy("cameras-user"),
        help_text=t_lazy("cameras-recorder-login-help"),
    )
    password = forms.CharField(
        max_length=200,
        required=False,
        strip=False,
        label=t_lazy("cameras-password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=t_lazy("cameras-password-help"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, scope: Scope, recorder: Recorder | None = None
    ) -> None:
        names = ("name", "kind", "host", "port")
        told = {name: getattr(recorder, name) for name in names} if recorder else {}
        super().__init__(data, initial=told | {"agency": recorder.agency_id} if recorder else None)
        if recorder:
            del self.fields["code"]
        agency, kind = self.fields["agency"], self.fields["kind"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        agency.queryset = accounts.current_agencies(scope)
        kind.choices = [(one, t(f"cameras-recorder-{one}")) for one in Recorder.Kind.values]

    def told(self) -> Told:
        said = self.cleaned_data
        return Told(said["name"], said["agency"], said["kind"], said["host"].strip(), said["port"])

    def login(self) -> Login | None:
        told = self.cleaned_data
        return Login(told["user"], told["password"]) if told["user"] else None


class GrantForm(forms.Form):
    """Leave for another agency."""

    owner = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("cameras-field-owner"))
    group = forms.SlugField(max_length=60, label=t_lazy("cameras-field-group"))
    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("cameras-field-granted"))
    purpose = forms.ChoiceField(label=t_lazy("cameras-field-purpose"))
    valid_from = Day(label=t_lazy("cameras-field-valid-from"))
    last = Day(required=False, label=t_lazy("cameras-last"))
    document = forms.CharField(max_length=300, label=t_lazy("cameras-field-document"))

    def __init__(self, data: Mapping[str, Any] | None, *, scope: Scope) -> None:
        super().__init__(data)
        owner, agency, purpose = (self.fields[name] for name in ("owner", "agency", "purpose"))
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(purpose, forms.ChoiceField)
        owner.queryset = accounts.current_agencies(scope)
        agency.queryset = Agency.objects.filter(valid_to__isnull=True).order_by("name_vi")
        purpose.choices = purpose_choices()

    def leave(self) -> Leave:
        told = self.cleaned_data
        return Leave(
            told["group"], told["owner"], told["agency"], told["purpose"], told["document"],
            told["valid_from"], told["last"],
        )  # fmt: skip


class SheetForm(forms.Form):
    """A register as a file."""

    file = forms.FileField(label=t_lazy("cameras-file"), help_text=t_lazy("cameras-file-help"))
