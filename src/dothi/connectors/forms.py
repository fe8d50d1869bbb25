"""The form by which a file is handed in."""

from __future__ import annotations

from typing import Any

from django import forms

from dothi.kernel import pack_files
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.origin import Origin


@pack_files.kept
def mappings_of_packs() -> dict[str, str]:
    """`environment/station_hourly_csv` → its text, of every pack that counts now."""
    return {
        f"{code}/{name.removeprefix('mappings/').removesuffix('.toml')}": text
        for code, files in sorted(pack_files.texts().items())
        for name, text in sorted(files.items())
        if name.startswith("mappings/") and name.endswith(".toml")
    }


class HandInForm(forms.Form):
    """A data file with a mapping: one of the packs', or a file of one's own."""

    table = forms.FileField(
        label=t_lazy("connectors-field-data"), help_text=t_lazy("connectors-field-data-help")
    )
    shipped = forms.ChoiceField(label=t_lazy("connectors-field-shipped"), required=False)
    mapping = forms.FileField(
        label=t_lazy("connectors-field-mapping"),
        required=False,
        help_text=t_lazy("connectors-field-mapping-help"),
    )
    stations = forms.FileField(
        label=t_lazy("connectors-field-stations"),
        required=False,
        help_text=t_lazy("connectors-field-stations-help"),
    )
    origin = forms.TypedChoiceField(
        label=t_lazy("connectors-field-origin"),
        coerce=lambda value: Origin(int(value)),
        help_text=t_lazy("connectors-field-origin-help"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ("", t("connectors-field-shipped-own"))
        self.fields["shipped"].choices = [own, *((name, name) for name in mappings_of_packs())]  # type: ignore[attr-defined]
        self.fields["origin"].choices = [(int(one), t(f"connectors-origin-{one.word}")) for one in Origin]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("shipped")) == bool(values.get("mapping")):
            self.add_error("mapping", t("connectors-field-mapping-one"))
        return values
