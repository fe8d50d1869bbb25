"""Templates of an agency's answers: listed, written anew, ended, and filled in where an answer, a question or a refusal is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.reports.desk import templates
from dothi.reports.desk.forms import TemplateForm
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.work")
def template_list(request: HttpRequest) -> HttpResponseBase:
    """The templates of one's agency and everybody's, and the form of a new one or of the next version (`?code=`)."""
    by = person_of(request)
    held = {one.code: one for one in templates.holding(by.agency_id)}
    form = TemplateForm(request.POST or None, begun=held.get(request.GET.get("code", "")))
    if request.method == "POST" and form.is_valid():
        try:
            templates.set_template(agency=by.agency, by=by, **form.cleaned_data)
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("reports-row-saved"))
            return redirect("report-templates")
    context = {"rows": held.values(), "form": form, "own": by.agency_id, "places": templates.PLACES}
    return render(request, "reports/templates.html", context, status=422 if form.errors else 200)


@require_POST
@requires("reports.work")
def template_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = AnswerTemplate.objects.select_related("agency").filter(pk=pk).first()
    if row is None:
        raise NotFound("report-template-gone")
    templates.end_template(row, by=person_of(request))
    messages.success(request, t("reports-template-ended"))
    return redirect("report-templates")


@dataclass(frozen=True, slots=True)
class Offered:
    """For a form: the templates of its kind, and the text of the chosen one, filled in; empty: none was chosen."""

    templates: list[AnswerTemplate]
    text: str


def offered(request: HttpRequest, report: Report, agency_id: int | None, kind: str) -> Offered:
    """What an answer, a question or a refusal may begin with; the address names the chosen one (`?template=`)."""
    rows = templates.holding(agency_id, kind=kind)
    wanted = next((one for one in rows if str(one.pk) == request.GET.get("template", "")), None)
    return Offered(rows, templates.filled(wanted.text, report) if wanted else "")
