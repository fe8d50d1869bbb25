"""The chain over all changes finds what was done behind its back, and names it. Done with triggers off, as a superuser would."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from dothi.accounts import actions
from dothi.accounts.models import Agency
from dothi.kernel.audit import install, verify
from dothi.kernel.audit.context import change
from dothi.kernel.testing.commands import command_line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agency() -> Agency:
    """An agency with three versions in three transactions, and a fourth of its child in one with two changes."""
    install.ensure()
    office = actions.add_agency(
        "ubnd-x", name_vi="UBND X", name_en="X office", kind="commune", by=None, reason="lập mới"
    )
    actions.change_agency(office, phone="1022", by=None, reason="có số điện thoại")
    with transaction.atomic():
        actions.change_agency(office, phone="1023", by=None)
        actions.add_agency("to-x", name_vi="Tổ X", name_en="X team", kind="centre", parent=office, by=None)
    return office


@pytest.fixture
def behind() -> Iterator[Any]:
    """A cursor of somebody who may switch triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        yield cursor
        cursor.execute("set session_replication_role = default")


def head() -> int:
    return verify.verify().head[0]


def found() -> set[tuple[str, str]]:
    return {(finding.kind, finding.table) for finding in verify.verify().findings}


def test_an_untouched_history_is_intact(agency: Agency) -> None:
    report = verify.verify()
    assert report.intact
    assert report.blocks == report.head[0] >= 3
    assert report.rows >= 4


def test_a_changed_row_is_named(agency: Agency, behind: Any) -> None:
    behind.execute("update accounts_agencyevent set phone = '113' where phone = '1022' returning pgh_id")
    row = str(behind.fetchone()[0])
    assert verify.verify().findings == [verify.Finding("changed", "accounts_agencyevent", row)]


def test_a_changed_reason_or_person_is_found(agency: Agency, behind: Any) -> None:
    behind.execute(
        "update accounts_agencyevent set pgh_context = '{\"reason\": \"khác\"}' where phone = '1022'"
    )
    assert found() == {("changed", "accounts_agencyevent")}


def test_a_deleted_row_is_named(agency: Agency, behind: Any) -> None:
    behind.execute("delete from accounts_agencyevent where phone = '1022' returning pgh_id")
    row = str(behind.fetchone()[0])
    assert verify.verify().findings == [verify.Finding("deleted", "accounts_agencyevent", row)]


def test_a_row_slipped_in_is_named(agency: Agency, behind: Any) -> None:
    behind.execute(
        "insert into accounts_login_record (act, at, username, address, agent) values ('login', now(), 'ma', '', '') returning id"
    )
    row = str(behind.fetchone()[0])
    assert verify.verify().findings == [verify.Finding("inserted", "accounts_login_record", row)]


@pytest.mark.parametrize(
    "act",
    [
        "update accounts_agency set phone = '113' where code = 'ubnd-x' returning id",
        "insert into accounts_agency (code, name_vi, name_en, kind, phone, valid_from) values ('ma', 'Ma', 'Ghost', 'centre', '', '2026-01-01') returning id",
        "delete from accounts_agency where code = 'to-x' returning id",
    ],
    ids=["changed", "slipped in", "taken away"],
)
def test_a_row_that_is_not_what_its_history_says_is_named(agency: Agency, behind: Any, act: str) -> None:
    behind.execute(act)
    row = str(behind.fetchone()[0])
    assert verify.verify().findings == [verify.Finding("current", "accounts_agency", row)]


def test_a_row_changed_together_with_its_entry_breaks_the_block(agency: Agency, behind: Any) -> None:
    behind.execute("update accounts_agencyevent set phone = '113' where phone = '1022' returning pgh_id")
    row = str(behind.fetchone()[0])
    behind.execute("set timezone = 'UTC'")
    behind.execute(
        "update kernel_audit_entry set digest = (select sha256(convert_to(to_jsonb(r)::text, 'UTF8')) from accounts_agencyevent r"
        " where pgh_id = row_pk::bigint) where row_pk = %s and shape_id = (select id from kernel_audit_shape where table_name = 'accounts_agencyevent')",
        [row],
    )
    behind.execute("reset timezone")
    assert found() == {("content", "kernel_audit_block")}


def test_a_block_written_anew_breaks_the_link_of_the_next(agency: Agency, behind: Any) -> None:
    behind.execute(
        "update kernel_audit_block set at = at + interval '1 day', hash = kernel_audit_hash(prev, seq, at + interval '1 day', batch, entries, digest)"
        " where seq = %s",
        [head() - 1],
    )
    assert [(f.kind, f.row) for f in verify.verify().findings] == [("link", str(head()))]


def test_a_block_with_another_time_breaks_its_hash(agency: Agency, behind: Any) -> None:
    behind.execute("update kernel_audit_block set at = at + interval '1 day' where seq = %s", [head() - 1])
    assert ("hash", str(head() - 1)) in [(f.kind, f.row) for f in verify.verify().findings]


def test_a_removed_block_leaves_a_gap_and_loose_entries(agency: Agency, behind: Any) -> None:
    behind.execute("delete from kernel_audit_block where seq = %s", [head() - 1])
    assert {kind for kind, _ in found()} == {"gap", "link", "loose"}


