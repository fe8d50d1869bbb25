"""Consultations as everybody reads them, and says what they think. No account, no script."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.kernel import clock
from dothi.kernel.attachments import JPEG
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import public
from dothi.reports.intake import knocks
from dothi.surveys import actions, consulted, papers, queries, questions, voices
from dothi.surveys.models import Opinion

PAGE = 20


@public
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is planned, what others said, what the agency answers; and a form while it is open: one voice of a browser."""
    one, mark = queries.get_announced(code), voices.mark_of(request)
    voice = voices.digest_of(mark)
    error, status = "", 200
    if request.method == "POST":
        try:
            knocks.spend(request, "voice")
            actions.speak(one, voice, request.POST)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            return voices.answer_with(redirect(f"{request.path}?cam-on=1"), mark)
    mine = Opinion.objects.filter(consultation=one, voice=voice).first()
    told = mine.values | mine.texts | {"text": mine.text} if mine else {}
    if request.method == "POST":
        told = {name: str(value)[:4000] for name, value in request.POST.items()}
    shown = one.opinions.filter(state=Opinion.State.PUBLIC, reply=None).order_by("-pk")
    context = {
        "one": consulted.Shown(one),
        "open": actions.is_open(one),
        "over": one.closes_at <= clock.now(),
        "asked": [(each, told.get(each.code, "")) for each in questions.read(one.questions)],
        "text": told.get("text", ""),
        "faces": questions.FACE_VALUES,
        "points": questions.SCALE_POINTS,
        "page": Pages(shown, PAGE).get_page(request.GET.get("page")),
        "mine": mine,
        "mark": mark,
        "thanks": "cam-on" in request.GET and mine is not None and not error,
        "error": error,
    }
    answer = render(request, "surveys/public_consultation.html", context, status=status)
    answer["Cache-Control"] = "private, no-cache"  # it holds this browser's own words
    if not context["open"]:
        return answer
    return knocks.mark(request, voices.answer_with(answer, mark), voices.PATH)


@public
@require_safe
def paper(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A file of a consultation: saved, never shown inside our pages."""
    found = queries.get_announced(code).papers.filter(pk=pk).first()
    if found is None:
        raise NotFound("paper-gone", name="")
    answer = HttpResponse(papers.body_of(found), content_type=found.media_type)
    kind = "inline" if found.media_type == JPEG else "attachment"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
