"""The forms of the packs in force, as data: who owes which figures by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from dothi.accounts.models import Agency
from dothi.indicators import book
from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language
from dothi.packs.check import shape
from dothi.packs.named import Named
from dothi.packs.queries import standing

FOLDER = "forms"


@dataclass(frozen=True, slots=True)
class Field:
    """One figure of a form. Outside `low`…`high` is impossible, outside the usual asks for a remark."""

    indicator: Indicator
    low: float | None
    high: float | None
    usual_low: float | None
    usual_high: float | None
    change: float | None  # per cent against the figure before
    whole: bool
    optional: bool
    headings: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        return self.indicator.name_en if language() == "en" else self.indicator.name_vi

    @property
    def unit(self) -> str:
        return self.indicator.unit_code


@dataclass(frozen=True, slots=True)
class Form(Named):
    """What some agencies owe for every day (or working day) or month."""

    code: str
    pack: str
    valid_from: dt.date
    told: dict[str, Any]
    fields: tuple[Field, ...]

    @property
    def over(self) -> str:
        return str(self.told["over"])

    @property
    def working_days_only(self) -> bool:
        return bool(self.told.get("days", "working") == "working")

    @property
    def due(self) -> dt.time:
        return dt.time.fromisoformat(self.told["due"])

    @property
    def after(self) -> int:
        """So many days (working days) after the period; a month is never due within itself."""
        return max(int(self.told.get("after", 0)), 1 if self.over == "month" else 0)

    @property
    def document(self) -> str:
        """`required`, `optional` or `none`."""
        return str(self.told["document"])

    def agencies(self) -> list[Agency]:
        """Those that owe it today."""
        today = clock.today()
        rows = Agency.objects.select_related("unit").filter(
            Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today
        )
        chosen = (
            {"code__in": self.told["owed_by"]}
            if "owed_by" in self.told
            else {"kind": self.told["owed_by_kind"]}
        )
        return list(rows.filter(**chosen).order_by("pk"))


def forms_in_force(day: dt.date | None = None) -> list[Form]:
    """Of each code the table that began last."""
    day = day or clock.today()
    found: dict[str, Form] = {}
    for one in standing():
        known = book.in_force(day, pack=one.row.code)
        for row in shape.every(one.pack, FOLDER, "form"):
            held = found.get(row["code"])
            if row["valid_from"] <= day and (held is None or held.valid_from <= row["valid_from"]):
                fields = [
                    _field(told, known[told["indicator"]])
                    for told in row["field"]
                    if told["indicator"] in known
                ]
                found[row["code"]] = Form(row["code"], one.row.code, row["valid_from"], row, tuple(fields))
    return [found[code] for code in sorted(found)]


def get_form(code: str) -> Form:
    """Raises NotFound."""
    found = next((one for one in forms_in_force() if one.code == code), None)
    if found is None:
        raise NotFound("figures-form-does-not-exist", code=code)
    return found


def _field(told: dict[str, Any], one: Indicator) -> Field:
    return Field(
        one,
        low=told.get("low"),
        high=told.get("high"),
        usual_low=told.get("usual_low"),
        usual_high=told.get("usual_high"),
        change=told.get("change"),
        whole=bool(told.get("whole")),
        optional=bool(told.get("optional")),
        headings=tuple(told.get("headings", ())),
    )
