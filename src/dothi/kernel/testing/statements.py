"""How many statements a deed takes, counted so that the answer is the same on every machine and in every order of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def asked_of(*tables: str) -> Iterator[list[str]]:
    """The statements meanwhile that name one of these tables, or one of a room (`incidents_`); filled in at the end.

    Others are not counted: what is kept for some seconds – packs, rules – is asked again whenever its time is over.
    """
    found: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield found
    named = re.compile(
        "|".join(rf"\b{table}" if table.endswith("_") else rf"\b{table}\b" for table in tables)
    )
    found.extend(one["sql"] for one in asked if named.search(one["sql"]))
