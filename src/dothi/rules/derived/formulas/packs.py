"""The `derived/` of a pack: its formulas checked and made to hold exactly; those by a method need no loading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dothi.kernel.errors import Conflict
from dothi.kernel.pack_contents import Content, Told, bring
from dothi.rules.derived.formulas.models import Formula
from dothi.rules.derived.formulas.pack_check import FOLDER, Value, check, figure_tables, names_of, needs_of
from dothi.rules.derived.formulas.types import Attributes, Table, types_of
from dothi.rules.expressions import compile_formula

if TYPE_CHECKING:
    from dothi.accounts.models import Person


@transaction.atomic
def load(told: Told, by: Person | None) -> list[str]:
    """Makes the formulas of the pack those that it says; nothing said: all are taken out. Raises Conflict when another pack
    computes the same value."""
    types = types_of(told)
    rows = [row for _file, _path, row in told.tables(FOLDER, "derived")]
    formulas = [_formula(told, types, row) for row in rows if "formula" in row]
    for one in formulas:
        others = Formula.objects.filter(entity_type=one.entity_type, attribute=one.attribute).exclude(
            pack=told.code
        )
        if (other := others.first()) is not None:
            raise Conflict("formula-of-another-pack", value=str(one), pack=other.pack)
    Formula.objects.filter(pack=told.code).delete()
    Formula.objects.bulk_create(formulas)
    _rank()
    return sorted({str(row["attribute"]) for row in rows})


def _formula(told: Told, types: Mapping[str, Attributes], row: Table) -> Formula:
    attributes = types[row["type"]]
    names = names_of(told, types, row)
    said = compile_formula(row["formula"], names)[0].attributes
    tables = figure_tables(told, row)
    columns = {name for one in tables for name in one["values"]}
    across = {
        name: {**one, "unit": _unit(types, one)}
        for name, one in row.get("across", {}).items()
        if name in said
    }
    inputs = said - across.keys() - columns
    kept = {
        key: row[key]
        for key in ("formula", "unit", "every", "at", "fresh", "estimate", "held", "source")
        if key in row
    }
    figures: dict[str, list[Any]] = {}
    for one in sorted(tables, key=lambda one: one["valid_from"]):
        figures.setdefault(one["entity"], []).append([one["valid_from"].isoformat(), one["values"]])
    resolved = {
        "inputs": {name: names[name].value for name in sorted(inputs)},
        "units": {
            name: attributes[name]["x-unitCode"]
            for name in sorted(inputs)
            if "x-unitCode" in attributes[name]
        },
        "across": across,
        "figures": figures,
        "needs": sorted(map(list, needs_of(row, names))),
    }
    return Formula(
        pack=told.code,
        entity_type=row["type"],
        attribute=row["attribute"],
        valid_from=row["valid_from"],
        told=kept | resolved,
    )


def _unit(types: Mapping[str, Attributes], one: Table) -> str | None:
    unit = types[one["type"]][one["attribute"]].get("x-unitCode")
    return str(unit) if unit else None


def _rank() -> None:
    """Above all that it is made of; the check has refused circles, another pack's loaded meanwhile ends the search."""
    rows = list(Formula.objects.all())
    needs: dict[Value, set[Value]] = {}
    for row in rows:
        needs.setdefault((row.entity_type, row.attribute), set()).update((t, a) for t, a in row.told["needs"])
    ranks = dict.fromkeys(needs, 0)
    for _ in rows:
        ranks = {
            one: 1 + max((ranks.get(needed, -1) for needed in of), default=-1) for one, of in needs.items()
        }
    for row in rows:
        row.rank = ranks[row.entity_type, row.attribute]
    Formula.objects.bulk_update(rows, ["rank"])


bring(Content(FOLDER, check, load))
