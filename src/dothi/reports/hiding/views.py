"""The officer's screen to hide faces, plates and names in a picture before it is public: proposals, rectangles by hand or by keys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel.attachments import JPEG
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.reports import photos, queries
from dothi.reports.hiding import boxes
from dothi.reports.hiding.actions import hide
from dothi.reports.hiding.proposing import proposed
from dothi.reports.models import Photo

LONGEST = 2000


@requires("reports.route")
@require_http_methods(["GET", "HEAD", "POST"])
def photo_hide(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """`boxes`: a rectangle a line, in thousandths. What nobody looked at yet begins with the machine's proposals."""
    photo = _photo(request, code, number)
    text, error, status = "", "", 200
    if request.method == "POST":
        text = request.POST.get("boxes", "")[:LONGEST]
        try:
            hide(photo, _read(text), by=person_of(request))
            messages.success(request, t("reports-hide-done"))
            return redirect("report-photo-hide", code=photo.report.code, number=number)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
    is_fresh = not text and not photo.hidden and photo.looked_at is None
    told = proposed(photos.body_of(photo)) if is_fresh else [boxes.Box(*one) for one in photo.hidden]
    context = {
        "report": photo.report,
        "photo": photo,
        "boxes": text or boxes.written(told),
        "proposed": len(told) if is_fresh else 0,
        "is_fresh": is_fresh,
        "error": error,
    }
    return render(request, "reports/photo_hide.html", context, status=status)


def _read(text: str) -> list[boxes.Box]:
    try:
        return boxes.read(text)
    except ValueError as error:
        raise BadRequest("report-hide-boxes", most=boxes.MOST) from error


@requires("reports.route")
@require_safe
def photo_copy(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """As the public will see it."""
    answer = HttpResponse(photos.body_of(_photo(request, code, number), public=True), content_type=JPEG)
    answer["Cache-Control"] = "no-store"
    return answer


def _photo(request: HttpRequest, code: str, number: int) -> Photo:
    report = queries.get_report(code, scope_of(request))
    found = report.photos.filter(number=number).select_related("report").first()
    if found is None:
        raise NotFound("report-photo-gone", code=report.code)
    return found
