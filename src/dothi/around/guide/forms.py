"""What officers type into the guide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from dothi.accounts.models import Agency
from dothi.around.guide.models import GuideEntry
from dothi.kernel import clock
from dothi.kernel.i18n import t_lazy

COLUMNS = (
    "kind",
    "audience",
    "title_vi",
    "title_en",
    "text_vi",
    "text_en",
    "number",
    "hours",
    "agency",
    "position",
    "source",
    "review_days",
    "is_on",
)


def _chosen(name: str, values: list[str]) -> list[tuple[str, Any]]:
    return [(one, t_lazy(f"around-guide-{name}-{one}")) for one in values]


class GuideForm(forms.Form):
    """One entry from a day on."""

    code = forms.SlugField(
        label=t_lazy("around-guide-code"), max_length=60, help_text=t_lazy("around-guide-code-help")
    )
    kind = forms.ChoiceField(label=t_lazy("around-guide-kind"))
    audience = forms.ChoiceField(label=t_lazy("around-guide-audience"))
    title_vi = forms.CharField(label=t_lazy("around-guide-title-vi"), max_length=200)
    title_en = forms.CharField(label=t_lazy("around-guide-title-en"), max_length=200, required=False)
    text_vi = forms.CharField(
        label=t_lazy("around-guide-text-vi"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=t_lazy("around-guide-text-help"),
    )
    text_en = forms.CharField(
        label=t_lazy("around-guide-text-en"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    number = forms.CharField(label=t_lazy("around-guide-number"), max_length=30, required=False)
    hours = forms.ChoiceField(label=t_lazy("around-guide-hours"))
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=t_lazy("around-guide-agency"), required=False
    )
    source = forms.CharField(label=t_lazy("around-guide-source"), max_length=200)
    position = forms.IntegerField(
        label=t_lazy("around-guide-position"), min_value=0, max_value=30_000, initial=100
    )
    review_days = forms.IntegerField(
        label=t_lazy("around-guide-review"), min_value=1, max_value=3650, initial=180
    )
    valid_from = forms.DateField(
        label=t_lazy("around-guide-from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_on = forms.BooleanField(label=t_lazy("around-guide-on"), required=False)

    def __init__(self, data: QueryDict | None, row: GuideEntry | None) -> None:
        initial = (
            {name: getattr(row, name) for name in COLUMNS} | {"code": row.code} if row else {"is_on": True}
        )
        super().__init__(data, initial={"valid_from": clock.today(), **initial})
        for name, choices in (
            ("kind", GuideEntry.Kind),
            ("audience", GuideEntry.Audience),
            ("hours", GuideEntry.Hours),
        ):
            self.fields[name].choices = _chosen(name, choices.values)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.order_by("name_vi")  # type: ignore[attr-defined]
        if row is not None:
            self.fields["code"].disabled = True

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}
