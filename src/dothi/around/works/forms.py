"""What officers type about a work."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from dothi.around.works.models import Work
from dothi.around.works.said import Said, points_in
from dothi.kernel import clock
from dothi.kernel.asked import key_of, number_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t_lazy
from dothi.kernel.permissions import Scope
from dothi.territory.models import Level, Unit
from dothi.territory.queries import units_on

MINUTE = "%Y-%m-%dT%H:%M"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _local() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)


class WorkForm(forms.Form):
    """One work; the shape is drawn into `polygon`, a point (`lat lon`) a line."""

    kind = forms.ChoiceField(label=t_lazy("around-work-kind"))
    title_vi = forms.CharField(label=t_lazy("around-work-title-vi"), max_length=200)
    title_en = forms.CharField(label=t_lazy("around-work-title-en"), max_length=200, required=False)
    unit = forms.ChoiceField(label=t_lazy("around-work-unit"))
    place = forms.CharField(
        label=t_lazy("around-work-place"), max_length=300, help_text=t_lazy("around-work-place-help")
    )
    starts_at = forms.DateTimeField(label=t_lazy("around-work-from"), widget=_local())
    ends_at = forms.DateTimeField(label=t_lazy("around-work-to"), widget=_local())
    text_vi = forms.CharField(
        label=t_lazy("around-work-text-vi"), max_length=4000, required=False, widget=_area(4)
    )
    text_en = forms.CharField(
        label=t_lazy("around-work-text-en"), max_length=4000, required=False, widget=_area(3)
    )
    source = forms.CharField(
        label=t_lazy("around-work-source"), max_length=200, help_text=t_lazy("around-work-source-help")
    )
    contact = forms.CharField(label=t_lazy("around-work-contact"), max_length=200, required=False)
    drawn = forms.ChoiceField(label=t_lazy("around-work-drawn"), required=False)
    polygon = forms.CharField(
        label=t_lazy("around-work-shape"), required=False, max_length=40_000, widget=_area(4)
    )
    reason = forms.CharField(label=t_lazy("around-work-reason"), max_length=500, required=False)

    def __init__(
        self, data: QueryDict | None, scope: Scope, *, initial: dict[str, Any], published: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [(one, t_lazy(f"around-kind-{one}")) for one in Work.Kind.values],
            "drawn": [(one, t_lazy(f"around-drawn-{one}")) for one in ("polygon", "line")],
            "unit": [("", "—"), *((str(one.pk), str(one)) for one in communes(scope))],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if published:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def said(self) -> Said:
        """Raises BadRequest."""
        told = self.cleaned_data
        texts = {
            name: told[name]
            for name in ("title_vi", "title_en", "text_vi", "text_en", "place", "source", "contact")
        }
        return Said(
            kind=told["kind"], unit=Unit.objects.get(pk=int(told["unit"])), starts_at=aware(told["starts_at"]),
            ends_at=aware(told["ends_at"]), drawn=told["drawn"] or "polygon", points=points_in(told["polygon"]), **texts,
        )  # fmt: skip


def communes(scope: Scope) -> list[Unit]:
    """Of today, that a person may announce works for."""
    rows = units_on(clock.today(), Level.COMMUNE).order_by("full_name")
    return [one for one in rows if scope.reaches(one.pk)]


def aware(at: dt.datetime) -> dt.datetime:
    """What a person types is Viet Nam's time."""
    return at.replace(tzinfo=clock.VIETNAM) if at.tzinfo is None else at


def minute_in(text: str) -> dt.datetime | None:
    try:
        return aware(dt.datetime.strptime(text[:16], MINUTE))  # noqa: DTZ007 - `aware` says whose it is
    except ValueError:
        return None


def initial_of(work: Work) -> dict[str, Any]:
    names = ("kind", "title_vi", "title_en", "place", "text_vi", "text_en", "source", "contact")
    shape = work.shape or {}
    return {
        **{name: getattr(work, name) for name in names},
        "unit": str(work.unit_id),
        "starts_at": work.starts_at.astimezone(clock.VIETNAM).replace(tzinfo=None),
        "ends_at": work.ends_at.astimezone(clock.VIETNAM).replace(tzinfo=None),
        "drawn": shape.get("kind", "polygon"),
        "polygon": "\n".join(f"{lat} {lon}" for lat, lon in shape.get("points", [])),
    }


def key_in(query: QueryDict) -> UUID:
    if (key := key_of(query.get("key", ""))) is None:
        raise BadRequest("work-form-old")
    return key


def revision_in(query: QueryDict) -> int:
    if (revision := number_of(query.get("revision", ""))) is None:
        raise BadRequest("work-form-old")
    return revision
