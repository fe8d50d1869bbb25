"""What people type about lists, read and typed. Whether it may be is the actions' business."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from dothi.accounts import queries as accounts
from dothi.accounts.models import Agency
from dothi.codelists.check import LONGEST_NAME
from dothi.codelists.sheet import LONGEST_HEADING, MOST_EXTRA
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import language, t, t_lazy
from dothi.kernel.offered import Item
from dothi.kernel.permissions import Scope

if TYPE_CHECKING:  # only the type checker's ModelChoiceField takes a type
    _AgencyField = forms.ModelChoiceField[Agency]
else:
    _AgencyField = forms.ModelChoiceField


class AgencyChoice(_AgencyField):
    """An agency that lives today and that the scope covers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), label=t_lazy("codelists-owner"), **kwargs)

    def label_from_instance(self, agency: Agency) -> str:
        return agency.name_en if language() == "en" else agency.name_vi


class _Certain(forms.Form):
    """Something that rests on a source of which we are more or less sure."""

    certainty = forms.ChoiceField(
        label=t_lazy("codelists-certainty"),
        choices=[(mark, t_lazy(f"certainty-{mark}")) for mark in Certainty.values],
    )


class ListForm(_Certain):
    field_order = ["code", "name_vi", "name_en", "purpose_vi", "purpose_en", "owner", "basis", "certainty"]
    code = forms.CharField(
        max_length=60, label=t_lazy("codelists-list-code"), help_text=t_lazy("codelists-list-code-help")
    )
    name_vi = forms.CharField(max_length=200, label=t_lazy("codelists-field-name-vi"))
    name_en = forms.CharField(max_length=200, label=t_lazy("codelists-field-name-en"))
    purpose_vi = forms.CharField(max_length=500, required=False, label=t_lazy("codelists-field-purpose-vi"))
    purpose_en = forms.CharField(max_length=500, required=False, label=t_lazy("codelists-field-purpose-en"))
    owner = AgencyChoice()
    basis = forms.CharField(
        max_length=300, label=t_lazy("codelists-basis"), help_text=t_lazy("codelists-basis-help")
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = accounts.current_agencies(scope)  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    owner = AgencyChoice()
    reason = forms.CharField(max_length=500, label=t_lazy("codelists-reason"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = accounts.current_agencies(scope)  # type: ignore[attr-defined]


class FileForm(forms.Form):
    file = forms.FileField(label=t_lazy("codelists-file"), help_text=t_lazy("codelists-file-help"))


class PublishForm(_Certain):
    field_order = ["valid_from", "source", "certainty", "note"]
    valid_from = forms.DateField(
        label=t_lazy("codelists-valid-from"),
        help_text=t_lazy("codelists-valid-from-help"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(
        max_length=300, label=t_lazy("codelists-source"), help_text=t_lazy("codelists-source-help")
    )
    note = forms.CharField(
        max_length=2000, required=False, label=t_lazy("codelists-note"), widget=forms.Textarea({"rows": 3})
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class EntryForm(forms.Form):
    """One entry of a draft. The code of a standing entry is not typed again."""

    code = forms.CharField(max_length=60, label=t_lazy("codelists-column-code"))
    name_vi = forms.CharField(max_length=LONGEST_NAME, label=t_lazy("codelists-column-name-vi"))
    name_en = forms.CharField(
        max_length=LONGEST_NAME, required=False, label=t_lazy("codelists-column-name-en")
    )
    parent = forms.CharField(max_length=60, required=False, label=t_lazy("codelists-column-parent"))
    ended = forms.BooleanField(required=False, label=t_lazy("codelists-column-ended"))
    replaced_by = forms.CharField(
        max_length=500,
        required=False,
        label=t_lazy("codelists-column-replaced-by"),
        help_text=t_lazy("codelists-replaced-by-help"),
    )
    extra = forms.CharField(
        max_length=5000,
        required=False,
        label=t_lazy("codelists-extra"),
        help_text=t_lazy("codelists-extra-help"),
        widget=forms.Textarea({"rows": 4}),
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, standing: Item | None, seen: str) -> None:
        super().__init__(data, initial=_typed(standing) | {"seen": seen} if standing else {})
        self.fields["code"].disabled = standing is not None

    def clean_extra(self) -> dict[str, str]:
        """`name: value` on each line."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["extra"].splitlines():
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not line.strip():
                continue
            if not colon or not name or len(name) > LONGEST_HEADING:
                raise forms.ValidationError(t("codelists-extra-wrong", line=line[:60]), code="extra")
            found[name] = value[:LONGEST_NAME]
        if len(found) > MOST_EXTRA:
            raise forms.ValidationError(t("codelists-extra-many", most=MOST_EXTRA), code="extra")
        return found

    @property
    def item(self) -> Item:
        """What was typed, as an entry."""
        said = self.cleaned_data
        replaced_by = tuple(filter(None, map(str.strip, said["replaced_by"].split(";"))))
        return Item(
            said["code"],
            said["name_vi"],
            said["name_en"],
            said["parent"],
            said["ended"],
            replaced_by,
            said["extra"],
        )


def _typed(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "name_vi": item.name_vi,
        "name_en": item.name_en,
        "parent": item.parent,
        "ended": item.ended,
        "replaced_by": "; ".join(item.replaced_by),
        "extra": "\n".join(f"{name}: {value}" for name, value in item.extra.items()),
    }


def day_asked(query: QueryDict, name: str = "at") -> dt.date:
    """The day in the address; today for anything else."""
    try:
        return dt.date.fromisoformat(query.get(name, ""))
    except ValueError:
        return clock.today()


def number_asked(query: QueryDict, name: str = "version") -> int | None:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None
