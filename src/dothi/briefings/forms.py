"""Forms of this room's screens."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.accounts.models import Agency, Person
from dothi.accounts.queries import current_agencies
from dothi.briefings import queries
from dothi.briefings.area import groups_within
from dothi.briefings.models import Kind
from dothi.kernel import clock
from dothi.kernel.i18n import language, t, t_lazy
from dothi.kernel.permissions import Scope
from dothi.territory.models import Unit

GROUP = "group-"  # before the id of a group among the areas


class _Whose(forms.Form):
    """Who issues it, of which area, by which form; only what the person may choose."""

    kind = forms.ChoiceField(label=t_lazy("briefings-kind"))
    template = forms.ChoiceField(label=t_lazy("briefings-form"), required=False)
    agency = forms.ChoiceField(label=t_lazy("briefings-agency"), required=False)
    unit = forms.ChoiceField(label=t_lazy("briefings-area"), required=False)

    def __init__(self, *args: Any, by: Person, right: str = "briefings.make", **more: Any) -> None:
        super().__init__(*args, **more)
        scope = by.scope(right)
        self._agencies = {str(one.pk): one for one in _issuers(by, scope)}
        groups = groups_within(scope, by.agency_id)
        self._groups = {f"{GROUP}{one.pk}": one for one in groups}
        units = Unit.objects.filter(valid_to__isnull=True).order_by("level", "code")
        self._units = {str(one.pk): one for one in units if scope.reaches(one.pk)}
        self._forms = {one.code: one for one in queries.templates_in_force()}
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one.value, t(f"briefings-kind-{one}")) for one in self.kinds()]
        fields["template"].choices = [
            ("", "–"),
            *(
                (code, one.name_en if language() == "en" else one.name_vi)
                for code, one in self._forms.items()
            ),
        ]
        fields["agency"].choices = [
            (key, one.name_en if language() == "en" else one.name_vi) for key, one in self._agencies.items()
        ]
        fields["unit"].choices = self._areas(scope)
        # a group stands first where not everything is reached: what a centre of several communes speaks of
        if self._groups and not scope.reaches(None):
            fields["unit"].initial = next(iter(self._groups))
        if by.agency_id:
            fields["agency"].initial = str(by.agency_id)

    def _areas(self, scope: Scope) -> list[Any]:
        """Everywhere where that is reached, the groups within reach, the units."""
        english = language() == "en"
        groups = [(key, one.name_en if english else one.name_vi) for key, one in self._groups.items()]
        units = [(key, one.full_name) for key, one in self._units.items()]
        return [
            *([("", t("briefings-everywhere"))] if scope.reaches(None) else []),
            *([(t("briefings-groups"), groups)] if groups else []),
            *([(t("briefings-units"), units)] if groups and units else units),
        ]

    def kinds(self) -> list[Kind]:
        return list(Kind)

    def issuer(self) -> Agency | None:
        return self._agencies.get(self.cleaned_data["agency"])

    def area(self) -> dict[str, Any]:
        """As the actions take it: a unit, a group, or neither."""
        chosen = self.cleaned_data["unit"]
        return {"unit": self._units.get(chosen), "group": self._groups.get(chosen)}


def _issuers(by: Person, scope: Scope) -> list[Agency]:
    """The person's own agency first, also where it lies in no unit; not where their right is another agency's alone."""
    others = [one for one in current_agencies(scope) if one.pk != by.agency_id]
    limited = scope.agency_ids
    own = Agency.objects.filter(pk=by.agency_id or 0).exclude(valid_to__lte=clock.today())
    return [*(one for one in own if limited is None or one.pk in limited), *others]


class MakeForm(_Whose):
    """What a draft is made of."""

    day = forms.DateField(
        label=t_lazy("briefings-day"),
        required=False,
        help_text=t_lazy("briefings-day-hint"),
        widget=forms.DateInput({"type": "date"}),
    )
    since = forms.DateTimeField(
        label=t_lazy("briefings-since"), required=False, help_text=t_lazy("briefings-since-hint"),
        widget=forms.DateTimeInput({"type": "datetime-local"}), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )  # fmt: skip
    place = forms.CharField(label=t_lazy("briefings-place"), max_length=60, required=False)
    signs_as = forms.CharField(label=t_lazy("briefings-signs-as"), max_length=120, required=False)
    receivers = forms.CharField(
        label=t_lazy("briefings-receivers"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """As `actions.make` takes it."""
        found = self.cleaned_data
        since = found["since"]
        if since is not None and since.tzinfo is None:
            since = since.replace(tzinfo=clock.VIETNAM)
        return {
            "kind": found["kind"], "day": found["day"], "since": since, "template": self._forms.get(found["template"]),
            "agency": self.issuer(), **self.area(), "place": found["place"], "signs_as": found["signs_as"],
            "receivers": found["receivers"].splitlines(), "once": found["once"],
        }  # fmt: skip


class ScheduleForm(_Whose):
    """A briefing that is drafted by itself."""

    at = forms.TimeField(label=t_lazy("briefings-schedule-at"), widget=forms.TimeInput({"type": "time"}))
    working_days = forms.BooleanField(
        label=t_lazy("briefings-schedule-working"), required=False, initial=True
    )
    receivers = forms.CharField(
        label=t_lazy("briefings-receivers"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def kinds(self) -> list[Kind]:
        return [one for one in Kind if one != Kind.DEMAND]

    def told(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "kind": found["kind"], "template": self._forms.get(found["template"]), "agency": self.issuer(), **self.area(),
            "at": found["at"], "working_days": found["working_days"], "receivers": found["receivers"].splitlines(),
        }  # fmt: skip
