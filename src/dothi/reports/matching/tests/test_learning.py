"""What the city did before teaches the form: from enough of it, received before today, as it was sorted in the end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.reports.importing import mapping as mappings
from dothi.reports.importing import reading, storing
from dothi.reports.matching import learning
from dothi.reports.matching.proposing import propose
from dothi.reports.models import Report
from dothi.reports.tests.course import prepared

pytestmark = pytest.mark.django_db
HAMMOCK, PUMP = "urban-services.waste-dumped", "urban-services.drainage-pump"
UNHEARD = "Bờ kè toàn lục bình dạt xơ mướp"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    prepared(cast)


def brought(tmp_path: Path, n: int) -> None:
    """A closed request a line, each fourth of them of other words and another category."""
    day = (clock.now() - dt.timedelta(days=9)).date().isoformat()
    lines = [
        f"{one},{'Máy' if one % 4 == 0 else 'Rác'},{'guồng quay cọc cạch' if one % 4 == 0 else 'lục bình dạt vào'},{day}T08:00,{day}T09:00"
        for one in range(n)
    ]
    file, told = tmp_path / "cu.csv", tmp_path / "cu.toml"
    file.write_text("\n".join(["ma,loai,noi_dung,nhan,xong", *lines]), encoding="utf-8")
    told.write_text(
        'name = "cu"\n[columns]\nid = "ma"\nservice = "loai"\ntext = "noi_dung"\nreceived = "nhan"\nclosed = "xong"\n'
        f'[categories]\n"Rác" = "{HAMMOCK}"\n"Máy" = "{PUMP}"\n',
        encoding="utf-8",
    )
    mapping = mappings.load(told)
    storing.store(reading.rows(file, mapping), mapping)


def test_too_little_teaches_nothing(tmp_path: Path) -> None:
    assert learning.hints() is None
    brought(tmp_path, learning.LEAST - 1)
    assert learning.hints() is None
    assert HAMMOCK not in [one.category for one in propose(UNHEARD)]


def test_what_was_done_is_proposed_with_the_words_that_stood_for_it(tmp_path: Path) -> None:
    brought(tmp_path, learning.LEAST)
    first = propose(UNHEARD)[0]
    assert (first.category, first.sure) == (HAMMOCK, False)
    assert "lục bình" in " ".join(first.words)
    assert propose("guong quay coc cach")[0].category == PUMP
    assert propose("xin chào") == []


def test_what_came_today_or_is_still_worked_on_teaches_nothing_yet(tmp_path: Path) -> None:
    brought(tmp_path, learning.LEAST)
    Report.objects.update(received_at=clock.now())
    assert learning.hints() is None
    Report.objects.update(received_at=clock.now() - dt.timedelta(days=2), state="new", ended_at=None)
    assert learning.hints() is None
