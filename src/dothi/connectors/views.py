"""Sources on screens: imports, one import (test, dry run, run, rejects), messages that could not be stored."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.connectors import actions, queries, queries_sources, rejects, uploads
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import TableError
from dothi.connectors.forms import HandInForm, mappings_of_packs
from dothi.connectors.models import Import
from dothi.kernel import attachments
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.kernel.templatetags.dothi import vn_time
from dothi.streams import dead_letters as letters

PAGE = 50
SAMPLE = 8
MOST_LETTERS = 20_000  # the list is for people; the writer keeps no more either


@requires("connectors.view")
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every import in scope, newest first."""
    page = Paginator(queries.visible_imports(scope_of(request), person_of(request)), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "connectors/imports.html", {"page": page, **_common(request)})


@requires("connectors.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Takes a file with its mapping; nothing is imported before the person has seen the test."""
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = _register(form.cleaned_data, request.user)
        except BadRequest as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("connectors-import", row.pk)
    return render(request, "connectors/hand_in.html", {"form": form}, status=422 if form.errors else 200)


def _register(values: dict[str, Any], by: Any) -> Import:
    if values["shipped"]:
        name = f"{values['shipped'].rpartition('/')[2]}.toml"
        text = mappings_of_packs()[values["shipped"]]
    else:
        name = attachments.safe_name(values["mapping"].name)
        text = values["mapping"].read(1_000_000).decode("utf-8-sig", "replace")
    mapping = mappings.parse(text, file=name)
    folder = uploads.new_folder()
    try:
        data = uploads.keep(values["table"], folder)
        if values["stations"]:
            uploads.keep(values["stations"], folder)
        row = actions.register_import(data, mapping, text, by=by, origin=values["origin"])
    except BaseException:
        shutil.rmtree(folder)  # refused: nothing stays behind
        raise
    if Path(row.folder) != folder.resolve():  # sent twice: it is here already
        shutil.rmtree(folder)
    return row


@requires("connectors.view")
@require_safe
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: what the mapping makes of the first rows, how far it is, what was refused."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    sample, trouble = _sample(row) if row.state == Import.State.UPLOADED else (None, "")
    first = list(row.rejects.order_by("line", "pk")[:20])
    return render(
        request,
        "connectors/import.html",
        {
            "row": row,
            "sample": sample,
            "trouble": trouble,
            "rejects": first,
            "twins": queries.twins(row, scope_of(request), person_of(request)),
            "forgotten": vn_time(row.file_forgotten_at),
            **_common(request),
            **_progress(row),
        },
    )


def _sample(row: Import) -> tuple[actions.Sample | None, str]:
    try:
        mapping = mappings.parse(row.mapping_text, file=row.mapping_name)
        path = _file_of(row)
        return actions.sample_import(mapping, path, [path.parent, Path(row.stations_folder)], SAMPLE), ""
    except BadRequest as error:
        return None, message_of(error)


def _file_of(row: Import) -> Path:
    path = Path(row.folder) / row.file_name
    if not path.is_file():
        raise TableError("gone", file=row.file_name)
    return path


@requires("connectors.view")
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that asks for itself again every second while an import runs."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    context = {"row": row, **_common(request), **_progress(row)}
    answer = render(request, "connectors/part/progress.html", context)
    if not context["runs"]:  # the page around it now has rejects and buttons that it did not have
        answer["HX-Refresh"] = "true"
    return answer


def _progress(row: Import) -> dict[str, Any]:
    return {
        "runs": row.is_active,
        "broken_off": row.is_broken_off,
        "reasons": sorted(row.reasons.items(), key=lambda item: -item[1]),
        "error": t(f"error-{row.error_code}", **row.error_fields) if row.error_code else "",
    }


@requires("connectors.manage")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops a run at its next batch; the page is told anew."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    actions.stop_import(row, by=person_of(request))
    if not request.headers.get("HX-Request"):
        return redirect("connectors-import", row.pk)
    return HttpResponse(headers={"HX-Refresh": "true"})


@requires("connectors.manage")
@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Queues a dry run or the import itself."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    assert isinstance(request.user, Person)
    try:
        actions.queue_import(row, dry_run=request.POST.get("dry_run") == "yes", by=request.user)
    except (Conflict, TableError) as error:
        messages.error(request, message_of(error))
    return redirect("connectors-import", row.pk)


@requires("connectors.view")
@require_safe
def import_rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """All refused rows of an import."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    page = Paginator(row.rejects.order_by("line", "pk"), 2 * PAGE).get_page(request.GET.get("page"))
    return render(request, "connectors/rejects.html", {"row": row, "page": page})


@requires("connectors.view")
@require_safe
def rejects_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a CSV that a spreadsheet opens with its accents (BOM)."""
    row = queries.get_import(scope_of(request), pk, person_of(request))
    answer = StreamingHttpResponse(_csv(row), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{row.pk}.csv"'
    return answer


def _csv(row: Import) -> Iterator[str]:
    yield "\ufeff"
    yield from rejects.csv_lines(row)


@requires("connectors.view")
@require_safe
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Messages that came but could not be stored. They belong to no area: only who works everywhere sees them."""
    _refuse_unless_everywhere(request)
    chosen, settled = request.GET.get("reason") or None, "settled" in request.GET
    with connection.cursor() as cursor:
        groups = letters.reasons(cursor)
        known = sum(one.number for one in groups if chosen in (None, one.code))
        number = MOST_LETTERS if settled else known
        page = Paginator(range(min(number, MOST_LETTERS)), PAGE).get_page(request.GET.get("page"))
        found = letters.rows(cursor, PAGE, (page.number - 1) * PAGE, reason=chosen, settled=settled)
    context = {"rows": found, "page": page, "groups": groups, "chosen": chosen, "settled": settled}
    context["chosen_why"] = next((one.why() for one in groups if one.code == chosen), chosen)
    return render(request, "connectors/dead_letters.html", {**context, **_common(request)})


@requires("connectors.manage")
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives one message to the writer again, as it came or as it was mended here."""
    mended, by = request.POST.get("mended"), person_of(request).username
    said = "connectors-letter-tried-again" if mended is None else "connectors-letter-mended"
    return _with_letter(request, lambda cursor: letters.again(cursor, pk, mended=mended, by=by), said)


@requires("connectors.manage")
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one message off the list for good."""
    by = person_of(request).username
    return _with_letter(
        request, lambda cursor: letters.set_aside(cursor, pk, by=by), "connectors-letter-was-set-aside"
    )


@requires("connectors.manage")
@require_POST
def settle_reason(request: HttpRequest) -> HttpResponse:
    """All messages of one reason at once: tried again after the cause was mended, or set aside."""
    _refuse_unless_everywhere(request)
    reason, by = request.POST.get("reason", ""), person_of(request).username
    with connection.cursor() as cursor:
        if request.POST.get("what") == "aside":
            done = letters.set_all_aside(cursor, reason, by=by)
            messages.success(request, t("connectors-letters-were-set-aside", number=done))
        else:
            done = letters.all_again(cursor, reason)
            messages.success(request, t("connectors-letters-tried-again", number=done))
    return redirect("connectors-dead-letters")


def _with_letter(request: HttpRequest, act: Callable[[Any], None], said: str) -> HttpResponse:
    _refuse_unless_everywhere(request)
    try:
        with connection.cursor() as cursor:
            act(cursor)
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t(said))
    back = request.POST.get("reason", "")
    return redirect(reverse("connectors-dead-letters") + (f"?{urlencode({'reason': back})}" if back else ""))


def _refuse_unless_everywhere(request: HttpRequest) -> None:
    if not scope_of(request).everywhere:
        raise NotAllowed("connectors-letters-everywhere")


def _common(request: HttpRequest) -> dict[str, Any]:
    """What every page of this room shows: may this person act; how many messages wait."""
    may_manage = bool(request.user.may("connectors.manage"))  # type: ignore[union-attr]
    waiting = None
    if scope_of(request).everywhere:
        with connection.cursor() as cursor:
            waiting = letters.count(cursor)
    wanting = queries_sources.need_somebody(scope_of(request))
    return {"may_manage": may_manage, "letters_waiting": waiting, "sources_wanting": wanting}
