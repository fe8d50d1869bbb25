"""The shared lists that this room offers: what cases and reports are about, from the categories of every pack in force; the fields
of the city that have a pack, and below each its types of entities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dothi.entities import meaning
from dothi.kernel.dated import Certainty
from dothi.kernel.offered import Item, OfferedList, offer
from dothi.packs import queries
from dothi.packs.models import LoadedPack


def categories(_day: dt.date) -> list[Item]:
    """As the packs order them; the field's own code goes before, so that two packs never mean different things by one."""
    return [
        Item(
            f"{pack}.{row['code']}",
            row["name"]["vi"],
            row["name"]["en"],
            parent=f"{pack}.{row['parent']}" if row.get("parent") else "",
            ended=bool(row.get("ended")),
        )
        for pack, row in queries.categories()
    ]


offer(
    OfferedList(
        "pack-categories",
        "packs-list-categories",
        "packs-list-categories-purpose",
        categories,
        basis="Các gói lĩnh vực đang dùng",
        certainty=Certainty.DESIGN,
    )
)


def fields(_day: dt.date) -> Iterator[Item]:
    """Of every loaded pack its field, then its types; the same on every day: what is loaded now."""
    for row in LoadedPack.objects.order_by("code"):
        names = row.manifest["name"]
        about = {"version": row.version, "answers": row.manifest.get("owner", "")}
        yield Item(row.code, names["vi"], names["en"], extra=about)
        for file in row.contents.get("types", []):
            type_ = file.removesuffix(".json")
            yield Item(type_, meaning.type_(type_, "vi"), meaning.type_(type_, "en"), parent=row.code)


offer(
    OfferedList(
        "city-fields",
        "packs-list-fields",
        "packs-list-fields-purpose",
        fields,
        basis="Các gói lĩnh vực đang nạp; kiểu thực thể theo Smart Data Models",
        certainty=Certainty.DESIGN,
    )
)
