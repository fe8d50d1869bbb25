"""Forms of briefings on screens, with all their versions; the room's dated limits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts import dated_limits
from dothi.accounts.asker import person_of
from dothi.accounts.dated_limits import LimitPages
from dothi.briefings import actions, composing, figures, queries, standing
from dothi.briefings.files import placeholders
from dothi.briefings.models import BriefingRule
from dothi.briefings.rules import LIMITS
from dothi.briefings.views import MEDIA
from dothi.kernel import clock, moments
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

PAGES = LimitPages(
    room="briefings", words="briefings-limit-", rule=BriefingRule, seeds=LIMITS.seeds, manages="briefings.manage",
    pages=("briefings-limits", "briefings-limit"), above=("briefings", "briefings-title"),
)  # fmt: skip
limits, limit = dated_limits.views_of(PAGES, sees="briefings.view")


@require_safe
@requires("briefings.view")
def forms(request: HttpRequest) -> HttpResponse:
    """The forms in force."""
    return render(request, "briefings/forms.html", {"forms": queries.templates_in_force()})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("briefings.view")
def form(request: HttpRequest, code: str) -> HttpResponseBase:
    """One form with its versions; who manages forms hands in the next one."""
    versions = queries.versions(code)
    if not versions:
        raise NotFound("briefing-form-does-not-exist", code=code)
    status = 200
    if request.method == "POST":
        try:
            _take(request, code)
        except DothiError as error:
            messages.error(request, message_of(error))
            status = 422
        else:
            messages.success(request, t("briefings-done"))
            return redirect("briefing-form", code)
    told = {
        "form": versions[0], "versions": versions, "today": clock.today(), "fields": placeholders.FIELDS,
        "blocks": placeholders.BLOCKS, "figures": sorted(figures.known_keys().items()),
    }  # fmt: skip
    return render(request, "briefings/form.html", told, status=status)


def _take(request: HttpRequest, code: str) -> None:
    upload, day = request.FILES.get("file"), moments.day(request.POST.get("valid_from"))
    if upload is None or day is None:
        raise BadRequest("briefing-form-needs")
    most = LIMITS.value("template-mb")
    body = upload.read(most * 1_000_000 + 1)  # what is longer is refused without being read
    actions.change_template(
        code,
        upload.name or "",
        body,
        valid_from=day,
        note=request.POST.get("note", ""),
        by=person_of(request),
    )


@require_safe
@requires("briefings.view")
def form_file(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A version as DOCX, to be edited."""
    found = next((one for one in queries.versions(code) if one.version == version), None)
    body = (composing.TEMPLATES.read(found.sha256) if found.sha256 else standing.body()) if found else None
    if body is None:
        raise NotFound("briefing-form-does-not-exist", code=code)
    answer = HttpResponse(body, content_type=MEDIA["docx"])
    answer["Content-Disposition"] = f'attachment; filename="{code}-{version}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
