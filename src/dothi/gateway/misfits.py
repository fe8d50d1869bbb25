"""What the database does not take, in our words: which kind of value does not fit, never the engine's own text."""

from __future__ import annotations

import psycopg

from dothi.kernel.errors import BadRequest

# SQLSTATE → what did not fit, as `error-value-not-storable` words it
_KINDS = {
    "22003": "number", "2200M": "number", "22P03": "number",
    "22007": "time", "22008": "time", "22015": "time",
    "2201B": "pattern",
    "22021": "letter", "22P05": "letter",
    "22001": "length",
    "22P02": "form", "22030": "form", "22032": "form",
}  # fmt: skip


def misfit(error: psycopg.Error) -> BadRequest:
    """The refusal of a value that only the database knows it cannot hold."""
    return BadRequest("value-not-storable", kind=_KINDS.get(error.sqlstate or "", "other"))
