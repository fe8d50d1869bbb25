"""The import page: upload → what would change → apply, by a job. Nobody needs a shell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.kernel.errors import DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.territory import actions, imports, uploads
from dothi.territory.forms import ImportForm
from dothi.territory.models import TerritoryImport
from dothi.territory.plan import Plan

SALT = "territory-import"
PREVIEW_HOLDS_S = 3600  # what was looked at longer ago may no longer be what would be written


@requires("territory.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Step one: keeps the files and shows what they would change; writes nothing."""
    _everywhere(request)
    form = ImportForm(request.POST or None)
    page = {
        "form": form,
        "earlier": TerritoryImport.objects.select_related("requested_by").order_by("-pk")[:10],
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "territory/import.html", page, status=422 if form.errors else 200)
    options = _plain(_options(form.cleaned_data))
    try:
        token = uploads.keep(request.FILES.getlist("uploads"))
        try:
            plan = actions.import_files(
                uploads.kept(token), by=None, dry_run=True, **imports.options_of(options)
            )
        except DothiError:
            uploads.forget(token)
            raise
    except DothiError as error:
        form.add_error(None, message_of(error))
        return render(request, "territory/import.html", page, status=422)
    context = _told(plan, uploads.kept(token))
    context["carried"] = dumps({"token": token, **options}, salt=SALT)
    context["reason"] = form.cleaned_data["reason"]
    return render(request, "territory/import_plan.html", context)


@requires("territory.manage")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Step two: a job carries out what step one showed, computed anew in its transaction."""
    _everywhere(request)
    try:
        carried = loads(request.POST.get("carried", ""), salt=SALT, max_age=PREVIEW_HOLDS_S)
    except BadSignature as error:
        raise NotFound("territory-upload-expired") from error
    user: Any = request.user
    row = imports.order(carried.pop("token"), carried, request.POST.get("reason", "")[:500], by=user)
    return redirect("territory-import-one", row.pk)


@requires("territory.manage")
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is and what came of it."""
    return render(request, "territory/import_run.html", _shown(request, pk))


@requires("territory.manage")
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that asks for itself again every second while the import runs."""
    context = _shown(request, pk)
    answer = render(request, "territory/_import_progress.html", context)
    if not context["row"].is_active:
        answer["HX-Refresh"] = "true"
    return answer


@requires("territory.manage")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops it; nothing of it stays."""
    imports.stop(_row(request, pk))
    if not request.headers.get("HX-Request"):
        return redirect("territory-import-one", pk)
    return HttpResponse(headers={"HX-Refresh": "true"})


@requires("territory.manage")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, after it failed or was stopped, while its files are kept."""
    try:
        imports.queue(_row(request, pk))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("territory-import-one", pk)


def _row(request: HttpRequest, pk: int) -> TerritoryImport:
    _everywhere(request)
    row = TerritoryImport.objects.select_related("requested_by").filter(pk=pk).first()
    if row is None:
        raise NotFound("territory-import-does-not-exist", id=pk)
    return row


def _shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    row = _row(request, pk)
    return {
        "row": row,
        "error": t(f"error-{row.error_code}", **row.error_fields) if row.error_code else "",
        "notes": [t(key, **fields) for key, fields in row.notes],
    }


def _told(plan: Plan, paths: Sequence[Path]) -> dict[str, Any]:
    return {
        "plan": plan,
        "files": [path.name for path in paths],
        "notes": [t(note.key, **note.fields) for note in plan.notes],
    }


def _options(values: dict[str, Any]) -> dict[str, Any]:
    named = ("on", "province", "decree", "tolerance", "mend")
    return {name: values.get(name) for name in named}


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """As JSON can carry it; `imports.options_of` reads it back."""
    return options | {"on": options["on"].isoformat() if options["on"] else None}


def _everywhere(request: HttpRequest) -> None:
    """Units and areas are the whole country's: a right limited to an area does not reach."""
    if not request.scope.everywhere:  # type: ignore[attr-defined]
        raise NotAllowed(permission="territory.manage")
