"""Screens of rules. Parsing, scope, action; nothing else happens here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires
from dothi.rules import air, forms, queries
from dothi.rules.alarms.queries import active_by_rule
from dothi.rules.dryrun import actions as trials
from dothi.rules.dryrun.arming import put_in_force
from dothi.rules.dryrun.forms import SpanForm
from dothi.rules.dryrun.models import DryRun
from dothi.rules.dryrun.views import managed
from dothi.rules.listing import STATES, Asked, listed, raised_in_month
from dothi.rules.models import Kind, Rule
from dothi.rules.operators import operators
from dothi.rules.sentence.block import WHICH, block, leads, merged
from dothi.rules.wording import differences, facts

PAGE = 50


@require_GET
@requires("rules.view")
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule in force: what it watches, whether it is armed, where it comes from and how sure that is."""
    scope, asked = person_of(request).scope("alarms.view"), Asked.of(request.GET)
    rules, types = listed(asked)
    page = Paginator(rules, PAGE).get_page(request.GET.get("page"))
    active, month = active_by_rule(scope), raised_in_month(scope)
    rows = [
        {"rule": rule, "active": active.get(rule.code, 0), "month": month[rule.code]}
        for rule in page.object_list
    ]
    states = [(state, t(f"rules-state-{state}")) for state in STATES]
    context = {"page": page, "rows": rows, "asked": asked, "types": types, "states": states}
    context["may_make"] = bool(person_of(request).scope("rules.manage"))
    return render(request, "rules/rule_list.html", context)


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
        "compared": [
            (version, differences(older, version) if older else None)
            for version, older in zip_longest(versions, versions[1:])
        ],
        "trial": _trial(request, rule),
        "span": SpanForm(),
        "coming": [version for version in versions if version.valid_from > day],
        "facts": facts(rule),
        "is_threshold": rule.kind == Kind.THRESHOLD,
        "may_manage": _may_manage(person_of(request), rule),
    }


def _trial(request: HttpRequest, rule: Rule) -> DryRun | None:
    """The newest trial of just this rule that this person may see."""
    found = trials.proof_of(rule)
    return found if found and trials.may_see(found, person_of(request)) else None


def _may_manage(person: Person, rule: Rule) -> bool:
    return person.scope("rules.manage").covers(rule.unit_id, rule.agency_id)


@require_http_methods(["GET", "POST"])
@requires("rules.manage")
def rule_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """The rule as a sentence and as text: tried on history, or saved as the next version. `?draft=`: goes on from a trial."""
    person = person_of(request)
    rule, newest = managed(person, code), queries.newest_version(code)
    act = request.POST.get("act", "")
    if request.method == "GET" or act == "sentence" or act.partition(":")[0] in ("add", "drop"):
        return _edited(request, rule, newest, act)
    typed = merged(request.POST, rule)
    form, span = forms.RuleForm(rule, typed, newest=newest), SpanForm(typed)
    if form.is_valid() and (span.is_valid() or not form.is_trial):
        try:
            if form.is_trial:
                row = trials.begin(rule, form.changes, span=span.span(), by=person)
                return redirect("rule-tried", code, row.pk)
            return _save_rule(request, rule, form)
        except Conflict as error:
            form.add_error(None, message_of(error))
        except BadRequest as error:
            form.add_error(_field_of(error, form), message_of(error))
    return render(request, "rules/rule_edit.html", _edit_context(request, rule, newest, form, span, typed))


def _edited(request: HttpRequest, rule: Rule, newest: int, act: str) -> HttpResponse:
    """The screen before anything is sent, or after a step within the sentence (which without a script is a page of its own)."""
    given = request.POST.dict() if request.method == "POST" else None
    shown: dict[str, Any] = dict(given or _draft_shown(request, rule))
    form = forms.RuleForm(rule, newest=newest, shown=shown)
    span = SpanForm(initial=given or {})
    return render(
        request, "rules/rule_edit.html", _edit_context(request, rule, newest, form, span, given, act)
    )


def _draft_shown(request: HttpRequest, rule: Rule) -> dict[str, Any]:
    number = request.GET.get("draft", "")
    if not (number.isdecimal() and len(number) < 19):
        return {}
    row = trials.get(rule.code, int(number), person_of(request))
    return {name: value for name, value in row.draft.items() if name != "armed" and value is not None}


def _edit_context(
    request: HttpRequest, rule: Rule, newest: int, form: forms.RuleForm, span: SpanForm,
    given: Mapping[str, str] | None, act: str = "",
) -> dict[str, Any]:  # fmt: skip
    context = _rule_context(request, rule) | {
        "form": form, "span": span, "operators": operators().values(), "newest": newest,
        "leads": leads(),
    }  # fmt: skip
    if rule.kind == Kind.THRESHOLD:
        texts = {which: str(form[which].value() or "") for which in WHICH}
        context["blocks"] = {which: block(which, rule, text, given, act) for which, text in texts.items()}
    return context


@require_POST
@requires("rules.manage")
def rule_sentence(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """One condition of the screen again: the sentence after the text, or the text after the sentence."""
    rule = managed(person_of(request), code)
    if which not in WHICH:
        raise NotFound("rule-does-not-exist", code=which)
    given = request.POST.dict()
    told = block(which, rule, given.get(which, ""), given, given.get("act", ""))
    return render(request, "rules/_sentence.html", {"rule": rule, "block": told})


def _save_rule(request: HttpRequest, rule: Rule, form: forms.RuleForm) -> HttpResponseBase:
    typed = form.cleaned_data
    new = put_in_force(
        rule,
        form.changes,
        reason=typed["reason"],
        by=person_of(request),
        seen=typed["seen"],
        untried=typed["untried"],
    )
    day = new.valid_from.strftime("%d/%m/%Y")
    messages.success(request, t("rules-changed-now", version=new.version, day=day))
    if said := forms.outlived_figures(rule, new):
        messages.warning(request, t("rules-words-outlived", figures=", ".join(said)))
    return redirect(f"/rules/{rule.code}/")


def _field_of(error: BadRequest, form: forms.RuleForm) -> str | None:
    known = {
        "rule-valid-from-past": "valid_from", "rule-change-needs-reason": "reason", "rule-not-tried": "untried",
        "dry-run-span": None,
    }  # fmt: skip
    wanted = known.get(error.code, "condition")
    return wanted if wanted in form.fields else None


@require_POST
@requires("rules.manage")
def rule_arm(request: HttpRequest, code: str) -> HttpResponseBase:
    """Arms or disarms, with a reason, as the next version."""
    seen = queries.newest_version(code)  # before the rule: what is written in between is then a conflict
    rule = managed(person_of(request), code)
    armed = request.POST.get("armed") == "yes"
    try:
        put_in_force(
            rule, {"armed": armed}, reason=request.POST.get("reason", ""), by=person_of(request), seen=seen,
            untried=request.POST.get("untried", ""),
        )  # fmt: skip
        messages.success(request, t("rules-armed-now" if armed else "rules-disarmed-now"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect(f"/rules/{code}/")


@require_GET
@requires("entities.view")
def air_card(request: HttpRequest, urn: str) -> HttpResponse:
    """A part for the page of an air station: level, colour, advice, pollutants and method of its index (decision 1459, table 3)."""
    return render(request, "rules/_air_card.html", {"indices": air.indices_of(urn, scope_of(request))})
