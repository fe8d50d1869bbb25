"""Screens of a trial: what the rule would have raised, beside what it raises now, and the step into force from there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.kernel.errors import DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules import actions as rules
from dothi.rules import queries
from dothi.rules.dryrun import actions, drafts
from dothi.rules.dryrun.arming import needs_trial, put_in_force
from dothi.rules.dryrun.chart import strip
from dothi.rules.dryrun.forms import SpanForm
from dothi.rules.dryrun.models import DryRun
from dothi.rules.forms import outlived_figures
from dothi.rules.models import Rule
from dothi.rules.wording import differences

SHOWN = 50  # episodes in the table; the figures are of all


def managed(person: Person, code: str) -> Rule:
    """The rule in force. Raises NotAllowed when this person does not manage it."""
    rule = queries.get_rule(code)
    if not person.scope("rules.manage").covers(rule.unit_id, rule.agency_id):
        raise NotAllowed(permission="rules.manage")
    return rule


@require_POST
@requires("rules.manage")
def begin(request: HttpRequest, code: str) -> HttpResponseBase:
    """Tries the version in force as it is."""
    person = person_of(request)
    rule, form = managed(person, code), SpanForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("rule", code)
    try:
        row = actions.begin(rule, {}, span=form.span(), by=person)
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("rule", code)
    return redirect("rule-tried", code, row.pk)


@require_GET
@requires("rules.view")
def one(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What came of a trial; while it runs, how far it is."""
    person = person_of(request)
    row = actions.get(code, pk, person)
    return render(request, "rules/try.html", _context(row, person))


def _context(row: DryRun, person: Person) -> dict[str, Any]:
    rule = queries.get_rule(row.code)
    context: dict[str, Any] = {
        "row": row, "rule": rule, "newest": queries.newest_version(row.code), "then": row.then, "now_": row.now,
        "looked_at": (row.result or {}).get("looked_at", {}), "error": _error(row),
        "may_manage": person.scope("rules.manage").covers(rule.unit_id, rule.agency_id),
    }  # fmt: skip
    if row.result:
        context |= {
            "episodes": row.then["episodes"][:SHOWN],
            "chart": strip(row.then["days"], row.now["days"]),
            "hours": strip([(f"{h:02}", n) for h, n in enumerate(row.then["hours"])], None),
        } | _step(row, rule)
    return context


def _step(row: DryRun, rule: Rule) -> dict[str, Any]:
    """What arming this draft would do from here."""
    try:
        draft = rules.drafted(rule, drafts.changes(row.draft) | {"valid_from": None, "armed": True})
    except DothiError as error:
        return {"refused": message_of(error)}
    same = drafts.digest(draft) == row.digest  # else the rule has changed under the draft
    changed = differences(rule, draft)
    return {"differences": changed, "may_arm": same and bool(changed), "arms": needs_trial(rule, draft)}


def _error(row: DryRun) -> str:
    return t(f"error-{row.error_code}", **row.error_fields) if row.error_code else ""


@require_GET
@requires("rules.view")
def progress(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The part that asks for itself again every second while a trial runs."""
    person = person_of(request)
    row = actions.get(code, pk, person)
    answer = render(request, "rules/_try_progress.html", _context(row, person))
    if not row.is_active:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires("rules.manage")
def stop(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Ends a trial that waits or runs."""
    person = person_of(request)
    managed(person, code)
    try:
        actions.stop(actions.get(code, pk, person))
    except DothiError as error:
        messages.error(request, message_of(error))
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("rule-tried", code, pk)


@require_POST
@requires("rules.manage")
def arm(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Puts the tried draft in force, armed."""
    person = person_of(request)
    rule, row = managed(person, code), actions.get(code, pk, person)
    seen = request.POST.get("seen", "")
    changes = drafts.changes(row.draft) | {"armed": True}
    try:
        new = put_in_force(
            rule, changes, reason=request.POST.get("reason", ""), by=person,
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        )  # fmt: skip
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("rule-tried", code, pk)
    day = new.valid_from.strftime("%d/%m/%Y")
    messages.success(request, t("rules-changed-now", version=new.version, day=day))
    if said := outlived_figures(rule, new):
        messages.warning(request, t("rules-words-outlived", figures=", ".join(said)))
    return redirect("rule", code)
