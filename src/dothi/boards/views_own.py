"""The builder of boards: what stands in the form is shown at once as it would stand, with the reader's own rights; saving makes a version."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person, Role
from dothi.boards import book, building, owning, showing
from dothi.boards.contents import KINDS, SIZES, WORK, tiles_of
from dothi.boards.models import OwnBoard
from dothi.entities import queries as entities
from dothi.kernel import clock
from dothi.kernel.asked import key_of, number_of
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.view")
def board_new(request: HttpRequest) -> HttpResponse:
    """An empty board, or one that begins as a copy of another (`?from=`)."""
    person = person_of(request)
    if request.method == "POST":
        return _make(request, person)
    source = request.GET.get("from", "")
    name, told = "", list[dict[str, Any]]()
    if source:
        board = book.get_board(source, person)
        name, told = t("boards-copy-of", name=board.name)[:120], building.copied(board)
    form = {"name": name, "told": told, "key": uuid4(), "from": source}
    return _builder(request, person, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("indicators.view")
def board_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version in the builder; saving it is refused where somebody was faster, and what was made stays in the form."""
    person = person_of(request)
    row = _own(pk, person)
    if request.method == "POST":
        return _save(request, person, row)
    version = book.of_row(row).version
    assert version is not None
    return _builder(
        request, person, {"name": version.name, "told": version.tiles, "row": row, "seen": row.number}
    )


@require_POST
@requires("indicators.view")
def board_preview(request: HttpRequest) -> HttpResponse:
    """The form with one thing done to it (a tile more, one moved, another size): nothing is stored."""
    person = person_of(request)
    pk = number_of(request.POST.get("row", ""))
    form = _form(request)
    if pk:
        form |= {"row": _own(pk, person)}
    try:
        form["told"] = building.done(form["told"], request.POST, owning.units())
    except BadRequest as error:
        form["error"] = message_of(error)
    return _builder(request, person, form, part=bool(request.headers.get("HX-Request")))


@require_POST
@requires("indicators.view")
def board_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier version holds again."""
    person = person_of(request)
    row = _own(pk, person)
    owning.go_back(row, number_of(request.POST.get("number", "")) or 0, by=person)
    messages.success(request, t("boards-went-back"))
    return redirect("board-versions", row.pk)


@require_POST
@requires("boards.share")
def board_share(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = _own(pk, person)
    owning.share_board(row, request.POST.getlist("role")[:50], by=person)
    messages.success(request, t("boards-shared"))
    return redirect("board-versions", row.pk)


@require_POST
@requires("indicators.view")
def board_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    owning.withdraw_board(_own(pk, person, gone=True), by=person)
    messages.success(request, t("boards-withdrawn"))
    return redirect("boards")


@require_safe
@requires("indicators.view")
def board_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Who saved what when; going back; with whom it is shared."""
    person = person_of(request)
    row = book.visible(person).filter(pk=pk).first()
    if row is None:
        raise NotFound("board-does-not-exist", pack=f"own-{pk}")
    context = {
        "board": book.of_row(row), "row": row, "versions": list(row.versions.select_related("saved_by").order_by("-number")[:100]),
        "may_change": owning.may_change(row, person), "may_share": person.may("boards.share"), "roles": list(Role.objects.all()),
    }  # fmt: skip
    return render(request, "boards/versions.html", context)


def _own(pk: int, person: Person, *, gone: bool = False) -> OwnBoard:
    """One that this person may change. Raises NotFound."""
    rows = OwnBoard.objects.filter(pk=pk) if gone else book.visible(person).filter(pk=pk)
    row = rows.select_related("owner_agency").first()
    if row is None or not owning.may_change(row, person):
        raise NotFound("board-does-not-exist", pack=f"own-{pk}")
    return row


def _form(request: HttpRequest) -> dict[str, Any]:
    """What the form holds, as it is. Raises BadRequest: no list of tiles."""
    try:
        told = json.loads(request.POST.get("tiles", "[]"))
    except (ValueError, RecursionError) as error:
        raise BadRequest("board-unreadable") from error
    return {
        "name": request.POST.get("name", ""), "told": told, "key": key_of(request.POST.get("key", "")) or uuid4(),
        "seen": number_of(request.POST.get("seen", "")) or 0, "from": request.POST.get("from", "")[:80],
        "agency": bool(request.POST.get("agency")),
    }  # fmt: skip


def _make(request: HttpRequest, person: Person) -> HttpResponse:
    form = _form(request)
    try:
        row = owning.make_board(
            form["name"], form["told"], key=form["key"], by=person, copied_from=form["from"],
            agency=person.agency if form["agency"] else None,
        )  # fmt: skip
    except BadRequest as error:
        return _builder(request, person, form | {"error": message_of(error)}, status=422)
    messages.success(request, t("boards-saved"))
    return redirect("board", row.code)


def _save(request: HttpRequest, person: Person, row: OwnBoard) -> HttpResponse:
    form = _form(request) | {"row": row}
    try:
        owning.save_board(row, form["name"], form["told"], seen=form["seen"], by=person)
    except Conflict as error:
        row.refresh_from_db()
        return _builder(
            request,
            person,
            form | {"row": row, "error": message_of(error), "overtaken": row.number},
            status=409,
        )
    except BadRequest as error:
        return _builder(request, person, form | {"error": message_of(error)}, status=422)
    messages.success(request, t("boards-saved"))
    return redirect("board", row.code)


def _builder(
    request: HttpRequest, person: Person, form: dict[str, Any], *, part: bool = False, status: int = 200
) -> HttpResponse:
    told, page = form["told"], None
    if isinstance(told, list):
        try:
            page = showing.page(
                book.Board(
                    "preview", form["name"], tiles_of([one for one in told if one.get("kind") in KINDS])
                ),
                person,
            )
        except (AttributeError, KeyError, TypeError, ValueError, DothiError):
            form, told = form | {"error": form.get("error") or t("error-board-unreadable")}, []
    else:
        told = []
    known = showing.in_force(clock.today())
    context = {
        "form": form | {"told": told}, "tiles_json": json.dumps(told, ensure_ascii=False), "page": page, "rows": building.rows(told, known),
        "indicators": sorted(known.values(), key=lambda one: one.name_vi), "types": [name for name, _ in _types(person)],
        "kinds": KINDS, "sizes": SIZES, "work": WORK, "may_share": person.may("boards.share"), "is_preview": True,
    }  # fmt: skip
    template = "boards/_builder.html" if part else "boards/builder.html"
    return render(request, template, context, status=status)


def _types(person: Person) -> list[tuple[str, int]]:
    scope = person.scope("entities.view")
    return entities.types(scope) if scope else []
