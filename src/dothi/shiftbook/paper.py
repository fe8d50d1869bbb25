"""A shift of the book as a paper: who had it, what happened, what it handed over, signed by both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.papers.form import Section, Table, day_of
from dothi.shiftbook import queries, showing
from dothi.shiftbook.models import BookLine, Handover, Shift
from dothi.shiftbook.showing import said

LANG = "vi"
MOST_OF_A_ROOM = 300  # open things: a flood is counted on the paper and listed whole in the book


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """As `kernel.papers.form.Drawn` asks."""

    shift: Shift
    made_at: dt.datetime
    made_by: str
    sections: list[Section]
    lang: str = LANG
    number: str = ""
    mark: str = ""

    @property
    def above(self) -> str:
        parent = self.shift.desk.agency.parent
        return parent.name_vi if parent else ""

    @property
    def agency(self) -> str:
        return self.shift.desk.agency.name_vi

    @property
    def day(self) -> str:
        return day_of(self.shift.begins_at, "", LANG)

    @property
    def title(self) -> str:
        return t("shiftbook-paper-title", LANG)

    @property
    def about(self) -> str:
        return t("shiftbook-paper-about", LANG, desk=self.shift.desk.name_vi, code=self.shift.code)

    @property
    def made(self) -> str:
        return t("shiftbook-paper-made", LANG, at=_moment(self.made_at), by=self.made_by)

    @property
    def receiving(self) -> list[str]:
        return []

    @property
    def signers(self) -> list[tuple[str, str]]:
        """Who leaves and who comes; a name that is missing stays empty."""
        return [
            (t("shiftbook-paper-leaving", LANG), str(self.shift.handed_by or "")),
            (t("shiftbook-paper-coming", LANG), str(self.shift.taken_by or "")),
        ]


def paper_of(shift: Shift, reader: str) -> ShiftPaper:
    handover = queries.handover_of(shift)
    sections = [_facts(shift, handover), _course(shift)]
    if handover is not None:
        sections.append(_carried(handover))
    return ShiftPaper(shift=shift, made_at=clock.now(), made_by=reader, sections=sections)


def _facts(shift: Shift, handover: Handover | None) -> Section:
    facts = [
        ("planned", f"{_moment(shift.begins_at)} – {_moment(shift.ends_at)} {shift.name}".strip()),
        ("state", t(f"shiftbook-state-{shift.state}", LANG)),
        ("opened", f"{_moment(shift.opened_at)} · {shift.opened_by or '—'}"),
        ("responsible", str(shift.responsible or "—")),
        ("closed", f"{_moment(shift.closed_at)} · {shift.taken_by or '—'}"),
    ]
    if handover is not None:
        facts.append(("note", handover.note or handover.answer or "—"))
    told = [(t(f"shiftbook-paper-{name}", LANG), text) for name, text in facts]
    return Section(t("shiftbook-paper-facts", LANG), facts=told)


def _course(shift: Shift) -> Section:
    head = [t(f"shiftbook-paper-{name}", LANG) for name in ("when", "what", "who")]
    itself = t("shiftbook-paper-by-system", LANG)  # on paper no line stands without who wrote it
    rows = [[_moment(line.at), _line(line), str(line.person or itself)] for line in queries.lines(shift)]
    return Section(t("shiftbook-paper-course", LANG), table=Table(head, rows, [1.6, 6, 2]))


def _line(line: BookLine) -> str:
    return said(line, LANG)


def _carried(handover: Handover) -> Section:
    head = [t(f"shiftbook-paper-{name}", LANG) for name in ("room", "open", "since", "word")]
    rows: list[list[str]] = []
    counts = dict(handover.items.order_by().values_list("room").annotate(Count("pk")))
    for room, count in sorted(counts.items()):
        name, listed = t(f"shiftbook-room-{room}", LANG), showing.handed(handover, room)[:MOST_OF_A_ROOM]
        rows += [[name, one.label, _moment(one.since), one.word] for one in listed]
        if count > MOST_OF_A_ROOM:
            more = t("shiftbook-paper-more", LANG, count=count - MOST_OF_A_ROOM, code=handover.shift.code)
            rows.append([name, more, "", ""])
    title = t("shiftbook-paper-carried", LANG, count=sum(counts.values()))
    return Section(title, table=Table(head, rows, [1.6, 5, 1.6, 2.4]) if rows else None)


def _moment(at: dt.datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" if at else "—"
