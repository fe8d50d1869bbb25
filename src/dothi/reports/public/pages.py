"""What the pages of one report share, whoever opens them: what is told of it, its pictures, and what a judge of it sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from dothi.kernel.attachments import JPEG
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.reports import actions, photos, queries, showing
from dothi.reports.actions.stepping import LONGEST_TEXT
from dothi.reports.identity import requests
from dothi.reports.identity.vault import Voice
from dothi.reports.models import Photo, Rating, Report, State

REPORTER_S = ("supply", "reopen")  # what speaks for the reporter: the clock runs on, or the work begins anew
DONE = ("rate", *REPORTER_S)


def told(found: Report, address: Callable[[int], str], *, own: bool = False) -> dict[str, Any]:
    """`own`: the reporter sees their own pictures before an officer releases them."""
    shown = queries.photos_of(found, public_only=not own)
    if own:
        shown = [one for one in shown if one.released_at or one.kind == Photo.Kind.SEEN]
    return {
        "report": found,
        "one": showing.shown(found),
        "photos": showing.pictures(shown, address),
        "extensions": queries.extended(found),
        "pauses": queries.rested(found),
        "published": (State.DONE, State.CLOSED),  # an answer that waits for review is nobody's yet
        "judged": _judged(found) if found.state in (State.DONE, State.CLOSED) else None,
        "record": [showing.Said(line, public=True) for line in queries.record(found, public_only=True)],
    }


def _judged(found: Report) -> dict[str, Any]:
    """How the answer that stands was judged: how many voices, and which faces."""
    count = queries.faces_of(found)
    faces = [(face, count.get(face, 0)) for face in showing.FACES]
    return {"n": sum(count.values()), "faces": faces}


def judging(found: Report, voice: str) -> dict[str, Any]:
    """What the card with the three faces needs."""
    rows = Rating.objects.filter(report=found, round=found.reopened, voice=voice)
    return {
        "faces": showing.FACES,
        "may_judge": found.state == "done",
        "rated": rows.values_list("face", flat=True).first() or "",
    }


def do(request: HttpRequest, found: Report, voice: Voice) -> None:
    """Rates, or for the reporter alone reopens, supplies or asks to be erased (`do`). Raises DothiError."""
    text, step = request.POST.get("text", "")[:LONGEST_TEXT], request.POST.get("do", "")
    if step in REPORTER_S and not voice.is_reporter:
        raise NotAllowed("report-for-its-reporter", code=found.code)
    match step:
        case "rate":
            actions.rate(found, request.POST.get("face", ""), voice.digest, text=text)
        case "reopen":
            actions.reopen(found, words=text)
        case "supply":
            actions.supply(found, text)
        case "erase":
            requests.ask_by_link(found, voice.digest)
        case other:
            raise BadRequest("report-no-such-step", step=other[:20])


def picture(found: Report, number: int, *, released: bool) -> HttpResponse:
    """Raises NotFound: there is none, or it is not for this reader."""
    one = found.photos.filter(number=number).first()
    hidden = one is None or (one.released_at is None and (released or one.kind != Photo.Kind.SEEN))
    if one is None or hidden:
        raise NotFound("report-photo-gone", code=found.code)
    is_original = not released and one.kind == Photo.Kind.SEEN  # whoever sent it sees what they sent
    answer = HttpResponse(photos.body_of(one, public=not is_original), content_type=JPEG)
    answer["Cache-Control"] = "private, max-age=300"
    return answer
