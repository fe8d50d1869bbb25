"""Trials of rules: begun by a person, carried out at once or by a job, stopped, and shown to whoever may see what was judged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from dothi.accounts.models import Person
from dothi.kernel import clock, runs
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.permissions import Scope
from dothi.rules import actions as rules
from dothi.rules.dryrun import drafts, reading
from dothi.rules.dryrun.models import DryRun
from dothi.rules.dryrun.trying import Span, plan, tried
from dothi.rules.models import Rule

AT_ONCE = 300_000  # values that a person waits for; more are a job
LONGEST = dt.timedelta(days=366)
LEAST_TRIED = dt.timedelta(
    days=7
)  # every day of the week; a shorter trial may be looked at, but says nothing for arming
FRESH = dt.timedelta(days=30)  # history has gone on: an older trial says nothing about the last days
TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


def begin(rule: Rule, changes: dict[str, Any], *, span: Span, by: Person) -> DryRun:
    """Tries a draft of a rule beside the rule itself, on what `by` may see. Raises BadRequest for a draft that is none."""
    if not dt.timedelta(0) < span.until - span.since <= LONGEST:
        raise BadRequest("dry-run-span", days=LONGEST.days)
    draft = rules.drafted(rule, changes | {"armed": False})
    row, is_new = _registered(rule, draft, changes, span, by)
    if is_new:
        _carry_out_or_queue(row, [draft, rule], by.scope("entities.view"))
        row.refresh_from_db()
    return row


@transaction.atomic
def _registered(
    rule: Rule, draft: Rule, changes: dict[str, Any], span: Span, by: Person
) -> tuple[DryRun, bool]:
    Rule.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=rule.pk
    )  # a form sent twice: one after the other
    now, wanted = clock.now(), drafts.digest(draft)
    rows = DryRun.objects.filter(requested_by=by, code=rule.code, digest=wanted, draft=drafts.kept(changes))
    recent = rows.filter(created_at__gt=now - TWICE).order_by("-pk").first()
    if recent and abs(recent.since - span.since) < TWICE and abs(recent.until - span.until) < TWICE:
        return recent, False
    row = DryRun.objects.create(
        code=rule.code, base=rule, draft=drafts.kept(changes), digest=wanted, since=span.since, until=span.until,
        requested_by=by, reach=by.scope("entities.view").as_lines(), created_at=now,
    )  # fmt: skip
    return row, True


def _carry_out_or_queue(row: DryRun, both: list[Rule], scope: Scope) -> None:
    from dothi.rules.dryrun.jobs import dry_run_job

    _trials, ids, asked = plan(both, scope, Span(row.since, row.until))
    if not ids or reading.estimate(asked) <= AT_ONCE:
        carry_out(row.pk)
    else:
        runs.queue(row, busy="dry-run-runs-already")
        dry_run_job.defer(dry_run_id=row.pk)


def carry_out(pk: int, *, attempts: int | None = None) -> None:
    """Runs a registered trial to its end in this process. Raises Conflict when it runs elsewhere; what else goes wrong is kept."""
    started = clock.now()
    row, _resumed = runs.take(DryRun, pk, started, busy="dry-run-runs-already", attempts=attempts)
    try:
        result = _result(row, started)
    except DothiError as error:
        fields = {name: str(value) for name, value in error.fields.items()}
        runs.end(row, DryRun.State.FAILED, started, error_code=error.code, error_fields=fields)
    except BaseException:
        runs.end(row, DryRun.State.FAILED, started, error_code="dry-run-broke-off")
        raise
    else:
        runs.end(row, DryRun.State.DONE, started, fraction=1.0, result=result)


def _result(row: DryRun, started: dt.datetime) -> dict[str, Any]:
    draft = rules.drafted(row.base, drafts.changes(row.draft) | {"armed": False, "valid_from": None})
    running = DryRun.objects.filter(pk=row.pk, started_at=started, state=DryRun.State.RUNNING)

    def beat(share: float) -> None:
        if not running.update(beat_at=clock.now(), fraction=share):
            raise Conflict("dry-run-stopped")

    span, scope = Span(row.since, row.until), Scope.of_lines(row.reach)
    same = drafts.digest(row.base) == row.digest
    found = tried([draft] if same else [draft, row.base], scope, span, progress=beat)
    told = found.as_result(span, ["draft"] if same else ["draft", "base"])
    return told | {"base": told["draft"]} if same else told


def stop(row: DryRun) -> None:
    """It ends at its next beat. Raises Conflict when it neither runs nor waits."""
    runs.stop(row, idle="dry-run-does-not-run")


def of_rule(code: str) -> QuerySet[DryRun]:
    """Trials of a rule, the newest first."""
    return DryRun.objects.filter(code=code).select_related("base", "became", "requested_by").order_by("-pk")


def get(code: str, pk: int, person: Person) -> DryRun:
    """A trial that judged nothing which this person may not see. Raises NotFound."""
    row = of_rule(code).filter(pk=pk).first()
    if row is None or not may_see(row, person):
        raise NotFound("dry-run-does-not-exist", id=pk)
    return row


def may_see(row: DryRun, person: Person) -> bool:
    own = person.scope("entities.view")
    return row.requested_by_id == person.pk or all(
        own.contains(grant) for grant in Scope.of_lines(row.reach).grants
    )


def proof_of(draft: Rule) -> DryRun | None:
    """The newest trial that came to its end and judged just this, over a week or more; whose it is plays no part."""
    done = DryRun.objects.filter(code=draft.code, digest=drafts.digest(draft), state=DryRun.State.DONE)
    long = done.filter(until__gte=F("since") + LEAST_TRIED, ended_at__gt=clock.now() - FRESH)
    return long.order_by("-pk").first()
