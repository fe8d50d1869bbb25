"""What everybody opens: the questions that a link leads to, a counter's, and the results. No account, no script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import language, message_of
from dothi.kernel.permissions import public
from dothi.kernel.private import private
from dothi.kernel.retention import in_force
from dothi.reports.intake import knocks
from dothi.surveys import actions, consulted, queries, questions, results, sheet, showing, voices
from dothi.surveys.models import Answer, Survey

SHOWN = 30


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Consultations that stand open, those that are over, and what surveys showed."""
    rows = [consulted.Shown(one) for one in queries.announced()[: SHOWN * 2]]
    told = {
        "open": [one for one in rows if one.word == "open"],
        "soon": [one for one in rows if one.word == "soon"],
        "over": [one for one in rows if one.word in ("over", "concluded")][:SHOWN],
        "surveys": [showing.Shown(one) for one in results.wholes_of(queries.in_force())],
    }
    return render(request, "surveys/public_index.html", told)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The questions of an invitation; until it closes the answer may be changed."""
    invitation = queries.invitation_of(token)
    error, status = "", 200
    if request.method == "POST":
        try:
            knocks.spend(request, "voice")
            actions.answer(invitation, request.POST)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            return private(redirect(f"{request.path}?cam-on=1"))
    said = Answer.objects.filter(invitation=invitation).first()
    told = _form(request, invitation.survey, said, error) | {
        "invitation": invitation,
        "closed": invitation.closes_at <= clock.now(),
        "closes_at": invitation.closes_at,
        "by_report": invitation.kind == "report",
    }
    page = private(render(request, "surveys/public_answer.html", told, status=status))
    return knocks.mark(request, page, voices.PATH)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest, code: str) -> HttpResponseBase:
    """The questions of a counter, by its QR: one answer of a browser."""
    poster = queries.get_poster(code)
    survey, mark = queries.get_survey(poster.survey), voices.mark_of(request)
    voice = voices.digest_of(mark)
    error, status = "", 200
    if request.method == "POST":
        try:
            knocks.spend(request, "voice")
            actions.answer_at(poster, survey, voice, request.POST)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            return private(voices.answer_with(redirect(f"{request.path}?cam-on=1"), mark))
    said = Answer.objects.filter(poster=poster, voice=voice).first()
    told = _form(request, survey, said, error) | {"poster": poster, "closed": not survey.is_on, "mark": mark}
    page = private(render(request, "surveys/public_answer.html", told, status=status))
    return knocks.mark(request, voices.answer_with(page, mark), voices.PATH)


def _form(request: HttpRequest, survey: Survey, said: Answer | None, error: str) -> dict[str, Any]:
    """What was typed stays, also when it was refused."""
    told = (said.values | said.texts) if said else {}
    if request.method == "POST":
        told = {name: str(value)[: questions.LONGEST_TEXT] for name, value in request.POST.items()}
    rule = in_force().get("survey-texts")
    return {
        "survey": survey,
        "title": survey.title_en if language() == "en" else survey.title_vi,
        "purpose": survey.purpose_en if language() == "en" else survey.purpose_vi,
        "asked": [(one, told.get(one.code, "")) for one in questions.read(survey.questions)],
        "faces": questions.FACE_VALUES,
        "points": questions.SCALE_POINTS,
        "error": error,
        "thanks": "cam-on" in request.GET and said is not None and not error,
        "said": said,
        "keep_days": min(survey.keep_days, rule.days if rule else survey.keep_days),
    }


@public
@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """What a survey showed, with n, method and who did not answer."""
    told = {"one": showing.Shown(results.result_of(_announced(code)))}
    return render(request, "surveys/public_result.html", told)


@public
@require_safe
def result_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    return sheet.answered(results.result_of(_announced(code)), ending)


def _announced(code: str) -> Survey:
    """Raises NotFound: no survey of this code holds today."""
    found = next((one for one in queries.in_force() if one.code == code), None)
    if found is None:
        raise NotFound("survey-does-not-exist", code=code[:60])
    return found
