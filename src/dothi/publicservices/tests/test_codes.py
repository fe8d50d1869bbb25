"""Codes of the three families, and what is none."""

from __future__ import annotations

import datetime as dt

import pytest

from dothi.publicservices.codes import WrongCode, read, root_first, with_above

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("code", "agency", "day"),
    [
        ("000.04.07.H15-251015-0001", "H15.07.04", dt.date(2025, 10, 15)),  # TT 01/2018: leaf to root
        ("H15.07.04-251015-0001", "H15.07.04", dt.date(2025, 10, 15)),  # QĐ 20/2020: root to leaf
        ("H15.123.04-260201-010001", "H15.123.04", dt.date(2026, 2, 1)),  # TT 03/2025 with AA
        ("H15-261124-12345678", "H15", TODAY),  # a sequence longer than four digits, of today
        ("000.00.00.G22-241231-0001", "G22", dt.date(2024, 12, 31)),
    ],
)
def test_a_code_of_each_family(code: str, agency: str, day: dt.date) -> None:
    found = read(code, TODAY)
    assert (found.agency, found.day) == (agency, day)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("H15.07.04-261125-0001", "code-future"),
        ("H15.07.04-260230-0001", "code-no-day"),
        ("H15.07.04-261301-0001", "code-no-day"),
        ("H15.07.04-26101-0001", "code-malformed"),
        ("H15.07.04-261001-001", "code-malformed"),
        ("Z15.07.04-261001-0001", "code-malformed"),
        ("h15.07.04-261001-0001", "code-malformed"),
        ("H15.07.04-261001-0001\n", "code-malformed"),
        ("H15.07.04-٢٦١٠٠١-0001", "code-malformed"),
        ("H15.07.04-261001-" + "1" * 100, "code-malformed"),
        ("", "code-malformed"),
    ],
)
def test_what_is_no_code_says_why(code: str, reason: str) -> None:
    with pytest.raises(WrongCode) as error:
        read(code, TODAY)
    assert error.value.reason == reason


def test_agencies_are_kept_root_to_leaf() -> None:
    assert (
        root_first("000.04.07.H15") == root_first("H15.07.04") == root_first("H15.07.04.000") == "H15.07.04"
    )
    assert root_first("SoTuPhap") == "SoTuPhap"
    assert with_above("H15.07.04") == ["H15.07.04", "H15.07", "H15"]
