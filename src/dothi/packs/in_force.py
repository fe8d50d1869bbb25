"""The packs in force as rooms below read them (`kernel/pack_files.py`): which editions hold, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from dothi.kernel import pack_files
from dothi.packs.models import LoadedPack, PackEdition

# asking a table that is not there would spoil the transaction of whoever says a word just then
_COLUMN = "select 1 from information_schema.columns where table_name = 'packs_loaded_pack' and column_name = 'edition_id'"
_seen: set[str] = set()  # databases that have it


def _is_open() -> bool:
    return connection.connection is not None and not connection.needs_rollback


def _stamp() -> object:
    """Which edition of which pack holds, and the newest of all; None in a database that has no packs yet (it is being made)."""
    with _away():
        if not _has_table():
            return None
        held = LoadedPack.objects.order_by("code").values_list("code", "edition_id", "fingerprint")
        newest = PackEdition.objects.order_by("-pk").values_list("pk", flat=True).first()
        return (connection.settings_dict["NAME"], newest, *held)


def _read() -> pack_files.Texts:
    with _away():
        rows = LoadedPack.objects.exclude(edition=None).select_related("edition")
        return {row.code: row.edition.texts for row in rows if row.edition}


def _former() -> pack_files.Texts:
    """Of packs that were taken out what they named: types and words of their last edition."""
    with _away():
        rows = PackEdition.objects.exclude(pack__in=LoadedPack.objects.values("code"))
        last = rows.order_by("pack", "-number").distinct("pack")
        return {
            row.pack: {
                name: text for name, text in row.texts.items() if name.startswith(("strings/", "types/"))
            }
            for row in last
        }


def _has_table() -> bool:
    if (name := connection.settings_dict["NAME"]) not in _seen:
        with connection.cursor() as cursor:
            cursor.execute(_COLUMN)
            if cursor.fetchone():
                _seen.add(name)
    return name in _seen


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, RuntimeError) as error:  # RuntimeError: a test that may not ask a database
        raise pack_files.Away from error


pack_files.come_from(pack_files.Source(_is_open, _stamp, _read, _former))
