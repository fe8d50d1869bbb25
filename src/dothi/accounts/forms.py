"""Forms of people, grants, agencies and keys. They read what was typed; whether it may be is the actions' business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from dothi.accounts import key_limits, queries
from dothi.accounts.models import Agency, ApiKey, Person, Role
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import message_of, named, t, t_lazy
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import PERMISSIONS, Scope
from dothi.kernel.vietnamese import in_vietnamese
from dothi.territory import queries as territory
from dothi.territory.models import Unit, UnitGroup


class Day(forms.DateField):
    """A day by the browser's own picker; the day after it is one, too."""

    def __init__(self, **kwargs: Any) -> None:
        years = [MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2199, 12, 31))]
        picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=picker, validators=years, **kwargs)


if TYPE_CHECKING:  # only the type checker's ModelChoiceField takes a type
    AgencyField = forms.ModelChoiceField[Agency]
    RoleField = forms.ModelChoiceField[Role]
else:
    AgencyField = RoleField = forms.ModelChoiceField


class AgencyChoice(AgencyField):
    def label_from_instance(self, agency: Agency) -> str:
        return named(agency)


class RoleChoice(RoleField):
    def label_from_instance(self, role: Role) -> str:
        return named(role)


def area_label(area: Unit | UnitGroup) -> str:
    """How an area stands in the list of suggestions; `read_area` reads it back by its code."""
    name = area.full_name if isinstance(area, Unit) else area.name_vi
    return f"{name} · {area.code}"


def areas_on(day: dt.date) -> list[str]:
    """Suggestions for an area: groups first, then provinces and communes."""
    units = territory.units_on(day).order_by("level", in_vietnamese("full_name"))
    return [*map(area_label, territory.groups_on(day)), *map(area_label, units)]


def read_area(text: str, day: dt.date) -> tuple[Unit | None, UnitGroup | None]:
    """The unit or group that `text` names by its code after the dot; both None only for an empty text (everywhere).

    Raises forms.ValidationError for anything else: a slip of the finger must never become "everywhere".
    """
    text = text.strip()
    if not text:
        return None, None
    code = text.rpartition("·")[2].strip()
    units = list(territory.units_on(day).filter(code=code)[:2])
    groups = list(territory.groups_on(day).filter(code=code)[:2])
    if len(units) + len(groups) != 1:
        raise forms.ValidationError(t("accounts-area-unknown", area=text), code="area")
    return next(iter(units), None), next(iter(groups), None)


class AreaField(forms.CharField):
    """Typed with suggestions (`<datalist id="areas">` stands in the page)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "areas", "autocomplete": "off"})
        super().__init__(
            required=False,
            widget=widget,
            label=t_lazy("accounts-area"),
            help_text=t_lazy("accounts-area-help"),
            **kwargs,
        )

    def clean(self, value: Any) -> tuple[Unit | None, UnitGroup | None]:
        return read_area(str(super().clean(value) or ""), clock.today())


class _Agencies(forms.Form):
    """Offers only the agencies that the scope covers."""

    agency = AgencyChoice(queryset=Agency.objects.none(), label=t_lazy("accounts-agency"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.current_agencies(scope)
        field.required = not scope.everywhere and field.required


class InviteForm(_Agencies):
    field_order = ["username", "full_name", "agency", "title", "kind", "email", "phone", "ends_on"]
    username = forms.CharField(max_length=60, label=t_lazy("accounts-username"))
    full_name = forms.CharField(max_length=120, label=t_lazy("accounts-full-name"))
    title = forms.CharField(max_length=120, required=False, label=t_lazy("accounts-title"))
    kind = forms.ChoiceField(label=t_lazy("accounts-kind"), initial=Person.Kind.OPERATIONAL)
    email = forms.EmailField(required=False, label=t_lazy("accounts-email"))
    phone = forms.CharField(max_length=40, required=False, label=t_lazy("accounts-phone"))
    ends_on = Day(required=False, label=t_lazy("accounts-ends-on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = person_kinds()  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    full_name = forms.CharField(max_length=120, label=t_lazy("accounts-full-name"))
    title = forms.CharField(max_length=120, required=False, label=t_lazy("accounts-title"))
    email = forms.EmailField(required=False, label=t_lazy("accounts-email"))
    phone = forms.CharField(max_length=40, required=False, label=t_lazy("accounts-phone"))


class MoveForm(_Agencies):
    title = forms.CharField(max_length=120, required=False, label=t_lazy("accounts-title"))
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))


class ExpireForm(forms.Form):
    last_day = Day(required=False, label=t_lazy("accounts-ends-on"), help_text=t_lazy("accounts-expire-help"))
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))


class GrantForm(_Agencies):
    field_order = ["role", "area", "agency", "valid_from", "last_day", "reason"]
    role = RoleChoice(queryset=Role.objects.all(), to_field_name="code", label=t_lazy("accounts-role"))
    area = AreaField()
    agency = AgencyChoice(
        queryset=Agency.objects.none(),
        required=False,
        label=t_lazy("accounts-grant-agency"),
        empty_label=t_lazy("accounts-any-agency"),
    )
    valid_from = Day(required=False, label=t_lazy("accounts-from"))
    last_day = Day(required=False, label=t_lazy("accounts-until"))
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))


class _OneUnit:
    """A form whose `area` is one unit or none: agencies and keys know no groups."""

    cleaned_data: dict[str, Any]

    def clean_area(self) -> Unit | None:
        unit, group = self.cleaned_data["area"]
        if group:
            raise forms.ValidationError(t("accounts-agency-area-help"), code="area")
        return unit  # type: ignore[no-any-return]


class AgencyForm(_OneUnit, forms.Form):
    code = forms.SlugField(max_length=60, label=t_lazy("accounts-code-of"))
    name_vi = forms.CharField(max_length=200, label=t_lazy("accounts-name-vi"))
    name_en = forms.CharField(max_length=200, label=t_lazy("accounts-name-en"))
    kind = forms.ChoiceField(label=t_lazy("accounts-kind"))
    parent = AgencyChoice(queryset=Agency.objects.none(), required=False, label=t_lazy("accounts-parent"))
    area = AreaField()
    phone = forms.CharField(max_length=40, required=False, label=t_lazy("accounts-phone"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, t(f"accounts-agency-{kind}")) for kind in Agency.Kind.values]  # type: ignore[attr-defined]
        self.fields["parent"].queryset = queries.current_agencies(scope)  # type: ignore[attr-defined]
        self.fields["area"].help_text = t("accounts-agency-area-help")


def _limit(key: str, *, help_key: str = "", max_length: int = 1000) -> forms.CharField:
    """One of a key's limits: a list that may be empty, which is then no limit. `key`: of its words."""
    return forms.CharField(
        required=False,
        max_length=max_length,
        label=t_lazy(f"accounts-key-{key}"),
        help_text=t_lazy(f"accounts-key-{help_key or key}-help"),
    )


