"""Dossiers by the sources that the centre has anyway: a query of a real PostgreSQL, an interface that is asked, each once, with what is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from dothi.connectors.files.errors import MappingError
from dothi.connectors.models import SourceReject
from dothi.connectors.sources.records import mapping_of
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.trying import try_source
from dothi.publicservices.actions import describe_feed
from dothi.publicservices.models import Dossier, FeedRun

pytestmark = pytest.mark.django_db(transaction=True)
MAPPING = """
records = "dossiers"
feed = "mot-cua"
[columns]
code = "ma"
procedure = "thu_tuc"
received = "nhan"
state = "trang_thai"
told = "luc"
phone = "dien_thoai"
"""


@pytest.fixture(autouse=True)
def _feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    describe_feed("mot-cua", name_vi="Một cửa", source="ho-so", by=None)


@pytest.fixture
def theirs() -> Iterator[psycopg.Connection[Any]]:
    """The one-stop system's own table."""
    with psycopg.connect(os.environ["DOTHI_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("drop table if exists ho_so")
        connection.execute(
            "create table ho_so (ma text, thu_tuc text, nhan timestamptz, trang_thai int, luc timestamptz, dien_thoai text)"
        )
        yield connection
        connection.execute("drop table ho_so")


def test_a_query_goes_on_where_it_stood(theirs: psycopg.Connection[Any]) -> None:
    info = theirs.info
    source = add(
        "sql_pull", "ho-so", mapping=MAPPING, host="127.0.0.1", port=info.port, database=info.dbname, username=info.user,
        password=info.password, tls="off", query="select * from ho_so where luc > :since order by luc", cursor_column="luc",
        first="2026-09-01T00:00:00+07:00",
    )  # fmt: skip
    told = "insert into ho_so values ('H15.07.04-260907-0001', '1.004222', '2026-09-07 09:00+07', %s, %s, '0905123456')"
    theirs.execute(told, [4, "2026-09-07 10:00+07"])
    theirs.execute(
        "insert into ho_so values ('sai', '1.004222', '2026-09-07 09:00+07', 4, '2026-09-07 11:00+07', '0905123456')"
    )
    first = run_once(source)
    assert (first.state, first.rows, first.stored, first.refused) == ("done", 2, 1, 1), first.error_fields
    assert run_once(source).state == "unchanged"
    theirs.execute(told, [9, "2026-09-09 10:00+07"])
    assert run_once(source).stored == 1
    kept = Dossier.objects.get()
    assert (kept.state, kept.steps.count(), kept.phone_mark != "") == ("done", 2, True)
    refused = SourceReject.objects.get()
    assert (refused.value, refused.reason) == ("sai", "code-malformed")
    assert source.standing.value_at == kept.told_at
    assert [one.stored for one in FeedRun.objects.order_by("id")] == [1, 1]


def test_an_interface_is_asked_and_the_test_of_a_source_writes_nothing() -> None:
    rows = [
        {
            "ma": "H15.07.04-260907-0001",
            "thu_tuc": "1.004222",
            "nhan": "2026-09-07T09:00:00+07:00",
            "trang_thai": "4",
        }
    ]

    def answer(request: Any) -> None:
        request.give(json.dumps(rows).encode())

    with serving(answer) as server:
        source = add("http_poll", "ho-so", mapping=MAPPING, url=server.url)
        tried = try_source(source)
        assert tried.sample is not None and tried.sample.tally.stored == 1, tried.trouble
        assert not Dossier.objects.exists() and not FeedRun.objects.exists()
        assert run_once(source).stored == 1
    assert Dossier.objects.get().state == "handling"


def test_a_source_that_the_feed_does_not_name_writes_nothing() -> None:
    with serving(lambda request: request.give(b"[]")) as server:
        run = run_once(add("http_poll", "khac", mapping=MAPPING, url=server.url))
    assert (run.state, run.error_code) == ("failed", "publicservices-feed-not-of-source")


def test_records_that_nobody_takes_are_no_mapping() -> None:
    with pytest.raises(MappingError):
        mapping_of('records = "songs"', file="x")
