"""The dated rules of messages on screens: what holds today, what held before, a new value from a day on."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.forms import DatedForm
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t, t_lazy
from dothi.kernel.permissions import requires
from dothi.notify import actions_rules, rules
from dothi.notify.models import NotifyRule

_UNITS = ((3600, "hours"), (60, "minutes"), (1, "seconds"))


class RuleForm(DatedForm):
    """A value as its shape is written."""

    value = forms.CharField(max_length=100, required=False, label=t_lazy("notify-rule-value"))

    def __init__(self, data: Any = None, *, seed: rules.Seed) -> None:
        super().__init__(data, initial={"value": rules.value(seed.code)})
        self.fields["value"].help_text = t(
            f"notify-shape-{seed.shape}", lowest=seed.lowest, highest=seed.highest
        )


@requires("notify.view")
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every rule with the value of today and the one that comes."""
    return render(request, "notify/rules.html", {"rows": _rows()})


@requires("notify.view")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """All values of one rule, and the form for the next."""
    if code not in rules.BY_CODE:
        raise NotFound("notify-rule-unknown", code=code)
    may_manage = person_of(request).scope("notify.manage").everywhere
    if request.method == "POST" and not may_manage:
        raise NotAllowed(permission="notify.manage")
    form = RuleForm(request.POST or None, seed=rules.BY_CODE[code])
    if request.method == "POST" and form.is_valid() and _saved(request, code, form):
        return redirect("notify-rule", code)
    versions = list(NotifyRule.objects.filter(code=code).order_by("-valid_from"))
    for row in versions:
        setattr(row, "said", in_words(code, row.value))  # noqa: B010 - for the page alone
    context = {
        "code": code, "current": _holding(versions), "shown": in_words(code, rules.value(code)), "versions": versions,
        "history": [line for row in versions for line in history_of(row)], "form": form, "may_manage": may_manage,
    }  # fmt: skip
    return render(request, "notify/rule.html", context, status=422 if form.errors else 200)


def _holding(versions: list[NotifyRule]) -> NotifyRule | None:
    today = clock.today()
    fits = (row for row in versions if row.valid_from <= today and (not row.valid_to or today < row.valid_to))
    return next(fits, None)


def _saved(request: HttpRequest, code: str, form: RuleForm) -> bool:
    said = dict(form.cleaned_data)
    try:
        row = actions_rules.set_rule(code, said.pop("value"), by=person_of(request), **said)
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    value, day = in_words(code, row.value), f"{row.valid_from:%d/%m/%Y}"
    messages.success(request, t("notify-rule-saved", value=value, day=day))
    return True


def _rows() -> list[dict[str, Any]]:
    """In the order of the seeds."""
    today = clock.today()
    known = NotifyRule.objects.filter(code__in=rules.BY_CODE).order_by("code", "valid_from")
    by_code = {code: list(rows) for code, rows in groupby(known, key=lambda row: row.code)}
    rows = []
    for seed in rules.SEEDS:
        dated = by_code.get(seed.code, [])
        current = _holding(dated[::-1])
        comes = next((row for row in dated if row.valid_from > today), None)
        rows.append({
            "code": seed.code, "current": current, "said": in_words(seed.code, current.value if current else seed.value),
            "next": comes, "next_said": in_words(seed.code, comes.value) if comes else "",
        })  # fmt: skip
    return rows


def in_words(code: str, value: str) -> str:
    """`10,60` → "10 giây, rồi 1 phút"."""
    shape, parts = rules.BY_CODE[code].shape, [part for part in value.split(",") if part]
    if shape in ("seconds", "waits"):
        return t("notify-rule-then").join(_time(int(part)) for part in parts) or t("notify-rule-once")
    if shape == "importances":
        return ", ".join(t(f"notify-importance-{part}") for part in parts) or t("notify-rule-nothing")
    if shape == "minutes":
        return _time(int(value) * 60)
    return value.replace("-", "–")


def _time(seconds: int) -> str:
    """In the largest unit that says it whole."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return t(f"notify-{unit}", number=seconds // size)
