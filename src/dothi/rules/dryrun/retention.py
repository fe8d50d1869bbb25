"""How long trials are kept: those that became a version stay with it."""

from __future__ import annotations

from dothi.kernel.retention import forgets_rows, named

forgets_rows(
    "dry-runs", 90, "Xem lại và so sánh các lần thử quy tắc trước khi bật",
    table="rules_dry_run", select=named("dothi.rules", "sql/dryrun.sql", "past_trials"),
)  # fmt: skip
