"""The form of a source: what every source says, and what its kind declares (`sources.asking`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from dothi.accounts import queries as accounts
from dothi.accounts.forms import AgencyChoice, AreaField
from dothi.accounts.models import Agency
from dothi.connectors.actions_sources import Described
from dothi.connectors.models import Source
from dothi.connectors.sources import asking
from dothi.connectors.sources.asking import Question, SettingsRefused
from dothi.connectors.sources.kinds import Kind, Way
from dothi.kernel.i18n import has, t, t_lazy
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope

_MINUTE = 60
SETTING = "set-"  # before the names of a kind's own settings
_WHAT = ("name_vi", "name_en", "code", "agency", "contact", "purpose")
_RHYTHM = ("every_min", "daily_at", "tolerance_min", "ask_every_s")
_WHERE = ("area", "own_only", "origin")


class Group:
    """Some fields of a form under a title, for `web/part/fields.html`."""

    def __init__(self, form: SourceForm, title: str, names: list[str]) -> None:
        self.title, self.hint = f"connectors-group-{title}", f"connectors-group-{title}-hint"
        self.name = title
        self.visible_fields = [form[name] for name in names if name in form.fields]
        self.hidden_fields: list[Any] = []
        self.non_field_errors: list[str] = []


class SourceForm(forms.Form):
    """A new source, or one that stands (then without its code). A secret that stays empty is kept as it is."""

    name_vi = forms.CharField(max_length=200, label=t_lazy("connectors-source-name"))
    name_en = forms.CharField(max_length=200, required=False, label=t_lazy("connectors-source-name-en"))
    code = forms.CharField(
        max_length=60, label=t_lazy("connectors-source-code"), help_text=t_lazy("connectors-source-code-help")
    )
    agency = AgencyChoice(
        queryset=Agency.objects.none(),
        label=t_lazy("connectors-source-owner"),
        help_text=t_lazy("connectors-source-owner-help"),
    )
    contact = forms.CharField(
        max_length=200,
        label=t_lazy("connectors-source-contact"),
        help_text=t_lazy("connectors-source-contact-help"),
    )
    purpose = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=t_lazy("connectors-source-purpose"),
    )
    every_min = forms.FloatField(
        required=False, min_value=0.1, max_value=60 * 24 * 400, label=t_lazy("connectors-source-every"),
        help_text=t_lazy("connectors-source-every-help"),
    )  # fmt: skip
    daily_at = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        label=t_lazy("connectors-source-daily"),
    )  # fmt: skip
    tolerance_min = forms.FloatField(
        min_value=0,
        max_value=60 * 24 * 30,
        initial=5,
        label=t_lazy("connectors-source-tolerance"),
    )
    ask_every_s = forms.IntegerField(
        min_value=5, max_value=7 * 86400, initial=600, label=t_lazy("connectors-source-ask")
    )
    area = AreaField()
    own_only = forms.BooleanField(
        required=False, label=t_lazy("connectors-source-own"), help_text=t_lazy("connectors-source-own-help")
    )
    origin = forms.TypedChoiceField(
        label=t_lazy("connectors-field-origin"), coerce=lambda value: Origin(int(value))
    )
    mapping = forms.CharField(
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "mono", "spellcheck": "false"}),
        label=t_lazy("connectors-source-mapping"),
        help_text=t_lazy("connectors-source-mapping-help"),
    )
    reason = forms.CharField(max_length=500, required=False, label=t_lazy("connectors-source-reason"))

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: Kind, scope: Scope, source: Source | None = None
    ) -> None:
        super().__init__(data, initial=_initial(kind, source))
        self.kind, self.source = kind, source
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = accounts.current_agencies(scope)
        self.fields["origin"].choices = [(int(one), t(f"connectors-origin-{one.word}")) for one in Origin]  # type: ignore[attr-defined]
        self.fields["area"].help_text = t("connectors-source-area-help")
        for name in ("code",) if source else ("reason",):
            del self.fields[name]
        if kind.way is not Way.FETCH:
            del self.fields["ask_every_s"]
        if not kind.maps:
            for name in ("mapping", "area", "own_only", "origin"):
                del self.fields[name]
        self._add_settings(data)

    def _add_settings(self, data: Mapping[str, Any] | None) -> None:
        kept = self.source.settings if self.source else {}
        chosen = kept if data is None else _told(self.kind, data)
        values = {one.name: chosen.get(one.name, one.default) for one in asking.questions(self.kind.settings)}
        leaders = {one.ask.only[0] for one in asking.questions(self.kind.settings) if one.ask.only}
        for one in asking.questions(self.kind.settings):
            if asking.is_asked(one, values):
                reload = _reload(self.kind) if one.name in leaders else {}
                self.fields[SETTING + one.name] = setting_field(
                    self.kind.words, one, kept, stands=bool(self.source), reload=reload
                )

    @property
    def groups(self) -> list[Group]:
        own = [name for name in self.fields if name.startswith(SETTING)]
        every = [
            Group(self, "what", list(_WHAT)),
            Group(self, "rhythm", list(_RHYTHM)),
            Group(self, "connection", own),
            Group(self, "where", list(_WHERE)),
            Group(self, "mapping", ["mapping"]),
            Group(self, "reason", ["reason"]),
        ]
        return [group for group in every if group.visible_fields]

    @property
    def connection(self) -> Group:
        """The kind's own fields: the part that is asked anew when a choice changes."""
        return Group(self, "connection", [name for name in self.fields if name.startswith(SETTING)])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "area" in values and values["area"][1] is not None:
            self.add_error("area", t("connectors-source-area-unit"))
        if bool(values.get("every_min")) == bool(values.get("daily_at")):
            self.add_error("every_min", t("error-source-one-rhythm"))
        return values

    def described(self) -> Described:
        """What was typed (after `is_valid`)."""
        values = self.cleaned_data
        every = values.get("every_min")
        return Described(
            name_vi=values["name_vi"],
            name_en=values["name_en"],
            agency=values["agency"],
            contact=values["contact"],
            purpose=values["purpose"],
            unit=values.get("area", (None, None))[0],
            own_only=values.get("own_only", True),
            origin=values.get("origin", Origin.LIVE),
            ask_every_s=values.get("ask_every_s") or 600,
            every_s=round(every * _MINUTE) if every else None,
            daily_at=values.get("daily_at"),
            tolerance_s=round(values["tolerance_min"] * _MINUTE),
        )

    def settings(self) -> dict[str, Any]:
        return {
            name.removeprefix(SETTING): value
            for name, value in self.cleaned_data.items()
            if name.startswith(SETTING)
        }

    def add_refused(self, refused: SettingsRefused) -> None:
        """Each reason beside its field."""
        for name, (code, fields) in refused.errors.items():
            self.add_error(
                SETTING + name if SETTING + name in self.fields else None, t(f"error-{code}", **fields)
            )


