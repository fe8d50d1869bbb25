"""What tests of recordings leave behind is taken away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def stored(transactional_db: None) -> Iterator[None]:
    """The tables of entities are no models: nobody else empties them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("truncate entities_entity, entities_attribute, entities_history, entities_flush")
