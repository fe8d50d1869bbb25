"""Screens of a city's own rules: which type, then the rule with what it would have raised, then the trial that arms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of
from dothi.accounts.forms import areas_on
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.rules import queries
from dothi.rules.actions import drafted
from dothi.rules.dryrun import actions as trials
from dothi.rules.dryrun.forms import SpanForm
from dothi.rules.dryrun.preview import preview as previewed
from dothi.rules.dryrun.views import managed
from dothi.rules.forms import RuleForm
from dothi.rules.models import Kind, Rule, Severity
from dothi.rules.operators import operators
from dothi.rules.own.actions import composed, create_rule, withdraw_rule
from dothi.rules.own.choosing import choices
from dothi.rules.own.forms import NewRuleForm
from dothi.rules.sentence.block import WHICH, block, leads, merged
from dothi.rules.sentence.telling import told

# nothing stands in these fields before somebody types it
_LENGTHS: dict[str, Any] = {"hold": None, "clear_hold": None}


@require_http_methods(["GET", "POST"])
@requires("rules.manage")
def new_rule(request: HttpRequest) -> HttpResponseBase:
    """First the types, searched without accents; with `?type=` the rule itself. It is made unarmed, and tried before it is armed."""
    base = _base(request.POST if request.method == "POST" else request.GET)
    if base is None:
        return _types(request)
    act = request.POST.get("act", "")
    if request.method == "GET" or act == "sentence" or act.partition(":")[0] in ("add", "drop"):
        return _shown(request, base, act)
    given = _given(request, base, act)
    form = NewRuleForm(base, person_of(request), given)
    span = SpanForm(given)
    if form.is_valid() and (act != "try" or span.is_valid()):
        try:
            return _made(request, base, form, span)
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(_field_of(error, form), message_of(error))
    return render(request, "rules/new.html", _context(base, form, span, given))


def _given(request: HttpRequest, base: Rule, act: str) -> QueryDict:
    """The form as it was sent, with texts that follow the sentence where only that was changed."""
    given = request.POST.copy()
    for name, text in merged(request.POST, base).items() if base.kind == Kind.THRESHOLD else ():
        given[name] = text
    given["act"] = act
    return given


def _types(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    found = choices(person_of(request).scope("entities.view"), text)
    return render(request, "rules/new_types.html", {"choices": found, "text": text})


def _base(data: Mapping[str, str]) -> Rule | None:
    """What the address says of the rule; None: no type yet."""
    type_, kind = data.get("type", "").strip()[:120], data.get("kind", "")
    if not type_.isidentifier():
        return None
    known = kind if kind in Kind.values else Kind.THRESHOLD
    return Rule(entity_type=type_, kind=known, attributes=[], severity=Severity.MEDIUM, **_LENGTHS)


def _shown(request: HttpRequest, base: Rule, act: str) -> HttpResponse:
    """Before anything is sent, or after a step within the sentence (which without a script is a page of its own)."""
    given = request.POST.dict() if request.method == "POST" else None
    begins = {
        "attributes": request.GET.getlist("attribute"),
        "condition": _begun(request.GET.get("attribute", "")),
    }
    shown: dict[str, Any] = dict(given or begins)
    form = NewRuleForm(base, person_of(request), shown=shown)
    context = _context(base, form, SpanForm(initial=given or {}), given, act)
    return render(request, "rules/new.html", context)


def _begun(attribute: str) -> str:
    """A condition to begin with: its limit is a person's to set."""
    return f"{attribute}.value > 0.0" if attribute.isidentifier() else ""


def _context(
    base: Rule, form: NewRuleForm, span: SpanForm, given: Mapping[str, str] | None, act: str = ""
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "rule": base, "form": form, "span": span, "is_threshold": base.kind == Kind.THRESHOLD, "areas": areas_on(clock.today()),
        "operators": operators().values(), "leads": leads(), "kinds": [(kind, t(f"rules-new-{kind}")) for kind in Kind.values],
    }  # fmt: skip
    if base.kind == Kind.THRESHOLD:
        texts = {which: str(form[which].value() or "") for which in WHICH}
        if given is None and not texts["condition"]:
            act = "add:condition"  # one part to begin with
        context["blocks"] = {which: block(which, base, text, given, act) for which, text in texts.items()}
    return context


