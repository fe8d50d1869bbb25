"""What is kept of rows: made once while they are as they were, made anew after any change by anybody, never of another's draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, transaction

from dothi.kernel.kept import asked_once, kept, once
from dothi.kernel.models import EventCursor, EventFailure

pytestmark = pytest.mark.django_db(transaction=True)
Reading = Callable[..., dict[str, int]]


@pytest.fixture
def made() -> list[int]:
    """The arguments of every making."""
    return []


@pytest.fixture
def read(made: list[int]) -> Reading:
    @kept(EventCursor)
    def cursors(add: int = 0) -> dict[str, int]:
        made.append(add)
        return {row.reader: row.event_id + add for row in EventCursor.objects.all()}

    return cursors


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection]:
    """Another process, as the database sees it."""
    held = {key: connection.settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    with psycopg.connect(
        dbname=held["NAME"], user=held["USER"], password=held["PASSWORD"], host=held["HOST"], port=held["PORT"] or None
    ) as other:  # fmt: skip
        yield other


def test_it_is_made_once_for_each_argument(read: Reading, made: list[int]) -> None:
    EventCursor.objects.create(reader="a", tx=0, event_id=1)
    assert [read(), read(), read(10), read(10), read()] == [
        {"a": 1},
        {"a": 1},
        {"a": 11},
        {"a": 11},
        {"a": 1},
    ]
    assert made == [0, 10]


@pytest.mark.parametrize(
    "change",
    [
        "insert into kernel_event_cursor (reader, tx, event_id) values ('b', 0, 2)",
        "update kernel_event_cursor set event_id = 3",
        "update kernel_event_cursor set event_id = 3 where reader = 'a'; update kernel_event_cursor set event_id = 1 where reader = 'a'",
        "delete from kernel_event_cursor",
        "truncate kernel_event_cursor",
    ],
)  # fmt: skip
def test_a_change_in_another_process_is_seen_by_the_next_reading(
    change: str, read: Reading, made: list[int], elsewhere: psycopg.Connection
) -> None:
    EventCursor.objects.create(reader="a", tx=0, event_id=1)
    read()
    for one in change.split("; "):
        elsewhere.execute(one)  # type: ignore[arg-type]
    elsewhere.commit()
    found = read()
    assert found == {row.reader: row.event_id for row in EventCursor.objects.all()}
    assert made == [0, 0]


def test_two_changes_that_are_committed_in_the_other_order_are_both_seen(
    read: Reading, elsewhere: psycopg.Connection
) -> None:
    """The younger transaction is committed first: what only looked for the newest number would miss the older one."""
    EventCursor.objects.create(reader="a", tx=0, event_id=1)
    EventCursor.objects.create(reader="b", tx=0, event_id=1)
    elsewhere.execute("update kernel_event_cursor set event_id = 5 where reader = 'a'")
    EventCursor.objects.filter(reader="b").update(event_id=6)
    assert read() == {"a": 1, "b": 6}
    elsewhere.commit()
    assert read() == {"a": 5, "b": 6}


def test_what_is_rolled_back_never_held(read: Reading, elsewhere: psycopg.Connection) -> None:
    EventCursor.objects.create(reader="a", tx=0, event_id=1)
    with pytest.raises(RuntimeError), transaction.atomic():
        for number in (2, 3):
            EventCursor.objects.update(event_id=number)
            assert read() == {"a": number}  # one's own draft, each time as it stands
        raise RuntimeError
    assert read() == {"a": 1}
    elsewhere.execute("update kernel_event_cursor set event_id = 9")
    assert read() == {"a": 1}  # the draft of another
    elsewhere.rollback()
    assert read() == {"a": 1}


def test_several_tables_are_asked_by_one_statement(django_assert_num_queries: Callable) -> None:
    @kept(EventCursor, EventFailure)
    def number() -> int:
        return EventCursor.objects.count() + EventFailure.objects.count()

    assert number() == 0
    with django_assert_num_queries(1):
        assert number() == 0
    EventCursor.objects.create(reader="a", tx=0, event_id=1)
    assert number() == 1


def test_within_what_asks_once_it_holds_as_it_was_first_read(read: Reading, made: list[int]) -> None:
    counted: list[str] = []

    @once
    def count(reader: str) -> int:
        counted.append(reader)
        return EventCursor.objects.filter(reader=reader).count()

    with asked_once():
        assert (read(), count("a"), count("b")) == ({}, 0, 0)
        EventCursor.objects.create(reader="a", tx=0, event_id=1)
        assert (read(), count("a")) == ({}, 0)
    assert (read(), count("a"), made, counted) == ({"a": 1}, 1, [0, 0], ["a", "b", "a"])