def _told(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that were made: they say which other fields mean anything."""
    found = {one.name: data.get(SETTING + one.name) for one in asking.questions(kind.settings)}
    return {name: value for name, value in found.items() if value is not None}


def setting_field(
    words: str,
    one: Question,
    kept: Mapping[str, Any],
    *,
    stands: bool,
    reload: Mapping[str, str] | None = None,
) -> forms.Field:
    """The field of one declared setting. `words`: the beginning of its string keys; `stands`: what it belongs to is there already, so
    that a secret may stay empty; `reload`: attributes of a choice on which other settings depend."""
    key = f"{words}-{one.name.replace('_', '-')}"
    help_text = t(f"{key}-help") if has(f"{key}-help") else ""
    if one.ask.secret and stands:
        help_text = t("connectors-source-secret-kept")
    given: dict[str, Any] = {
        "label": t(key),
        "help_text": help_text,
        "required": False,
        "initial": None if one.ask.secret else kept.get(one.name, one.default),
    }
    if one.type == "choice":
        widget = forms.Select(attrs=dict(reload or {}))
        choices = [(value, t(f"{key}-{value.lower()}")) for value in one.choices]
        return forms.ChoiceField(choices=choices, widget=widget, **given)
    if one.type == "yes":
        return forms.BooleanField(**given)
    if one.ask.secret:
        return forms.CharField(
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False, **given
        )
    attrs = {"placeholder": one.ask.example} if one.ask.example else {}
    if one.ask.long:
        return forms.CharField(
            widget=forms.Textarea(attrs={**attrs, "rows": 4, "class": "mono"}), strip=False, **given
        )
    if one.type in ("whole", "number"):
        attrs |= {"inputmode": "numeric" if one.type == "whole" else "decimal"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **given)


def _reload(kind: Kind) -> dict[str, str]:
    """A choice that others depend on asks for the part anew; only choices are sent, never what is secret."""
    return {
        "hx-get": f"/connectors/sources/fields/{kind.code}/",
        "hx-include": "#connection select",
        "hx-target": "#connection",
        "hx-swap": "outerMorph",
    }


def _initial(kind: Kind, source: Source | None) -> dict[str, Any]:
    if source is None:
        return {
            "every_min": 10,
            "own_only": True,
            "origin": int(Origin.LIVE),
            "mapping": kind.mapping_example(),
        }
    found: dict[str, Any] = {
        name: getattr(source, name)
        for name in (
            "name_vi",
            "name_en",
            "contact",
            "purpose",
            "own_only",
            "origin",
            "ask_every_s",
            "daily_at",
        )
    }
    unit = source.unit
    return found | {
        "agency": source.agency_id,
        "every_min": _minutes(source.every_s),
        "tolerance_min": _minutes(source.tolerance_s),
        "area": f"{unit.full_name} · {unit.code}" if unit else "",
        "mapping": source.mapping_text,
    }


def _minutes(seconds: int | None) -> float | int | None:
    if seconds is None:
        return None
    minutes = dt.timedelta(seconds=seconds) / dt.timedelta(minutes=1)
    return int(minutes) if minutes.is_integer() else minutes
