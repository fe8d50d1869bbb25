"""One trial of a rule on history: whose, of which draft, over which days, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from dothi.accounts.models import Person
from dothi.kernel.runs import Run


class DryRun(Run):
    """Written once by a person with the draft, then only by the machine that reports progress and result.

    `draft` are the changes to `base` as `drafts.kept` writes them; `digest` is of what is judged (`drafts.digest`): a version that is
    armed must have been tried with the same one.
    """

    code = models.SlugField(max_length=80)
    base = models.ForeignKey("rules.Rule", on_delete=models.PROTECT, related_name="+")
    became = models.ForeignKey("rules.Rule", null=True, on_delete=models.PROTECT, related_name="dry_runs")
    draft = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()
    requested_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reach = models.JSONField()  # Scope.as_lines() of who asked: what was judged, and who may see it
    result = models.JSONField(null=True)

    class Meta:
        app_label = "rules"
        db_table = "rules_dry_run"
        indexes = [models.Index(fields=["code", "-created_at"], name="rules_dry_run_of_rule")]

    def __str__(self) -> str:
        return f"{self.code} {self.since:%Y-%m-%d}–{self.until:%Y-%m-%d}"

    @property
    def days(self) -> int:
        return max(1, round((self.until - self.since).total_seconds() / 86400))

    @property
    def then(self) -> dict[str, Any]:
        """What the draft would have raised."""
        told: dict[str, Any] = (self.result or {}).get("draft", {})
        return told

    @property
    def now(self) -> dict[str, Any]:
        """What the version it began from would have raised."""
        told: dict[str, Any] = (self.result or {}).get("base", {})
        return told
