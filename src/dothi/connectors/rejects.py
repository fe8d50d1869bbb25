"""The list of refused rows as a CSV that a spreadsheet may open safely."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.connectors.models import Import
from dothi.kernel.i18n import t

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(import_run: Import) -> Iterator[list[str]]:
    """Heading, then one row per reject in the order of the file."""
    yield [t(f"connectors-column-{name}") for name in ("line", "column", "value", "reason", "detail")]
    for one in import_run.rejects.order_by("line", "pk").iterator(chunk_size=2000):
        cells = [str(one.line), one.column, one.value, t(f"connectors-reject-{one.reason}"), one.detail]
        yield [_harmless(cell) for cell in cells]


def _harmless(cell: str) -> str:
    """What begins like a formula is quoted (numbers stay numbers): the value came from outside."""
    if cell.startswith(_FORMULA) and not cell.lstrip("+-").replace(".", "", 1).isdigit():
        return "'" + cell
    return cell
