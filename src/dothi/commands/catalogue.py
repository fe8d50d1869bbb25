"""Which commands there are: data of the packs in force (`commands/*.toml`), for which type of entity and within which limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import language
from dothi.packs.check import shape
from dothi.packs.named import Named
from dothi.packs.queries import standing
from dothi.rules.expressions import duration

FOLDER = "commands"


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """One command that may be asked. `told`: its table in the pack."""

    code: str
    pack: str
    told: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.told["type"])

    @property
    def risk(self) -> str:
        return str(self.told["risk"])

    @property
    def needs_second(self) -> bool:
        return self.risk == "high" or bool(self.told["second_person"])

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(value, its name); empty: a number."""
        return [(str(one["value"]), str(one["name"][language()])) for one in self.told.get("choices", ())]

    @property
    def condition(self) -> str:
        """When it may be given at all: the pack's words for it, else the condition itself; empty: always."""
        said = self.told.get("only_while_says", {}).get(language(), "")
        return str(said or self.told.get("only_while", ""))

    @property
    def expires(self) -> dt.timedelta:
        return duration(self.told["expires"])

    def value_of(self, given: str) -> str | float:
        """The value, within its limits. Raises BadRequest."""
        if self.told.get("choices"):
            if given not in dict(self.choices):
                raise BadRequest("command-value", known=", ".join(name for _, name in self.choices))
            return given
        low, high = float(self.told["low"]), float(self.told["high"])
        try:
            value = float(given.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise BadRequest("command-range", low=low, high=high)
        return value


def in_force() -> dict[str, Kind]:
    """By code: of each the table that began last."""
    today = clock.today()
    found: dict[str, Kind] = {}
    for one in standing():
        for row in shape.every(one.pack, FOLDER, "command"):
            held = found.get(row["code"])
            if row["valid_from"] <= today and (
                held is None or held.told["valid_from"] <= str(row["valid_from"])
            ):
                found[row["code"]] = Kind(
                    row["code"], one.row.code, {**row, "valid_from": str(row["valid_from"])}
                )
    return found


def of_types(types: tuple[str, ...]) -> list[Kind]:
    """What may be asked of an entity of these types."""
    return sorted((one for one in in_force().values() if one.type in types), key=lambda one: one.name)


def get_kind(code: str) -> Kind:
    """Raises NotFound."""
    found = in_force().get(code)
    if found is None:
        raise NotFound("command-does-not-exist", code=code)
    return found
