"""The clocks as a table for a report: a figure per line, with what it rests on and what gave none."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.dispatch.clocks.asked import service_names
from dothi.dispatch.clocks.clocks import Measure
from dothi.dispatch.clocks.figures import Figure, Figures
from dothi.incidents.kinds import name_of
from dothi.kernel.i18n import has, t
from dothi.kernel.sheets import csv_line
from dothi.kernel.templatetags.dothi import vn_time

COLUMNS = ("group", "value", "clock", "n", "p50", "p90", "p95", "missing", "impossible")
HELD = ("clock", "service", "standard", "within", "share-wanted", "share", "n", "source", "certainty")
_COUNTS = ("calls", "ringing", "abandoned", "hoax", "by_hand", "cases", "units", "turned_back")


def as_csv(found: Figures) -> str:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula."""
    return "\ufeff" + "".join(map(csv_line, _lines(found)))


def _lines(found: Figures) -> Iterator[list[object]]:
    period = found.period
    yield [t("dispatch-clocks-title"), period.service or t("dispatch-clocks-every-service")]
    yield [t("dispatch-clocks-span", since=vn_time(period.since), until=vn_time(period.until))]
    yield [t("dispatch-clocks-computed"), vn_time(found.computed_at)]
    yield [t("dispatch-clocks-method")]
    for origin, number in found.origins.items():
        yield [t(f"origin-{origin.word}"), number]
    for name in _COUNTS:
        yield [t(f"dispatch-count-{name.replace('_', '-')}"), getattr(found.counts, name)]
    yield []
    yield [t(f"dispatch-column-{name}") for name in COLUMNS]
    yield from _group("", "", found.whole)
    for by, values in found.groups.items():
        for value, clocks in values.items():
            yield from _group(t(f"dispatch-by-{by}"), _named(by, value), clocks)
    yield []
    yield [t(f"dispatch-column-{name}") for name in HELD]
    for held in found.held:
        one = held.target
        yield [
            t(f"dispatch-clock-{one.measure}"), one.service, one.standard or t("dispatch-target-own"), one.within_s, one.share,
            "" if held.share is None else round(held.share, 2), held.n, one.source, t(f"certainty-{one.certainty}"),
        ]  # fmt: skip


def _group(by: str, value: str, clocks: dict[Measure, Figure]) -> Iterator[list[object]]:
    for measure in (one for one in Measure if one in clocks):
        row = clocks[measure]
        ranks = ["" if one is None else one for one in (row.p50, row.p90, row.p95)]
        yield [by, value, t(f"dispatch-clock-{measure.value}"), row.n, *ranks, row.missing, row.impossible]


def _named(by: str, value: str) -> str:
    if by == "service":
        return service_names().get(value, value)
    if by == "kind":
        return name_of(value) if value else ""
    key = f"web-severity-{value}"
    return t(key) if by == "severity" and has(key) else value
