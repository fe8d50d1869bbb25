"""The register: cameras taken in one by one or from a file, changed, taken out of service; leave for other agencies."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.cameras import actions, queries, sheet
from dothi.cameras.forms import CameraForm, GrantForm, SheetForm, purpose_choices
from dothi.cameras.models import Camera, CameraGrant
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed, TooLarge
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def add(request: HttpRequest) -> HttpResponse:
    """A camera taken into the register."""
    form = CameraForm(request.POST or None, scope=scope_of(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            camera = actions.take_in(
                told["code"], told["address"], form.described(), login=form.login(), by=person_of(request)
            )
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("camera", camera.code)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    camera = queries.get_camera(code, person_of(request), "cameras.manage")
    form = CameraForm(request.POST or None, scope=scope_of(request), camera=camera)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                camera,
                form.cleaned_data["address"],
                form.described(),
                login=form.login(),
                by=person_of(request),
            )
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("camera", camera.code)
    return _form(request, form, camera)


def _form(request: HttpRequest, form: CameraForm, camera: Camera | None) -> HttpResponse:
    told = {"form": form, "camera": camera}
    return render(request, "cameras/form.html", told, status=422 if form.errors else 200)


@require_POST
@requires("cameras.manage")
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Out of service with a reason, or in again."""
    camera = queries.get_camera(code, person_of(request), "cameras.manage")
    on, reason = request.POST.get("on") == "yes", request.POST.get("reason", "")
    return _done(request, code, lambda: actions.switch(camera, on=on, by=person_of(request), reason=reason))


@require_POST
@requires("cameras.manage")
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The view is right as it is."""
    camera = queries.get_camera(code, person_of(request), "cameras.manage")
    return _done(request, code, lambda: actions.confirm_view(camera, by=person_of(request)))


@require_POST
@requires("cameras.manage")
def look_now(request: HttpRequest, code: str) -> HttpResponse:
    """Checked at once: what a person does after setting a password or a cable right."""
    camera = queries.get_camera(code, person_of(request), "cameras.manage")
    answer = _done(request, code, lambda: actions.look_now(camera, by=person_of(request)))
    if camera.in_service:
        messages.info(request, t("cameras-checked-soon"))
    return answer


def _done(request: HttpRequest, code: str, act: actions.Act) -> HttpResponse:
    try:
        act()
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
    return redirect("camera", code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def from_sheet(request: HttpRequest) -> HttpResponse:
    """A register as a file: all of it or, with the wrong lines told, nothing."""
    form = SheetForm(request.POST or None, request.FILES or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = sheet.take_in(form.cleaned_data["file"].read(), by=person_of(request))
        except (BadRequest, TooLarge) as error:
            form.add_error("file", message_of(error))
        else:
            if not outcome.wrong:
                messages.success(request, t("cameras-taken-in", new=outcome.new, changed=outcome.changed))
                return redirect("cameras")
    wrong = bool(form.errors) or outcome is not None
    return render(
        request, "cameras/import.html", {"form": form, "outcome": outcome}, status=422 if wrong else 200
    )


@require_safe
@requires("cameras.manage")
def sheet_model(_request: HttpRequest) -> HttpResponse:
    """A file to begin with."""
    return HttpResponse(
        sheet.model(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="cameras.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def grants(request: HttpRequest) -> HttpResponse:
    """Who else may look, what for, until when, by which document."""
    form = GrantForm(request.POST or None, scope=scope_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant(form.leave(), by=person_of(request))
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("cameras-grants")
    found = scope_of(request).restrict(CameraGrant.objects.all(), "owner__unit_id", "owner_id")
    names = dict(purpose_choices())
    rows = found.select_related("owner", "agency", "granted_by").order_by("-valid_from", "group")
    told = {"form": form, "rows": [(one, names.get(one.purpose, one.purpose)) for one in rows]}
    return render(request, "cameras/grants.html", told, status=422 if form.errors else 200)


@require_POST
@requires("cameras.manage")
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """It holds no more from today, with a reason."""
    rows = scope_of(request).restrict(
        CameraGrant.objects.select_related("owner"), "owner__unit_id", "owner_id"
    )
    row = get_object_or_404(rows, pk=pk)
    try:
        actions.end_grant(row, by=person_of(request), reason=request.POST.get("reason", ""))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("cameras-grants")
