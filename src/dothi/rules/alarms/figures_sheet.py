"""The figures of alarms as a table for a report: one figure per line, with its unit, guide and where the guide is from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.sheets import csv_line, safe
from dothi.rules.alarms import guides

COLUMNS = ("group", "figure", "value", "unit", "guide", "source", "certainty")
Row = tuple[str, str, Any, str, Any, str, str]


def rows(figures: dict[str, Any]) -> list[Row]:
    """Every figure of the page, in its order. A figure that cannot be said is left empty, never zero."""
    return [row for part in (_burden, _consoles, _shares, _hours, _worst, _waiting) for row in part(figures)]


def _row(group: str, figure: str, value: Any, unit: str, guide: str = "") -> Row:
    held = guides.in_force().get(guide)
    known = (held.value, held.source, t(f"certainty-{held.certainty}")) if held else ("", "", "")
    shown = round(value, 2) if isinstance(value, float) else value
    return (
        t(f"alarms-figures-{group}"),
        figure,
        "" if shown is None else shown,
        t(f"alarms-unit-{unit}"),
        *known,
    )


def _burden(figures: dict[str, Any]) -> Iterator[Row]:
    for name, number in figures["totals"].items():
        yield _row("totals", t(f"alarms-figures-{name.replace('_', '-')}"), number, "times")
    for name, number in figures["asides"].items():
        yield _row("totals", t(f"alarms-figures-{name.replace('_', '-')}-acts"), number, "times")
    standing = figures["standing"]
    yield _row("totals", t("alarms-figures-standing", hours=standing["hours"]), standing["number"], "alarms")
    for word, number in figures["origins"]:
        yield _row("origins", t(f"origin-{word}"), number, "times")


def _consoles(figures: dict[str, Any]) -> Iterator[Row]:
    for row in figures["consoles"]:
        name = str(row["agency"] or t("alarms-figures-no-agency"))
        yield _row("consoles", f"{name}: {t('alarms-figures-mean')}", row["mean"], "per-slot", "rate")
        yield _row("consoles", f"{name}: {t('alarms-figures-peak')}", row["peak"], "per-slot", "flood-begins")
        yield _row("consoles", f"{name}: {t('alarms-figures-flood-share')}", row["flood_share"], "percent")
        yield _row("consoles", f"{name}: {t('alarms-figures-hours-above')}", row["hours_above"], "hours")


def _shares(figures: dict[str, Any]) -> Iterator[Row]:
    for row in figures["shares"]:
        yield _row(
            "shares",
            t(f"alarms-figures-share-{row['name']}"),
            row["share"],
            "percent",
            f"share-{row['name']}",
        )


def _hours(figures: dict[str, Any]) -> Iterator[Row]:
    for row in figures["hours"]:
        yield _row("hours", f"{row['hour']:02d}:00", row["mean"], "per-hour")


def _worst(figures: dict[str, Any]) -> Iterator[Row]:
    for group in ("top", "chattering"):
        for row in figures[group]:
            yield _row(group, f"{_rule(row)} · {_place(row)}", row["number"], "times")


def _waiting(figures: dict[str, Any]) -> Iterator[Row]:
    for row in figures["waited"]:
        word = t(f"web-severity-{row['severity']}")
        yield _row("waited", f"{word}: p50", row["half"], "seconds")
        yield _row("waited", f"{word}: p95", row["most"], "seconds")
        yield _row("waited", f"{word}: {t('alarms-figures-waiting')}", row["waiting"], "alarms")
    for row in figures["operators"]:
        yield _row("operators", f"{row['person']}: p50", row["half"], "seconds")
        yield _row("operators", f"{row['person']}: p95", row["most"], "seconds")


def _rule(row: dict[str, Any]) -> str:
    return str(row["rule"].name if row["rule"] else row["rule_code"])


def _place(row: dict[str, Any]) -> str:
    return row["alarm"].place_name if row["alarm"] else str(row["entity_id"])


def _head(figures: dict[str, Any]) -> list[str]:
    period = figures["period"]
    days = [at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y") for at in (period.since, period.until)]
    return [t("alarms-figures-title"), t("alarms-figures-span", since=days[0], until=days[1])]


def as_csv(figures: dict[str, Any]) -> str:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula."""
    head = [_head(figures), [t(f"alarms-column-{name}") for name in COLUMNS]]
    return "\ufeff" + "".join(map(csv_line, (*head, *rows(figures))))


def as_xlsx(figures: dict[str, Any]) -> bytes:
    """The same as a workbook, figures as numbers."""
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for place, width in zip("ABCDEFG", (26, 60, 14, 22, 10, 50, 22), strict=True):
        page.column_dimensions[place].width = width
    page.append(_head(figures))
    page.append([t(f"alarms-column-{name}") for name in COLUMNS])
    for row in rows(figures):
        page.append(
            [ILLEGAL_CHARACTERS_RE.sub("", safe(cell)) if isinstance(cell, str) else cell for cell in row]
        )
    book.save(out)
    return out.getvalue()