class KeyForm(_OneUnit, forms.Form):
    name = forms.CharField(max_length=120, label=t_lazy("accounts-key-name"))
    kind = forms.ChoiceField(label=t_lazy("accounts-kind"))
    agency = AgencyChoice(queryset=Agency.objects.none(), required=False, label=t_lazy("accounts-agency"))
    entity_types = _limit("types", help_key="list")
    entity_prefixes = _limit("prefixes", help_key="list")
    area = AreaField()
    scopes = _limit("scopes")
    attributes_seen = _limit("attributes-seen", max_length=3000)
    attributes_written = _limit("attributes-written", max_length=3000)
    tenants = _limit("tenants")
    origin = forms.ChoiceField(label=t_lazy("accounts-key-origin"))
    last_day = Day(required=False, label=t_lazy("accounts-ends-on"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, t(f"accounts-key-{kind}")) for kind in ApiKey.Kind.values]  # type: ignore[attr-defined]
        origins = [(origin.word, t(f"origin-{origin.word}")) for origin in Origin]
        self.fields["origin"].choices = origins  # type: ignore[attr-defined]
        self.fields["agency"].queryset = queries.current_agencies(scope)  # type: ignore[attr-defined]

    @staticmethod
    def _words(text: str) -> list[str]:
        words = text.replace(",", " ").split()
        if text and not words:  # a limit was meant
            raise forms.ValidationError(t("error-accounts-key-limit-empty"), code="empty")
        return words

    def clean_entity_types(self) -> list[str]:
        return self._words(self.cleaned_data["entity_types"])

    def clean_entity_prefixes(self) -> list[str]:
        return self._words(self.cleaned_data["entity_prefixes"])

    def clean_scopes(self) -> list[str]:
        return self._checked("scopes", key_limits.checked_scopes)

    def clean_attributes_seen(self) -> list[str]:
        return self._checked("attributes_seen", key_limits.checked_attributes)

    def clean_attributes_written(self) -> list[str]:
        return self._checked("attributes_written", key_limits.checked_attributes)

    def clean_tenants(self) -> list[str]:
        return self._checked("tenants", key_limits.checked_tenants)

    def _checked(self, field: str, check: Callable[[list[str]], list[str]]) -> list[str]:
        """What is wrong is said beside its field."""
        try:
            return check(self._words(self.cleaned_data[field]))
        except BadRequest as error:
            raise forms.ValidationError(message_of(error), code=error.code) from error


class RoleForm(forms.Form):
    permissions = forms.MultipleChoiceField(
        choices=[(name, name) for name in sorted(PERMISSIONS)], required=False
    )
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))


class DatedForm(forms.Form):
    """From when a rule holds, on whose word, how sure that is, and why it is set; a form of a rule puts its `value` first."""

    field_order = ["value"]
    valid_from = Day(label=t_lazy("accounts-limit-from"))
    source = forms.CharField(
        max_length=200, label=t_lazy("accounts-limit-source"), help_text=t_lazy("accounts-limit-source-help")
    )
    certainty = forms.ChoiceField(label=t_lazy("accounts-limit-certainty"))
    reason = forms.CharField(max_length=500, label=t_lazy("accounts-reason"))

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any]) -> None:
        today = clock.today()
        super().__init__(data, initial={"valid_from": today, **initial})
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        words = [(mark, f"{mark} – {t(f'certainty-{mark}')}") for mark in Certainty.values]
        self.fields["certainty"].choices = words  # type: ignore[attr-defined]
        self.fields["certainty"].initial = Certainty.DESIGN


class ChartForm(forms.Form):
    file = forms.FileField(label=t_lazy("accounts-chart-file"), help_text=t_lazy("accounts-chart-file-help"))


def person_kinds() -> list[tuple[str, str]]:
    return [(kind, t(f"accounts-kind-{kind}")) for kind in Person.Kind.values]