def test_an_end_cut_off_is_found_by_an_earlier_head(agency: Agency, behind: Any, tmp_path: Path) -> None:
    heads, last = tmp_path / "heads.jsonl", head()
    verify.note_head(heads, verify.verify())
    assert json.loads(heads.read_text())["seq"] == last
    behind.execute(
        "delete from accounts_agencyevent where pgh_id in (select row_pk::bigint from kernel_audit_entry e"
        " join kernel_audit_shape s on s.id = e.shape_id join kernel_audit_block b on b.batch = e.batch"
        " where b.seq = %s and s.table_name = 'accounts_agencyevent')",
        [last],
    )
    behind.execute(
        "delete from kernel_audit_entry where batch = (select batch from kernel_audit_block where seq = %s)",
        [last],
    )
    behind.execute("delete from kernel_audit_block where seq = %s", [last])
    assert found() == {("current", "accounts_agency")}
    behind.execute("delete from accounts_agency where code = 'to-x'")
    behind.execute("update accounts_agency set phone = '1022' where code = 'ubnd-x'")
    assert verify.verify().intact  # from inside nothing is wrong …
    assert verify.verify(heads).findings == [verify.Finding("head", "kernel_audit_block", str(last))]


@pytest.mark.parametrize("statement", [
    "update accounts_agencyevent set phone = '113'",
    "delete from accounts_agencyevent",
    "update kernel_audit_entry set row_pk = '1'",
    "delete from kernel_audit_block",
])  # fmt: skip
def test_history_refuses_changes(agency: Agency, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_is_rolled_back_leaves_no_entry(agency: Agency) -> None:
    before = head()
    with transaction.atomic():
        actions.change_agency(agency, phone="1", by=None)
        with pytest.raises(RuntimeError), transaction.atomic():
            actions.change_agency(agency, phone="2", by=None)
            raise RuntimeError
        actions.change_agency(agency, phone="3", by=None)
    with pytest.raises(RuntimeError), transaction.atomic():
        with transaction.atomic():
            actions.change_agency(agency, phone="4", by=None)
        raise RuntimeError
    report = verify.verify()
    assert report.intact
    assert report.blocks == before + 1
    agency.refresh_from_db()
    assert agency.phone == "3"


def test_a_savepoint_undone_before_the_first_change_does_not_lose_the_later_one(agency: Agency) -> None:
    before = head()
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            actions.change_agency(agency, phone="2", by=None)
            raise RuntimeError
        actions.change_agency(agency, phone="3", by=None)
    report = verify.verify()
    assert report.intact
    assert report.blocks == before + 1


def test_many_at_once_make_one_line(agency: Agency) -> None:
    before = head()
    from threading import Thread

    from django.db import connections

    def work(number: int) -> None:
        try:
            for step in range(5):
                actions.add_agency(f"a-{number}-{step}", name_vi="x", name_en="x", kind="centre", by=None)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify.verify()
    assert report.intact
    assert report.blocks == before + 30


def test_commits_that_lock_the_same_row_do_not_wait_in_a_circle(agency: Agency) -> None:
    """A child's commit waits for the parent's row (foreign key) while the parent commits: the chain's lock must not be held by the first."""
    from threading import Thread

    from django.db import connections

    errors: list[BaseException] = []

    def child() -> None:
        try:
            with transaction.atomic():
                Agency.objects.filter(code="to-x").update(phone="1", parent=None)
                Agency.objects.filter(code="to-x").update(parent=agency)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=child)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        thread.start()
        thread.join(1.0)
        assert thread.is_alive()
        Agency.objects.filter(pk=agency.pk).update(phone="2")
    thread.join()
    assert errors == []
    assert verify.verify().intact


def test_entries_of_before_a_new_column_stay_good(agency: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table accounts_agencyevent add column colour text default 'grey'")
        try:
            assert "accounts_agencyevent" in install.ensure()
            with change(source="test"):
                cursor.execute("update accounts_agency set phone = '9' where id = %s", [agency.pk])
            report = verify.verify()
            assert report.intact
            assert not report.unreadable
        finally:
            cursor.execute("alter table accounts_agencyevent drop column colour")
            install.ensure()
    assert verify.verify().intact
    assert verify.verify().unreadable == 1


def test_the_context_is_kept_with_the_row(agency: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pgh_label, pgh_context ->> 'reason', pgh_context ->> 'source' from accounts_agencyevent where pgh_obj_id = %s order by pgh_id limit 2",
            [agency.pk],
        )
        assert cursor.fetchall() == [
            ("insert", "lập mới", "accounts.add_agency"),
            ("update", "có số điện thoại", "accounts.change_agency"),
        ]


@pytest.mark.long(seconds=15)
def test_the_command_names_the_row_and_fails(committed_db: str, tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DOTHI_DATA": str(tmp_path),
        "DOTHI_LANGUAGE": "en",
    }
    with command_line(environ) as dothi:
        good = dothi("verify-audit")
        assert good.returncode == 0, good.stderr
        with psycopg.connect(committed_db, autocommit=True) as other:
            other.execute(
                "insert into accounts_login_record (act, at, username, address, agent) values ('login', now(), 'ma', '', '')"
            )
            other.execute("set session_replication_role = replica")
            other.execute("update accounts_login_record set username = 'lan'")
        bad = dothi("verify-audit")
    assert bad.returncode == 1
    assert "accounts_login_record" in bad.stdout
