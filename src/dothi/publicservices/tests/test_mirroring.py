"""A file of dossiers into the mirror: what is kept, what is judged, what is refused with its record, what is flagged."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from dothi.connectors.files.errors import MappingError, TableError
from dothi.kernel.errors import BadRequest
from dothi.kernel.testing.cast import Cast
from dothi.publicservices.actions import describe_feed
from dothi.publicservices.mirroring import files
from dothi.publicservices.models import Dossier, FeedReject, FeedRun, Procedure, Step
from dothi.publicservices.tests.feeding import PHONE, at, delivered, mapped, one, prepared, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _feed(cast: Cast) -> None:
    prepared(cast)


def test_a_dossier_is_mirrored_with_its_four_states_and_judged(cast: Cast, tmp_path: Path) -> None:
    told = row(
        handled="2026-09-11T10:00",
        state="9",
        payment="paid",
        delivery="waiting",
        sync="failed",
        phone=PHONE,
        fee="15000",
    )
    tally = delivered(tmp_path, told).tally
    kept = one()
    assert (tally.rows, tally.stored, tally.refused) == (1, 1, 0)
    assert (kept.state, kept.payment_state, kept.delivery_state, kept.sync_state) == (
        "done",
        "paid",
        "waiting",
        "failed",
    )
    assert (kept.agency, kept.unit, kept.fee, kept.on_time) == (cast.office_a, cast.ward_a, 15000, True)
    assert kept.due_at == kept.promised_at == at("2026-09-11T17:00")
    assert kept.letter_by == at("2026-09-10T17:00")
    assert len(kept.phone_mark) == 64 and "905" not in str(kept.__dict__)
    assert [step.state for step in kept.steps.all()] == ["done"]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    rows = (row(1), row(2, state="9"), row(3, state="8"))  # ended, and nobody said when
    delivered(tmp_path, *rows)
    before = list(Dossier.objects.order_by("code").values())
    again = delivered(tmp_path, *rows).tally
    assert (again.stored, again.same, again.refused) == (0, 3, 0)
    assert list(Dossier.objects.order_by("code").values()) == before
    assert Step.objects.count() == 3


def test_the_version_at_receipt_rules_and_no_later_one_moves_the_date(tmp_path: Path) -> None:
    delivered(tmp_path, row(1, "2026-08-31T09:00", promised=""), row(2, "2026-09-07T09:00", promised=""))
    old, new = one(1), one(2)
    assert (old.procedure.limit, new.procedure.limit) == ("days:5", "days:4")
    before = old.due_at
    # a version that is dated back to before it was received, and known only now
    Procedure.objects.create(
        code="1.004222",
        valid_from=dt.date(2026, 8, 1),
        name_vi="x",
        limit="days:1",
        source="thử",
        certainty="D",
    )
    delivered(tmp_path, row(1, "2026-08-31T09:00", promised="", delivery="waiting"))
    old = one(1)
    assert old.delivery_state == "waiting"
    assert (old.procedure.limit, old.due_at) == ("days:5", before)


def test_states_of_a_feed_are_configuration(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Mã;Thủ tục;Nhận;TT\nH15.07.04-260907-0001;1.004222;07/09/2026 09:00;Đang thẩm định\n",
        encoding="utf-8",
    )
    from dothi.publicservices.mirroring.mapping import parse

    text = 'records = "dossiers"\nfeed = "mot-cua-tinh"\n[file]\nseparator = ";"\n[time]\nformats = ["%d/%m/%Y %H:%M"]\n[states]\n"Đang thẩm định" = "4"\n[columns]\ncode = "Mã"\nprocedure = "Thủ tục"\nreceived = "Nhận"\nstate = "TT"\n'  # fmt: skip
    assert files.import_file(path, parse(text, file="m.toml")).tally.stored == 1
    assert (one().state, one().received_at) == ("handling", at("2026-09-07T09:00"))


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"code": "H15.07.04-991231-0001"}, "code-future"),
        ({"code": "H15.07.04-260230-0001"}, "code-no-day"),
        ({"code": "HS-123"}, "code-malformed"),
        ({"state": "77"}, "state-unknown"),
        ({"state": ""}, "no-state"),
        ({"procedure": ""}, "no-procedure"),
        ({"received": ""}, "no-time"),
        ({"received": "31/02/2026 09:00"}, "bad-time"),
        ({"handled": "2099-01-01T09:00"}, "time-ahead"),
        ({"fee": "-5"}, "not-a-count"),
        ({"fee": "nhiều"}, "not-a-number"),
        ({"paid_online": "tùy"}, "not-yes-or-no"),
        ({"channel": "bồ câu"}, "unknown-word"),
        ({"procedure": "=1+1"}, "formula"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_record(
    tmp_path: Path, told: dict[str, str], reason: str
) -> None:
    tally = delivered(tmp_path, row(1) | told, row(2)).tally
    assert (tally.rows, tally.stored, dict(tally.reasons)) == (2, 1, {reason: 1})
    listed = FeedReject.objects.get()
    assert (listed.line, listed.reason) == (2, reason)
    assert listed.code == (row(1) | told)["code"]
    assert FeedRun.objects.get().refused == 1


@pytest.mark.parametrize(
    ("told", "flag"),
    [
        ({"supplement_count": "2"}, "second-request"),
        ({"letter": "2026-09-11T08:00", "new_promised": "2026-09-15T17:00"}, "apology-late"),
        ({"promised": "2026-09-30T17:00"}, "promised-past-limit"),
        ({"state": "9", "handled": "2026-09-01T08:00"}, "ended-before-received"),
        ({"procedure": "9.999999"}, "procedure-unknown"),
        ({"agency": "H99.01"}, "agency-unknown"),
        ({"code": "H15.07.04-260901-0001"}, "code-of-another-day"),
        ({"state": "7", "promised": ""}, "not-received"),
    ],
)
def test_what_is_doubtful_is_kept_and_flagged(tmp_path: Path, told: dict[str, str], flag: str) -> None:
    tally = delivered(tmp_path, row(1) | told).tally
    assert (tally.stored, tally.flagged, dict(tally.flags)) == (1, 1, {flag: 1})
    assert one().flags == [flag]


def test_what_ended_before_it_began_is_in_no_count(tmp_path: Path) -> None:
    delivered(tmp_path, row(state="9", handled="2026-09-01T08:00"))
    assert one().on_time is None


def test_a_dossier_that_goes_back_keeps_the_mark(tmp_path: Path) -> None:
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00"))
    delivered(tmp_path, row(state="4"))
    assert (one().state, one().flags) == ("handling", ["went-back"])
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00"))
    assert one().flags == ["went-back"]  # what happened is not undone
    assert [step.state for step in one().steps.order_by("id")] == ["done", "handling", "done"]


@pytest.mark.parametrize(
    "told", [{"received": "2026-09-07T11:00"}, {"handled": "2026-09-09T08:00", "state": "9"}]
)
def test_times_that_are_told_anew_are_flagged(tmp_path: Path, told: dict[str, str]) -> None:
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00"))
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00") | told)
    assert one().flags == ["went-back"]


def test_an_older_telling_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00", told="2026-09-12T00:00"))
    tally = delivered(tmp_path, row(state="4", told="2026-09-09T00:00")).tally
    assert dict(tally.reasons) == {"older-than-held": 1}
    assert one().state == "done"


def test_only_one_new_date_counts(tmp_path: Path) -> None:
    delivered(tmp_path, row(new_promised="2026-09-15T17:00", letter="2026-09-10T08:00"))
    delivered(tmp_path, row(new_promised="2026-09-25T17:00", letter="2026-09-10T08:00"))
    assert (one().due_at, one().flags) == (at("2026-09-15T17:00"), ["second-new-date"])


def test_two_systems_with_one_code_keep_a_row_each_and_both_say_so(tmp_path: Path) -> None:
    describe_feed("mot-cua-bo", name_vi="Một cửa bộ", by=None)
    delivered(tmp_path, row())
    delivered(tmp_path, row(state="9", handled="2026-09-10T08:00"), feed="mot-cua-bo")
    assert [(kept.state, kept.flags) for kept in (one(), one(feed="mot-cua-bo"))] == [
        ("handling", ["same-code-elsewhere"]),
        ("done", ["same-code-elsewhere"]),
    ]


def test_a_promise_of_a_day_lasts_until_its_end(tmp_path: Path) -> None:
    delivered(
        tmp_path,
        row(promised="2026-09-11", state="9", handled="2026-09-11T16:59"),
        row(2, handled="2026-09-07", state="9"),
    )
    assert one().on_time is True
    assert one(2).handled_at == one(2).received_at  # handled on the day it came: not before


def test_a_broken_encoding_loses_its_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    delivered(tmp_path, row(1), row(2), name="x.csv")
    raw = path.read_bytes().replace(b"1.004222", b"1.00\xff222", 1)
    path.write_bytes(raw)
    tally = files.import_file(path, mapped()).tally
    assert dict(tally.reasons) == {"bad-encoding": 1} and tally.rows == 2


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" * 50, b"PK\x03\x04" + b"0" * 100, b""])
def test_a_file_that_is_no_table_is_refused_as_a_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises((TableError, MappingError)):
        files.import_file(path, mapped())
    assert not Dossier.objects.exists()
    assert FeedRun.objects.get().why


def test_a_file_of_forty_megabytes_runs_in_batches_and_counts_what_it_refuses(tmp_path: Path) -> None:
    """Nearly all of it is rubbish: no more than a thousand rows of it are listed, all are counted, the good ones are kept."""
    path = tmp_path / "x.csv.gz"
    bad = ",".join(["x" * 90, *[""] * 22]) + "\n"
    head = delivered(tmp_path, row(1), name="one.csv") and (tmp_path / "one.csv").read_text()
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.write(head)
        for _ in range(40):
            file.write(bad * (2**20 // len(bad)))
        file.write(head.splitlines()[1].replace("-0001", "-0002") + "\n")
    tally = files.import_file(path, mapped()).tally
    assert tally.rows == tally.stored + tally.same + tally.refused > 350_000
    assert (tally.stored, tally.same) == (1, 1)
    assert FeedReject.objects.count() == 1000


def test_a_feed_that_nobody_described_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        delivered(tmp_path, row(), feed="khac")


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    assert delivered(tmp_path, row(), dry=True).tally.stored == 1
    assert not Dossier.objects.exists() and not FeedRun.objects.exists()
