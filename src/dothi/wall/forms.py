"""What people write about walls, read into types."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.i18n import t_lazy
from dothi.territory.models import Unit
from dothi.wall import rules


class WallForm(forms.Form):
    """A new wall."""

    code = forms.SlugField(label=t_lazy("wall-field-code"), max_length=60)
    name = forms.CharField(label=t_lazy("wall-field-name"), max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=t_lazy("wall-field-unit"), required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=t_lazy("wall-field-agency"), required=False)
    language = forms.ChoiceField(
        label=t_lazy("wall-field-language"), choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )
    theme = forms.ChoiceField(label=t_lazy("wall-field-theme"))
    ends_on = forms.DateField(label=t_lazy("wall-field-ends-on"), widget=forms.DateInput(attrs={"type": "date"}))  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        day = clock.today()
        super().__init__(data, initial={"ends_on": day + dt.timedelta(days=rules.value("token-days"))})
        theme: Any = self.fields["theme"]
        theme.choices = [("dark", t_lazy("wall-theme-dark")), ("light", t_lazy("wall-theme-light"))]
        unit: Any = self.fields["unit"]
        unit.queryset = (
            Unit.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day).order_by("level", "full_name")
        )
        agency: Any = self.fields["agency"]
        agency.queryset = (
            Agency.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day).order_by("name_vi")
        )


class SceneForm(forms.Form):
    """A scene from a day on."""

    name_vi = forms.CharField(label=t_lazy("wall-field-name-vi"), max_length=80)
    name_en = forms.CharField(label=t_lazy("wall-field-name-en"), max_length=80)
    rank = forms.IntegerField(label=t_lazy("wall-field-rank"), min_value=0, max_value=9)
    columns = forms.IntegerField(label=t_lazy("wall-field-columns"), min_value=1, max_value=4)
    tiles = forms.CharField(
        label=t_lazy("wall-field-tiles"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8})
    )
    valid_from = forms.DateField(
        label=t_lazy("wall-field-valid-from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.CharField(label=t_lazy("wall-field-source"), max_length=200)
