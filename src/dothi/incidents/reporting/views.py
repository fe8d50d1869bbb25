"""The after-action report of a case: a form of what the paper needs, and the paper as DOCX or PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dothi.accounts.asker import person_of, scope_of
from dothi.incidents import queries
from dothi.incidents.models import Incident
from dothi.incidents.reporting import paper, parts
from dothi.incidents.reporting.paper import Paper, PaperForm
from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.permissions import requires

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@requires("incidents.view")
def report_page(request: HttpRequest, code: str) -> HttpResponse:
    """What will stand in the report, and what the paper needs beside."""
    incident = queries.get_incident(code, scope_of(request))
    return render(
        request,
        "incidents/report.html",
        {
            "incident": incident,
            "form": PaperForm(initial=paper.suggested(incident)),
            "sections": parts.sections(incident, person_of(request), language()),
        },
    )


@require_GET
@requires("incidents.view")
def report_docx(request: HttpRequest, code: str) -> HttpResponse:
    from dothi.kernel.papers import word

    made = _paper(request, queries.get_incident(code, scope_of(request)))
    return _file(word.draw(made), DOCX, f"{code}.docx")


@require_GET
@requires("incidents.view")
def report_pdf(request: HttpRequest, code: str) -> HttpResponse:
    from dothi.kernel.papers import pdf

    made = _paper(request, queries.get_incident(code, scope_of(request)))
    return _file(pdf.draw(made), "application/pdf", f"{code}.pdf")


def _paper(request: HttpRequest, incident: Incident) -> Paper:
    told = paper.read(request.GET, incident)
    lang = told["lang"]
    person = person_of(request)
    return Paper(
        incident=incident,
        lang=lang,
        receivers=[line.strip("-; ") for line in told.get("receivers", "").splitlines() if line.strip("-; ")],
        made_at=clock.now(),
        made_by=str(person),
        sections=parts.sections(incident, person, lang),
        **{key: told.get(key, "") for key in ("above", "agency", "number", "place", "signs_as", "signed_by")},
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
