"""Who answers which number, as packs say it: rows of calls.Service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dothi.calls.models import Service
from dothi.kernel.audit.context import change
from dothi.kernel.pack_contents import Content, Told, bring

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "services"


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the services of the pack exactly those it says; one that it no longer has is withdrawn, for lines still name it."""
    said = {
        (table["code"], table["valid_from"]): table for _file, _path, table in told.tables(FOLDER, "service")
    }
    standing = {(row.code, row.valid_from): row for row in Service.objects.filter(pack=told.code)}
    with change(by=by, source=f"pack:{told.code}", reason=told.why or f"{told.code} {told.version}".strip()):
        for key in standing.keys() - said.keys():
            Service.objects.filter(pk=standing[key].pk, withdrawn=False).update(withdrawn=True)
        for (code, day), table in sorted(said.items()):
            row, fields = standing.get((code, day)), _fields(told.code, table)
            if row is None or _differs(row, fields):
                Service.objects.update_or_create(code=code, valid_from=day, defaults=fields)
    return sorted({code for code, _day in said})


def _fields(pack: str, table: dict[str, Any]) -> dict[str, Any]:
    return {
        "pack": pack,
        "name_vi": table["name"]["vi"],
        "name_en": table["name"]["en"],
        "emergency": table["emergency"],
        "source": table["source"],
        "certainty": table["certainty"],
        "withdrawn": False,
    }


def _differs(row: Service, fields: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in fields.items())


bring(Content(FOLDER, lambda _told: (), load))