def _made(request: HttpRequest, base: Rule, form: NewRuleForm, span: SpanForm) -> HttpResponseBase:
    by = person_of(request)
    fields = _fields(base, form)
    draft = composed(fields, by=by)
    for language in ("vi", "en"):
        fields[f"words_{language}"] = fields.get(f"words_{language}") or told(draft, language)
    rule = create_rule(fields, by=by)
    messages.success(request, t("rules-new-made", name=rule.name))
    if form.data.get("act") != "try":
        return redirect("rule", rule.code)
    row = trials.begin(rule, {}, span=span.span(), by=by)
    return redirect("rule-tried", rule.code, row.pk)


def _fields(base: Rule, form: NewRuleForm) -> dict[str, Any]:
    return form.made | {"entity_type": base.entity_type, "kind": base.kind}


def _field_of(error: DothiError, form: NewRuleForm) -> str | None:
    known = {
        "rule-own-exists": "name_vi", "rule-no-attribute": "condition", "rule-condition": "condition", "rule-duration": "condition",
        "rule-window": "condition", "rule-schedule": "schedule", "rule-awaits-nothing": "attributes", "not-allowed": "area",
    }  # fmt: skip
    wanted = known.get(error.code)
    return wanted if wanted in form.fields else None


@require_POST
@requires("rules.manage")
def new_sentence(request: HttpRequest, which: str) -> HttpResponse:
    """One condition of the new rule again: the sentence after the text, or the text after the sentence."""
    base = _base(request.POST)
    if base is None or which not in WHICH:
        raise NotFound("rule-does-not-exist", code=which)
    given = request.POST.dict()
    shown = block(which, base, given.get(which, ""), given, given.get("act", ""))
    return render(request, "rules/_sentence.html", {"rule": base, "block": shown})


@require_POST
@requires("rules.manage")
def new_preview(request: HttpRequest) -> HttpResponse:
    """What the rule in the form would have raised in the last days; nothing of it is kept."""
    base = _base(request.POST)
    if base is None:
        raise NotFound("rule-does-not-exist", code="new")
    form = NewRuleForm(base, person_of(request), _given(request, base, "preview"))
    if not form.is_valid():
        return _preview(request, None, wrong="")
    try:
        return _preview(request, composed(_fields(base, form), by=person_of(request)))
    except (BadRequest, NotAllowed) as error:
        return _preview(request, None, wrong=message_of(error))


@require_POST
@requires("rules.manage")
def changed_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The same of a rule that is being changed."""
    rule = managed(person_of(request), code)
    form = RuleForm(rule, merged(request.POST, rule) | {"act": "preview"})
    if not form.is_valid():
        return _preview(request, None, wrong="")
    try:
        return _preview(request, drafted(rule, form.changes | {"armed": False}))
    except BadRequest as error:
        return _preview(request, None, wrong=message_of(error))


def _preview(request: HttpRequest, draft: Rule | None, wrong: str = "") -> HttpResponse:
    context: dict[str, Any] = {"wrong": wrong, "preview": None}
    if draft is not None:
        context |= {
            "preview": previewed(draft, person_of(request).scope("entities.view")),
            "words": told(draft, request.LANGUAGE_CODE[:2]),
        }
    return render(request, "rules/_preview.html", context)


@require_POST
@requires("rules.manage")
def withdraw(request: HttpRequest, code: str) -> HttpResponseBase:
    """Takes a city's own rule out of force, with a reason; its versions and alarms stay to be read."""
    seen = queries.newest_version(code)
    rule = managed(person_of(request), code)
    try:
        withdraw_rule(rule, reason=request.POST.get("reason", ""), by=person_of(request), seen=seen)
        messages.success(request, t("rules-withdrawn-now"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("rule", code)
