"""The command bar's grammar, as a dispatcher types: without accents, shortened, in a hurry."""

from __future__ import annotations

import pytest

from dothi.dispatch.command_line import Command, completions, ends_alike, parse, same_unit, verbs
from dothi.forces.workflow import SHORT, State
from dothi.kernel.errors import BadRequest

UNITS = ["114-VT-01", "114-VT-02", "115-VT-01"]
CASES = ["VV-2026-000123", "VV-2026-000124"]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/dn 114-VT-01", Command("state", ("114-VT-01",), "on-scene")),
        ("/ĐN 114-VT-01", Command("state", ("114-VT-01",), "on-scene")),
        ("dn 114vt01", Command("state", ("114vt01",), "on-scene")),
        (
            "/cb 115-VT-01 Bệnh viện Vũng Tàu",
            Command("state", ("115-VT-01",), "transporting", "Bệnh viện Vũng Tàu"),
        ),
        ("/gui 114-VT-01 114-VT-02", Command("send", ("114-VT-01", "114-VT-02"))),
        ("/gửi 114-VT-01 vv-2026-000123", Command("send", ("114-VT-01",), case="VV-2026-000123")),
        ("/dg 114-VT-01", Command("send", ("114-VT-01",))),
        ("/goi lai", Command("return")),
        ("/goilai CG-2026-000007", Command("return", call="CG-2026-000007")),
        ("/gọi lại", Command("return")),
        ("/mo vu viec", Command("open")),
        ("/mo", Command("open")),
        ("/thu hoi 114-VT-01 không cần nữa", Command("recall", ("114-VT-01",), note="không cần nữa")),
        ("/goi ve 114-VT-01 xong", Command("recall", ("114-VT-01",), note="xong")),
        ("/gan 123", Command("attach", case="123")),
        ("/chuyen 115 người bị bỏng", Command("hand", ("115",), note="người bị bỏng")),
        ("/ghi Đã gọi điện lực", Command("note", note="Đã gọi điện lực")),
        ("/tim Ba Cu", Command("find", note="Ba Cu")),
        ("/tro giup", Command("help")),
        ("/trog", Command("help")),
    ],
)
def test_a_line_is_read(line: str, command: Command) -> None:
    assert parse(line) == command


@pytest.mark.parametrize(
    ("line", "state", "note"),
    [
        ("/trangthai 115-VT-01 tv", "at-hospital", ""),
        ("/trang thai 115-VT-01 bệnh viện Bà Rịa cb", "transporting", "bệnh viện Bà Rịa"),
        ("/tt 114-VT-01 đến nơi", "on-scene", ""),
        ("/tt 114-VT-01 đến nơi rồi quay về", "returning", "đến nơi rồi"),
        ("/tt 114-VT-01 nổ lốp hg", "out-of-service", "nổ lốp"),
    ],
)
def test_the_state_is_read_from_the_end(line: str, state: str, note: str) -> None:
    read = parse(line)
    assert (read.state, read.note) == (state, note)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("/", "desk-line-empty"),
        ("/dn", "desk-needs-unit"),
        ("/cb 115-VT-01", "desk-state-needs-destination"),
        ("/tt 115-VT-01 cb", "desk-state-needs-destination"),
        ("/hg 114-VT-01", "desk-state-needs-reason"),
        ("/tt 114-VT-01 bay", "desk-state-unknown"),
        ("/tt 114-VT-01", "desk-needs-state"),
        ("/gui VV-2026-000123", "desk-needs-unit"),
        ("/gui 114-VT-01 VV-2026-000123 VV-2026-000124", "desk-one-case"),
        ("/g", "desk-verb-ambiguous"),
        ("/guj 114-VT-01", "desk-verb-near"),
        ("/xyzw", "desk-verb-unknown"),
        ("/nhan 114", "desk-call-code"),
        ("/gan", "desk-needs-case"),
        ("/ghi", "desk-needs-text"),
        ("/chuyen", "desk-needs-service"),
    ],
)
def test_what_is_missing_is_said(line: str, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse(line)
    assert refused.value.code == code


def test_every_state_that_a_person_sets_has_its_verb_and_no_two_verbs_share_a_word() -> None:
    forms = [form for verb in verbs() for form in verb.forms]
    assert len(forms) == len(set(forms))
    assert {code for code, state in SHORT.items() if state is not State.ALERTED} <= set(forms)


def test_a_line_is_completed_verb_unit_and_state() -> None:
    assert completions("/th", UNITS) == ["/thu hoi "]
    assert completions("/dn 114vt", UNITS) == ["/dn 114-VT-01 ", "/dn 114-VT-02 "]
    assert "/trang thai 115-VT-01 tv " in completions("/trang thai 115-VT-01 t", UNITS)
    assert completions("/gan VV", UNITS, CASES) == [f"/gan {case} " for case in CASES]
    assert len(completions("/", UNITS)) == 8, "never more than fit above the bar"


def test_call_signs_are_known_as_they_are_said() -> None:
    assert same_unit("114-VT-01", "114 vt01")
    assert ends_alike("114-VT-01", "vt01") and not ends_alike("114-VT-01", "1")
