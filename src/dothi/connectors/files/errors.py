"""Why a mapping or a row is refused. One shape for both: where, a reason code, and the words' arguments."""

from __future__ import annotations

from typing import Any

from dothi.kernel.errors import BadRequest


class MappingError(BadRequest):
    """The mapping file is wrong: `file`, `where` (line or key) and a reason with its remedy (`error-mapping-…`)."""

    code = "mapping-wrong"

    def __init__(self, reason: str, /, *, file: str, where: str, **fields: Any) -> None:
        super().__init__(f"mapping-{reason}", file=file, where=where, **fields)


class TableError(BadRequest):
    """The data file as a whole cannot be read (`error-file-…`)."""

    def __init__(self, reason: str, /, *, file: str, **fields: Any) -> None:
        super().__init__(f"file-{reason}", file=file, **fields)


class RowError(Exception):
    """One cell or row is refused; the rest goes on. `reason` is a key below `connectors-reject-`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail
