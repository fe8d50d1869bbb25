"""The import page: upload → what would change → apply. Nobody needs a shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.kernel.errors import DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.territory import actions, uploads
from dothi.territory.forms import ImportForm
from dothi.territory.plan import Plan

SALT = "territory-import"


@requires("territory.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Step one: keeps the files and shows what they would change; writes nothing."""
    _everywhere(request)
    form = ImportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "territory/import.html", {"form": form}, status=422 if form.errors else 200)
    options = _options(form.cleaned_data)
    try:
        token = uploads.keep(request.FILES.getlist("uploads"))
        try:
            plan = actions.import_files(uploads.kept(token), by=None, dry_run=True, **options)
        except DothiError:
            uploads.forget(token)
            raise
    except DothiError as error:
        form.add_error(None, message_of(error))
        return render(request, "territory/import.html", {"form": form}, status=422)
    context = _told(plan, uploads.kept(token))
    context["carried"] = dumps({"token": token, **_plain(options)}, salt=SALT)
    context["reason"] = form.cleaned_data["reason"]
    return render(request, "territory/import_plan.html", context)


@requires("territory.manage")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Step two: writes what step one showed, computed anew in the same transaction."""
    _everywhere(request)
    try:
        carried = loads(request.POST.get("carried", ""), salt=SALT, max_age=uploads.KEPT_S)
    except BadSignature as error:
        raise NotFound("territory-upload-expired") from error
    taken = uploads.claim(carried["token"])
    paths = uploads.kept(taken)
    user: Any = request.user
    try:
        plan = actions.import_files(
            paths, by=user, reason=request.POST.get("reason", ""), **_options(carried)
        )
    except BaseException:
        uploads.give_back(taken)
        raise
    uploads.forget(taken)
    messages.success(request, t("territory-import-done", files=", ".join(path.name for path in paths)))
    return render(request, "territory/import_plan.html", _told(plan, paths) | {"done": True})


def _told(plan: Plan, paths: Sequence[Path]) -> dict[str, Any]:
    return {
        "plan": plan,
        "files": [path.name for path in paths],
        "notes": [t(note.key, **note.fields) for note in plan.notes],
    }


def _options(values: dict[str, Any]) -> dict[str, Any]:
    on = values.get("on")
    return {
        "on": dt.date.fromisoformat(on) if isinstance(on, str) else on,
        "province": values.get("province") or None,
        "decree": values.get("decree") or "",
        "tolerance": values["tolerance"],
        "mend": bool(values.get("mend")),
    }


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"on": options["on"].isoformat() if options["on"] else None}


def _everywhere(request: HttpRequest) -> None:
    """Units and areas are the whole country's: a right limited to an area does not reach."""
    if not request.scope.everywhere:  # type: ignore[attr-defined]
        raise NotAllowed(permission="territory.manage")
