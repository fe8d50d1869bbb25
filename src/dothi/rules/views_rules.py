"""Screens of rules. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires
from dothi.rules import actions, forms, queries
from dothi.rules.models import Kind, Rule
from dothi.rules.operators import operators
from dothi.rules.preview import Preview, preview


@require_GET
@requires("rules.view")
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule in force: what it watches, whether it is armed, where it comes from and how sure that is."""
    counts = queries.alarm_counts_by_rule(person_of(request).scope("alarms.view"))
    rules = [
        {
            "rule": rule,
            "active": counts.get(rule.code, (0, None))[0],
            "last": counts.get(rule.code, (0, None))[1],
        }
        for rule in queries.rules_in_force()
    ]
    return render(request, "rules/rule_list.html", {"rules": rules})


@require_GET
@requires("rules.view")
def rule_page(request: HttpRequest, code: str) -> HttpResponse:
    """One rule with its versions; `?at=` shows what was in force, and which versions were written, as known then."""
    at = past_minute(request.GET.get("at", ""))
    today = queries.get_rule(code)  # a code that never was is told so, also at a past minute
    if at is None:
        return render(request, "rules/rule.html", _rule_context(request, today))
    day, versions = at.astimezone(clock.VIETNAM).date(), queries.versions_known_at(code, at)
    rule = queries.in_force(versions, day)
    context: dict[str, Any] = {"rule": None, "today": today, "at": at}
    if rule:
        context |= _rule_context(request, rule, versions, day) | {"may_manage": False}
    return render(request, "rules/rule.html", context)


def _rule_context(
    request: HttpRequest, rule: Rule, versions: Sequence[Rule] | None = None, day: dt.date | None = None
) -> dict[str, Any]:
    versions = queries.versions(rule.code) if versions is None else versions
    day = day or clock.today()
    return {
        "rule": rule,
        "versions": versions,
        "coming": [version for version in versions if version.valid_from > day],
        "hold": forms.short(rule.hold),
        "no_data_after": forms.short(rule.no_data_after),
        "is_threshold": rule.kind == Kind.THRESHOLD,
        "may_manage": _may_manage(person_of(request), rule),
    }


def _may_manage(person: Person, rule: Rule) -> bool:
    return person.scope("rules.manage").covers(rule.unit_id, rule.agency_id)


@require_http_methods(["GET", "POST"])
@requires("rules.manage")
def rule_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Thresholds, durations, severity: shown what they would have raised, then saved as the next version."""
    rule = queries.get_rule(code)
    if not _may_manage(person_of(request), rule):
        raise NotAllowed(permission="rules.manage")
    newest = queries.newest_version(code)
    form = forms.RuleForm(rule, request.POST if request.method == "POST" else None, newest=newest)
    context = _rule_context(request, rule) | {
        "form": form,
        "operators": operators().values(),
        "newest": newest,
    }
    if request.method == "POST" and form.is_valid():
        try:
            if form.is_preview:
                context["previews"] = _previews(request, rule, form)
            else:
                return _save_rule(request, rule, form)
        except Conflict as error:
            form.add_error(None, message_of(error))
        except BadRequest as error:
            form.add_error(_field_of(error, form), message_of(error))
    return render(request, "rules/rule_edit.html", context)


def _save_rule(request: HttpRequest, rule: Rule, form: forms.RuleForm) -> HttpResponseBase:
    typed = form.cleaned_data
    new = actions.change_rule(
        rule, form.changes, reason=typed["reason"], by=person_of(request), seen=typed["seen"]
    )
    day = new.valid_from.strftime("%d/%m/%Y")
    messages.success(request, t("rules-changed-now", version=new.version, day=day))
    if said := forms.outlived_figures(rule, new):
        messages.warning(request, t("rules-words-outlived", figures=", ".join(said)))
    return redirect(f"/rules/{rule.code}/")


def _previews(request: HttpRequest, rule: Rule, form: forms.RuleForm) -> dict[str, Preview]:
    """The rule in force beside the changed one, over the same days."""
    scope = person_of(request).scope("entities.view")
    return {"now": preview(rule, scope), "then": preview(actions.drafted(rule, form.changes), scope)}


def _field_of(error: BadRequest, form: forms.RuleForm) -> str | None:
    wanted = {"rule-valid-from-past": "valid_from", "rule-change-needs-reason": "reason"}.get(
        error.code, "condition"
    )
    return wanted if wanted in form.fields else None


@require_POST
@requires("rules.manage")
def rule_arm(request: HttpRequest, code: str) -> HttpResponseBase:
    """Arms or disarms, with a reason, as the next version."""
    seen = queries.newest_version(code)  # before the rule: what is written in between is then a conflict
    rule = queries.get_rule(code)
    if not _may_manage(person_of(request), rule):
        raise NotAllowed(permission="rules.manage")
    armed = request.POST.get("armed") == "yes"
    try:
        actions.change_rule(
            rule, {"armed": armed}, reason=request.POST.get("reason", ""), by=person_of(request), seen=seen
        )
        messages.success(request, t("rules-armed-now" if armed else "rules-disarmed-now"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect(f"/rules/{code}/")
