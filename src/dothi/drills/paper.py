"""A drill as a paper: what was played, how the team stood against each target, whose desk it was; signed by who led it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.drills import shown
from dothi.drills.models import Drill
from dothi.drills.scoring.figures import met_of
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.papers.form import Section, Table, day_of

LANG = "vi"


@dataclass(frozen=True, slots=True)
class DrillPaper:
    """As `kernel.papers.form.Drawn` asks."""

    row: Drill
    made_at: dt.datetime
    made_by: str
    sections: list[Section]
    lang: str = LANG
    number: str = ""

    @property
    def above(self) -> str:
        parent = self.row.agency.parent if self.row.agency else None
        return parent.name_vi if parent else ""

    @property
    def agency(self) -> str:
        return self.row.agency.name_vi if self.row.agency else ""

    @property
    def day(self) -> str:
        return day_of(self.row.ended_at or self.made_at, "", LANG)

    @property
    def title(self) -> str:
        return t("drills-paper-title", LANG)

    @property
    def about(self) -> str:
        return t("drills-paper-about", LANG, title=self.row.title_vi, name=self.row.name)

    @property
    def mark(self) -> str:
        """Nobody may take it for something that happened."""
        return t("drills-paper-mark", LANG)

    @property
    def made(self) -> str:
        return t("drills-paper-made", LANG, at=_moment(self.made_at), by=self.made_by)

    @property
    def receiving(self) -> list[str]:
        return []

    @property
    def signers(self) -> list[tuple[str, str]]:
        return [(t("drills-paper-led", LANG), str(self.row.ended_by or self.row.made_by or ""))]


def paper_of(row: Drill, reader: str, steps: int) -> DrillPaper:
    """`steps`: how many things happen outside in the scenario."""
    called = shown.names(row)
    told = shown.figures(row, called, LANG)
    sections = [_facts(row, steps), _targets(told)]
    if desks := shown.desks(row, called):
        sections.append(
            _table("desks", ("desk", "kept"), [[name, f"{kept}/{n}"] for name, kept, n in desks], [6, 2])
        )
    readings = [
        [
            f"{t(one['name'], LANG)} ({one['told']})",
            reading["subject"],
            reading["said"],
            reading["clock"],
            reading["who"],
        ]
        for one in told
        for reading in one["rows"]
    ]
    if readings:
        sections.append(
            _table("readings", ("target", "subject", "value", "at", "who"), readings, [4, 2.4, 1.7, 1.5, 3])
        )
    return DrillPaper(row=row, made_at=clock.now(), made_by=reader, sections=sections)


def _facts(row: Drill, steps: int) -> Section:
    kept, n = met_of(row.score.get("figures", ()))
    counts = row.score.get("counts", {})
    facts = [
        ("scenario", f"{row.title_vi} ({row.scenario})"),
        ("pace", f"{row.pace:g}"),
        ("began", _moment(row.started_at)),
        ("ended", _moment(row.ended_at)),
        ("steps", f"{row.progress.get('done', 0)}/{steps}"),
        (
            "counts",
            t(
                "drills-counts",
                LANG,
                **{name: counts.get(name, 0) for name in ("calls", "cases", "units", "warnings")},
            ),
        ),
        ("met", f"{kept}/{n}" if n else "—"),
    ]
    return Section(
        t("drills-paper-facts", LANG), facts=[(t(f"drills-paper-{name}", LANG), text) for name, text in facts]
    )


def _targets(told: list[dict[str, Any]]) -> Section:
    rows = [
        [
            f"{t(one['name'], LANG)}: {one['told']}", f"{one['kept']}/{one['n']}", t(one["verdict"], LANG),
            f"{one['half_said']} / {one['worst_said']}", f"{one['target']['source']} [{one['target']['certainty']}]",
        ]
        for one in told
    ]  # fmt: skip
    return _table(
        "targets", ("target", "kept", "verdict", "half-worst", "source"), rows, [3.2, 1, 1.5, 2.2, 4]
    )


def _table(name: str, head: tuple[str, ...], rows: list[list[str]], widths: list[float]) -> Section:
    columns = [t(f"drills-paper-{one}", LANG) for one in head]
    return Section(t(f"drills-paper-{name}", LANG), table=Table(columns, rows, widths) if rows else None)


def _moment(at: dt.datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}" if at else "—"
