"""`briefings`: a daily briefing of a province: every shipped board, 34 communes, `--entities` cells a figure and day; figures and receipts, both files, the check.

Value: seconds from the press until the draft stands (`make`), until its DOCX and PDF are drawn (`draw`), and until every figure was
computed again twice (`verify`). Floor, in the same run: the same cells read by one plain statement (`make`, `verify`); as many
lines of text as the paper has, drawn by ReportLab without tables or styles (`draw`).
"""

from __future__ import annotations

import datetime as dt
import io
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from dothi.bench.engines import engines
from dothi.bench.report import Figure, figure

DAYS, COMMUNES, ROUNDS = 5, 34, 5


def run(tell: Callable[[str], None] = lambda text: None, entities: int = COMMUNES) -> list[Figure]:
    """The figures of this bench."""
    with engines() as bench:
        os.environ.update(bench.environment)
        import django

        django.setup()
        by = _found(entities)
        return _measured(by, tell)


def _found(communes: int) -> Any:
    """Packs in force, somebody who sees everything, cells of the last days for each commune."""
    from dothi.accounts import actions
    from dothi.indicators import book
    from dothi.indicators.models import Figure as Cell
    from dothi.indicators.periods import last, next_begin
    from dothi.kernel import clock
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED
    from dothi.territory.models import Level, Unit

    for folder in sorted(SHIPPED.iterdir()):
        if (folder / "pack.toml").is_file():
            load_pack(folder, by=None)
    agency = actions.add_agency(
        "bench-ioc",
        name_vi="Trung tâm IOC",
        name_en="IOC",
        kind="centre",
        unit=None,
        valid_from=clock.today(),
        by=None,
    )
    by, _ = actions.invite_person(
        "bench",
        "Bench",
        by=None,
        agency=agency,
        password="Do-bao-cao-2026-mua-mua",  # noqa: S106 - of a city that is gone in a minute
        temporary=False,
    )
    actions.grant_role(by, "duty-officer", by=None, valid_from=clock.today())
    units = [
        Unit.objects.create(
            code=f"97{number:03}", level=Level.COMMUNE, kind="Phường", name=f"Đo {number}", full_name=f"Phường Đo {number}",
            name_en=f"Bench {number}", valid_from=dt.date(2025, 7, 1),
        )
        for number in range(communes)
    ]  # fmt: skip
    now = clock.now()
    Cell.objects.bulk_create(
        (
            Cell(
                code=one.code, method=one, starts_at=begin, ends_at=next_begin(begin, one.over), unit=unit, numerator=24.0 * place,
                denominator=24.0, low=1.0, high=float(place), bins={"1100": 24}, count=24, entities=1, expected=1,
                origins=[24, 0, 0, 0, 0], newest_at=now, recorded_at=now,
            )
            for one in book.in_force().values()
            for begin in last(DAYS, now, one.over)
            for place, unit in enumerate(units)
        ),
        batch_size=5_000,
    )  # fmt: skip
    return by


def _measured(by: Any, tell: Callable[[str], None]) -> list[Figure]:
    from dothi.briefings import actions, composing, verifying
    from dothi.briefings.models import Kind

    made: list[float] = []
    drawn: list[float] = []
    checked: list[float] = []
    lines = 0
    for _ in range(ROUNDS):
        one, took = _timed(lambda: actions.make(Kind.DEMAND, by=by))
        made.append(took)
        files, took = _timed(lambda one=one: composing.drawn(one))  # type: ignore[misc]
        drawn.append(took)
        _, took = _timed(lambda files=files: verifying.verify(files.docx))  # type: ignore[misc]
        checked.append(took)
        lines = 4 * len(composing.receipts_of(one)) + 40
    tell(f"{(lines - 40) // 4} figures")
    read = statistics.median(_timed(_cells)[1] for _ in range(ROUNDS))
    plain = statistics.median(_timed(lambda: _lines(lines))[1] for _ in range(ROUNDS))
    return [
        figure("briefings.make", 1000 * statistics.median(made), "ms", 1000 * read, made),
        figure("briefings.draw", 1000 * statistics.median(drawn), "ms", 1000 * plain, drawn),
        figure("briefings.verify", 1000 * statistics.median(checked), "ms", 1000 * read, checked),
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def _cells() -> int:
    from django.db import connection

    with connection.cursor() as db:
        db.execute("select * from indicators_figure where superseded_at is null")
        return len(db.fetchall())


def _lines(number: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    from dothi.kernel.papers.pdf import FONT, letters

    letters()
    out = io.BytesIO()
    paper = Canvas(out)
    for line in range(number):
        if line % 45 == 0:
            if line:
                paper.showPage()
            paper.setFont(FONT, 13)
        paper.drawString(85, 780 - 16 * (line % 45), f"{line} Số liệu ghi nhận đến 07:00, 35,2 µg/m³")
    paper.save()
    return out.getvalue()
