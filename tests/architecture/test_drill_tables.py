"""What a drill's copy of the desk holds is decided table by table: a new table decides too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from dothi.drills.copying.tables import COPIED, LEFT, RESET, is_of_history

REMEDY = "add the table to COPIED or LEFT in dothi/drills/copying/tables.py, with what it is"


def test_every_model_is_copied_or_named_as_not_copied() -> None:
    known = COPIED.keys() | LEFT.keys()
    models = [
        one for one in apps.get_models(include_auto_created=True) if one._meta.managed
    ]  # a view holds nothing
    tables = {one._meta.db_table for one in models} - {"pghistory_events"}
    undecided = sorted(table for table in tables if table not in known and not is_of_history(table))
    assert not undecided, f"{undecided}: {REMEDY}"


@pytest.mark.django_db
def test_every_table_of_the_database_is_copied_or_named_as_not_copied() -> None:
    """Also those that no model knows: the store of values, the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
            " and relnamespace = 'public'::regnamespace"
        )
        tables = {name for (name,) in cursor.fetchall()}
    undecided = sorted(
        table for table in tables if table not in COPIED and table not in LEFT and not is_of_history(table)
    )
    assert not undecided, f"{undecided}: {REMEDY}"
    assert not sorted((COPIED.keys() | LEFT.keys()) - tables), "tables that are gone"


def test_no_table_is_both_and_only_copied_ones_are_reset() -> None:
    assert not COPIED.keys() & LEFT.keys()
    assert RESET.keys() <= COPIED.keys()


def test_what_is_secret_or_leads_out_is_not_copied() -> None:
    """By its name: a secret, a session, a key, a subscription or a source in the copy would be a way out."""
    ways = (
        "secret",
        "session",
        "api_key",
        "subscription",
        "connectors_",
        "commands_channel",
        "token",
        "notify_channel",
    )
    assert not [table for table in COPIED if any(word in table for word in ways)]
