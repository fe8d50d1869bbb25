"""Screens of shared code lists that are read: all lists, one list on a day, its versions, what differs between two of them."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.models import Person
from dothi.codelists import queries, sheet
from dothi.codelists.compare import Difference, differences
from dothi.codelists.editions import Entries
from dothi.codelists.forms import day_asked, number_asked
from dothi.codelists.models import CodeList
from dothi.codelists.queries import State
from dothi.kernel import clock
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import MEDIA_TYPE

PER_PAGE = 100
MOST_DIFFERENCES = 500


@requires("codelists.view")
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list: whose, which version, since when, how many entries."""
    text, today = request.GET.get("q", "")[:100], clock.today()
    rows = [
        {"state": queries.state_on(row, today), "waiting": queries.waiting(row)}
        for row in queries.lists(text)
    ]
    may_make = person_of(request).may("codelists.manage")
    return render(request, "codelists/lists.html", {"rows": rows, "text": text, "may_make": may_make})


@requires("codelists.view")
@require_safe
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """The entries on a day or of a version: found by words, as a tree by the code above, or all of them in pages."""
    state = _asked(request, queries.get_list(code))
    entries, text = state.entries, request.GET.get("q", "")[:100]
    is_tree = bool(entries.below) and request.GET.get("view") != "all" and not text.strip()
    parent = request.GET.get("parent", "")[:60] if is_tree else None
    page = Paginator(entries.found(text, parent), PER_PAGE).get_page(request.GET.get("page"))
    context = common(request, state.list, "entries") | {
        "state": state,
        "page": page,
        "below": entries.below,
        "has_tree": bool(entries.below),
        "is_tree": is_tree,
        "at_top": entries.by_code.get(parent or ""),
        "above": entries.above(parent or ""),
        "text": text,
        "version": number_asked(request.GET),
    }
    return render(request, "codelists/list.html", context)


@requires("codelists.view")
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The entries of a day or version as CSV."""
    state = _asked(request, queries.get_list(code))
    return HttpResponse(
        sheet.as_csv(state.entries.items),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sheet.file_name(state)}"'},
    )


@requires("codelists.view")
@require_safe
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The same as XLSX."""
    state = _asked(request, queries.get_list(code))
    return as_workbook(state.entries, sheet.file_name(state, "xlsx"))


def as_workbook(entries: Entries, name: str) -> HttpResponse:
    return HttpResponse(
        sheet.as_xlsx(entries.items),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires("codelists.view")
@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """What was published, the latest first."""
    code_list = queries.get_list(code)
    rows = list(queries.versions(code_list))
    in_force = queries.state_on(code_list, clock.today()).release
    context = common(request, code_list, "versions") | {"rows": rows, "in_force": in_force}
    return render(request, "codelists/versions.html", context)


@requires("codelists.view")
@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between two versions, or between two days where the list is live."""
    code_list = queries.get_list(code)
    rows = list(queries.versions(code_list))
    old, new = _between(request, code_list, [row.number for row in rows])
    found = differences(old.entries.items, new.entries.items) if old and new else []
    context = common(request, code_list, "changes") | {
        "rows": rows,
        "old": old,
        "new": new,
        **shown(found),
    }
    return render(request, "codelists/changes.html", context)


def shown(found: list[Difference]) -> dict[str, Any]:
    """Differences on a page: all of them counted by kind, the first five hundred listed."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind.value] = counts.get(one.kind.value, 0) + 1
    return {"differences": found[:MOST_DIFFERENCES], "counts": counts, "total": len(found)}


def common(request: HttpRequest, code_list: CodeList, tab: str) -> dict[str, Any]:
    """What every page of one list shows. A draft is seen by those who manage the list, and by nobody else."""
    scope = person_of(request).scope("codelists.manage")
    may_manage = bool(scope) and queries.managed(scope).filter(pk=code_list.pk).exists()
    draft = queries.find_draft(code_list) if may_manage else None
    return {
        "list": code_list,
        "tab": tab,
        "may_manage": may_manage,
        "draft": draft,
        "waiting": queries.waiting(code_list),
        "today": clock.today(),
    }


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _asked(request: HttpRequest, code_list: CodeList) -> State:
    return queries.state_asked(code_list, day_asked(request.GET), number_asked(request.GET))


def _between(
    request: HttpRequest, code_list: CodeList, numbers: list[int]
) -> tuple[State | None, State | None]:
    """The two states that are compared: by default the last two versions, for a live list a year ago and today."""
    if not code_list.is_kept:
        today = clock.today()
        start = (
            day_asked(request.GET, "from")
            if "from" in request.GET
            else today.replace(year=today.year - 1, day=1)
        )
        return queries.state_on(code_list, start), queries.state_on(code_list, day_asked(request.GET, "to"))
    if len(numbers) < 2:
        return None, None
    old = number_asked(request.GET, "from") or numbers[1]
    return queries.state_of(code_list, old), queries.state_of(
        code_list, number_asked(request.GET, "to") or numbers[0]
    )
