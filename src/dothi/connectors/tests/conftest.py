"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

MAPPINGS = Path(__file__).parent / "mappings"


@pytest.fixture
def stored(transactional_db: None) -> Iterator[None]:
    """A database whose entities are empty before and after: imports commit."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate entities_entity, entities_attribute, entities_history, entities_flush")


def facts(query: str, *parameters: object) -> list[tuple]:
    """Rows of a query, for looking at what an import left behind."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()
