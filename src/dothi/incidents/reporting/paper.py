"""The after-action report as a paper: who sends it, number, place and day, who signs, who receives it (`kernel/papers`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from dothi.incidents.command.models import IncidentLeg
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.origin import Origin
from dothi.kernel.papers.form import Section, day_of, receiving
from dothi.kernel.said import plain


class PaperForm(forms.Form):
    """What people fill in; everything may stay empty and be written by hand."""

    lang = forms.ChoiceField(
        label=t_lazy("incidents-report-language"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        required=False,
    )
    above = forms.CharField(label=t_lazy("incidents-report-above"), max_length=120, required=False)
    agency = forms.CharField(label=t_lazy("incidents-report-issuer"), max_length=160, required=False)
    number = forms.CharField(label=t_lazy("incidents-report-number"), max_length=40, required=False)
    place = forms.CharField(label=t_lazy("incidents-report-where"), max_length=60, required=False)
    signs_as = forms.CharField(label=t_lazy("incidents-report-signs-as"), max_length=120, required=False)
    signed_by = forms.CharField(label=t_lazy("incidents-report-signed-by"), max_length=120, required=False)
    receivers = forms.CharField(
        label=t_lazy("incidents-report-receivers"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A report ready to be drawn."""

    incident: Incident
    lang: str
    above: str
    agency: str
    number: str
    place: str
    signs_as: str
    signed_by: str
    receivers: list[str]
    made_at: dt.datetime
    made_by: str
    sections: list[Section]

    @property
    def day(self) -> str:
        """`Vũng Tàu, ngày 22 tháng 11 năm 2026`; days and months below ten with a nought (for days, and for January and February)."""
        return day_of(self.made_at, self.place, self.lang)

    @property
    def title(self) -> str:
        return t("incidents-report-title", self.lang)

    @property
    def about(self) -> str:
        return t("incidents-report-about", self.lang, code=self.incident.code, title=self.incident.title)

    @property
    def receiving(self) -> list[str]:
        """A line for each receiver: a semicolon after each, a full stop after the last."""
        return receiving(self.receivers)

    @property
    def mark(self) -> str:
        """What stands over a report that is not of something that happened; empty for a real case."""
        origin = Origin(self.incident.origin)
        return t(f"incidents-report-mark-{origin.word}", self.lang) if origin in _NOT_REAL else ""

    @property
    def signers(self) -> list[tuple[str, str]]:
        """Who signs: as what, and the name."""
        return [(self.signs_as, self.signed_by)]

    @property
    def made(self) -> str:
        at = self.made_at.astimezone(clock.VIETNAM).strftime("%H:%M:%S %d/%m/%Y")
        return t("incidents-report-made", self.lang, at=at, by=self.made_by)


_NOT_REAL = (Origin.SIMULATED, Origin.REPLAYED)


def read(query: QueryDict, incident: Incident) -> dict[str, str]:
    """What was typed, plain; the rest as this case suggests it."""
    form = PaperForm(query)
    form.is_valid()
    told = {key: plain(str(value)) for key, value in form.cleaned_data.items() if value}
    return suggested(incident) | told


def suggested(incident: Incident) -> dict[str, str]:
    """How the form begins."""
    agency = incident.agency
    return {
        "lang": "vi",
        "above": agency.parent.name_vi if agency and agency.parent else "",
        "agency": agency.name_vi if agency else "",
        "receivers": "\n".join([*_receivers(incident), "Lưu: VT"]),
    }


def _receivers(incident: Incident) -> list[str]:
    """The agency above, and those that took part."""
    agency = incident.agency
    above = [agency.parent.name_vi] if agency and agency.parent else []
    parts = incident.legs.filter(state__in=IncidentLeg.SEEING).order_by("pk")
    return list(dict.fromkeys([*above, *parts.values_list("agency__name_vi", flat=True)]))
