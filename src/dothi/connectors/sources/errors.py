"""Why a source gave nothing: one error for all kinds, told to its owner in clear words (`error-source-…`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.kernel.errors import DothiError


class SourceError(DothiError):
    """The other side, or the way to it, failed. `permanent`: trying again soon will not help, somebody must change something.

    `after_s`: how long the other side asks us to wait (Retry-After).
    """

    code, status, title = "source-failed", 502, "BadGateway"

    def __init__(
        self,
        reason: str,
        /,
        *,
        permanent: bool = False,
        after_s: float | None = None,
        status: int | None = None,
        **fields: Any,
    ) -> None:
        super().__init__(f"source-{reason}", **fields)
        self.permanent, self.after_s, self.answer_status = permanent, after_s, status
        if status is not None:  # of their answer; ours stays what it is
            self.fields["status"] = status
        self.headers: Mapping[str, str] = {}  # of an answer that refused
