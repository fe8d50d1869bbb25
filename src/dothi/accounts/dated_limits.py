"""The dated limits of a room on screens of one shape: what holds today, what held before and what comes, a new value from a day on.

A room declares its `LimitPages` and gives its two addresses what `views_of` returns; the words are its own: `<room>-limits`, `<room>-limits-help`,
`<words><code>`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.forms import DatedForm
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.audit.history import history_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t, t_lazy
from dothi.kernel.permissions import requires
from dothi.kernel.said import plain


class Seed(Protocol):
    """A number as it comes, and between which a city may set it (`kernel.limits.Seed`, and that of accounts)."""

    @property
    def value(self) -> int: ...
    @property
    def lowest(self) -> int: ...
    @property
    def highest(self) -> int: ...


@dataclass(frozen=True, slots=True)
class LimitPages:
    """Of one room. `rule`: its DatedRule with a whole number `value`; `manages`: who has it everywhere may set one; `after`: told of a change.

    `pages`: the names of the two addresses; `above`: (name, words) of the page that they lie below.
    """

    room: str
    words: str  # of one limit: these and its code
    rule: type[Any]
    seeds: Mapping[str, Seed]
    manages: str
    pages: tuple[str, str]
    above: tuple[str, str]
    after: Callable[[], None] | None = None


class LimitForm(DatedForm):
    """A whole number between its bounds."""

    value = forms.IntegerField(label=t_lazy("accounts-limit-value"))

    def __init__(self, data: Any = None, *, seed: Seed, value: int) -> None:
        super().__init__(data, initial={"value": value})
        self.fields["value"].widget.attrs |= {"min": seed.lowest, "max": seed.highest}
        self.fields["value"].help_text = t("accounts-limit-bounds", lowest=seed.lowest, highest=seed.highest)


def set_limit(limits: LimitPages, code: str, value: int, **told: Any) -> Any:
    """As an action of its room: one transaction that carries who and why. Takes and raises what `_put` does; the row."""

    def set_limit(**said: Any) -> Any:
        return _put(limits, code, value, **said)

    return action_of(limits.room, limits.after)(set_limit)(**told)


def _put(
    limits: LimitPages, code: str, value: int, *, valid_from: dt.date, source: str, certainty: str, by: Person | None, reason: str
) -> Any:  # fmt: skip
    """Lets a limit hold from a day on; a value already dated to that day is corrected (its history keeps both). The row.

    Raises NotAllowed (only who manages the room everywhere), NotFound, BadRequest (out of bounds, past day, no source or reason).
    """
    if by is not None and not by.scope(limits.manages).everywhere:
        raise NotAllowed(permission=limits.manages)
    seed = limits.seeds.get(code)
    if seed is None:
        raise NotFound("accounts-limit-unknown", code=code[:60])
    if not seed.lowest <= value <= seed.highest:
        raise BadRequest("accounts-limit-bounds", value=value, lowest=seed.lowest, highest=seed.highest)
    if valid_from < clock.today():
        raise BadRequest("accounts-limit-past")
    if not plain(source) or not plain(reason):
        raise BadRequest("accounts-limit-needs-source")
    if certainty not in Certainty.values:
        raise BadRequest("accounts-limit-certainty", certainty=certainty[:10])
    said = {"value": value, "source": plain(source)[:200], "certainty": certainty}
    return limits.rule.objects.update_or_create(code=code, valid_from=valid_from, defaults=said)[0]


def views_of(
    limits: LimitPages, *, sees: str, template: str = "accounts/dated_limits.html"
) -> tuple[Callable[[HttpRequest], HttpResponse], Callable[[HttpRequest, str], HttpResponse]]:
    """The page of all limits of a room and that of one (`code`), for whoever has the right `sees`."""

    @requires(sees)
    @require_safe
    def limits_listed(request: HttpRequest) -> HttpResponse:
        return listed(request, limits, template)

    @requires(sees)
    @require_http_methods(["GET", "HEAD", "POST"])
    def limit(request: HttpRequest, code: str) -> HttpResponse:
        return one(request, limits, code)

    return limits_listed, limit


def listed(request: HttpRequest, limits: LimitPages, template: str) -> HttpResponse:
    """Every limit with the value of today and the one that comes, in the order of the seeds."""
    today = clock.today()
    known = limits.rule.objects.filter(code__in=limits.seeds).order_by("code", "valid_from")
    by_code = {code: list(rows) for code, rows in groupby(known, key=lambda row: row.code)}
    rows = [
        {
            "code": code,
            "words": limits.words + code,
            "current": _holding(by_code.get(code, []), today),
            "value": seed.value,  # of a limit that no row names yet
            "next": next((row for row in by_code.get(code, []) if row.valid_from > today), None),
        }
        for code, seed in limits.seeds.items()
    ]
    return render(request, template, {"rows": rows, "limits": limits, "page": limits.pages[1]})


def one(request: HttpRequest, limits: LimitPages, code: str) -> HttpResponse:
    """All values of one limit, and for those who may the form of the next."""
    if code not in limits.seeds:
        raise NotFound("accounts-limit-unknown", code=code[:60])
    may_manage = person_of(request).scope(limits.manages).everywhere
    if request.method == "POST" and not may_manage:
        raise NotAllowed(permission=limits.manages)
    versions = list(limits.rule.objects.filter(code=code).order_by("-valid_from"))
    current = _holding(versions[::-1], clock.today())
    shown = current.value if current else limits.seeds[code].value
    form = LimitForm(request.POST or None, seed=limits.seeds[code], value=shown)
    if request.method == "POST" and form.is_valid() and _saved(request, limits, code, form):
        return redirect(limits.pages[1], code)
    context = {
        "limits": limits, "title": t(limits.words + code), "list_page": limits.pages[0], "current": current, "shown": shown,
        "versions": versions, "history": [line for row in versions for line in history_of(row)], "form": form, "may_manage": may_manage,
    }  # fmt: skip
    return render(request, "accounts/dated_limit.html", context, status=422 if form.errors else 200)


def _holding(rows: list[Any], day: dt.date) -> Any:
    """Of several the one that began last; `rows` by the day they begin."""
    fits = [row for row in rows if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)]
    return fits[-1] if fits else None


def _saved(request: HttpRequest, limits: LimitPages, code: str, form: LimitForm) -> bool:
    try:
        row = set_limit(limits, code, by=person_of(request), **form.cleaned_data)
    except BadRequest as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("accounts-limit-saved", value=row.value, day=f"{row.valid_from:%d/%m/%Y}"))
    return True
