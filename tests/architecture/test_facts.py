"""Facts are what they say: every column stands in the view in its kind, and none of them holds a person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import get_resolver

from dothi.kernel.facts import Fact, Kind, all_facts
from dothi.kernel.i18n import has
from dothi.kernel.permissions import PERMISSIONS

pytestmark = pytest.mark.django_db
KINDS = {
    Kind.TEXT: {"text", "character varying", "uuid"},
    Kind.NUMBER: {"bigint", "integer", "smallint", "double precision", "numeric"},
    Kind.FLAG: {"boolean"},
    Kind.MOMENT: {"timestamp with time zone"},
    Kind.DAY: {"date"},
    Kind.DURATION: {"interval"},
    Kind.TEXTS: {"ARRAY"},
}
PERSONAL = (
    "name",
    "phone",
    "email",
    "address",
    "person",
    "citizen",
    "reporter",
    "caller",
    "text",
    "body",
    "title",
    "note",
    "ip",
)


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.name)
def test_the_view_has_what_the_fact_says(fact: Fact) -> None:
    with connection.cursor() as db:
        db.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s and table_schema = 'public'",
            [fact.name],
        )
        columns = dict(db.fetchall())
    assert {name: kind for name, kind in fact.columns.items() if columns.get(name) not in KINDS[kind]} == {}
    numbers = [name for name in (fact.unit, fact.agency, fact.origin) if name]
    assert [name for name in numbers if columns.get(name) not in KINDS[Kind.NUMBER]] == []
    if fact.changed:
        assert columns[fact.changed] in KINDS[Kind.MOMENT]
    assert not fact.key or fact.key in columns


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.name)
def test_nobody_stands_in_a_fact(fact: Fact) -> None:
    assert [name for name in fact.columns if any(part in PERSONAL for part in name.split("_"))] == []


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.name)
def test_its_words_right_and_address_exist(fact: Fact) -> None:
    assert has(fact.words), fact.words
    assert fact.permission in PERMISSIONS
    assert not fact.record or fact.record in {
        one for one in get_resolver().reverse_dict if isinstance(one, str)
    }
