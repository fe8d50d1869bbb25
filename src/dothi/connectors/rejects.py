"""The list of refused rows as a CSV that a spreadsheet may open safely (`sheets.csv_line`)."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.connectors.models import Import
from dothi.kernel.i18n import t
from dothi.kernel.sheets import csv_line


def csv_lines(import_run: Import) -> Iterator[str]:
    """Heading, then one row per reject in the order of the file."""
    yield csv_line(t(f"connectors-column-{name}") for name in ("line", "column", "value", "reason", "detail"))
    for one in import_run.rejects.order_by("line", "pk").iterator(chunk_size=2000):
        yield csv_line([one.line, one.column, one.value, t(f"connectors-reject-{one.reason}"), one.detail])
