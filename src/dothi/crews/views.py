"""The phone page: one page, one snapshot, one address for deeds, one for files. The page and its script work without network."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.crews import deeds, duties, media, queries, rules, showing
from dothi.crews.doing import Keeps
from dothi.crews.models import Attachment, Deed
from dothi.forces.queries import open_assignment
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import keys as word_keys
from dothi.kernel.i18n import message_of, t
from dothi.kernel.offline import script
from dothi.kernel.permissions import public, requires

_PREFIX = "crews-js-"
_ENDINGS = {"image/jpeg": "jpg", "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a"}


@require_safe
@requires("crews.work")
def page(request: HttpRequest) -> HttpResponse:
    """The shell: what it shows it asks for, so that a phone may keep it for the time without network."""
    return render(request, "crews/page.html", {"crew_words": _words()})


def _words() -> dict[str, str]:
    """What the page's script says, by key without its beginning; names of states come along."""
    found = {key.removeprefix(_PREFIX): t(key) for key in word_keys() if key.startswith(_PREFIX)}
    return found | {
        f"state-{key.removeprefix('forces-state-')}": t(key)
        for key in word_keys()
        if key.startswith("forces-state-") and key != "forces-state-set"
    }


@require_safe
@never_cache
@requires("crews.work")
def state(request: HttpRequest) -> JsonResponse:
    """The snapshot, with the token that forms of this session need."""
    return JsonResponse(_snapshot(request))


@require_safe
@never_cache
@requires("crews.work")
def map_page(request: HttpRequest) -> HttpResponse:
    """The ground around the place of the present assignment, with the way there left to the phone's own programs."""
    duty = duties.current(person_of(request))
    assignment = open_assignment(duty.force) if duty else None
    return render(request, "crews/map.html", {"incident": assignment.incident if assignment else None})


def _snapshot(request: HttpRequest) -> dict[str, Any]:
    return showing.snapshot(person_of(request)) | {"csrf": get_token(request)}


@require_POST
@requires("crews.work")
def sign_on(request: HttpRequest) -> JsonResponse:
    """{"force": call sign}: answers the snapshot."""
    duties.sign_on(person_of(request), request.POST.get("force", ""))
    return JsonResponse(_snapshot(request))


@require_POST
@requires("crews.work")
def tell(request: HttpRequest) -> JsonResponse:
    """A batch of deeds in their order; an answer for each of them, and how it stands now."""
    answers = deeds.apply(deeds.read(request.body), by=person_of(request))
    return JsonResponse({"answers": [one.told() for one in answers], "state": _snapshot(request)})


@require_POST
@requires("crews.work")
def hand_in(request: HttpRequest) -> JsonResponse:
    """One picture or voice note with its deed. A file that is refused is answered like any deed, so that the queue goes on."""
    upload = request.FILES.get("file")
    batch, told = _deed_with_file(request.POST.get("deed", ""))
    try:
        if upload is None:
            raise BadRequest("crew-deed")
        kept = _media(told.what, upload.read(), request.POST.get("seconds", ""))
    except DothiError as error:
        answers = [deeds.Answer(told.id[:26], "refused", message_of(error))]
    else:
        answers = deeds.apply_told(
            batch.device, batch.sent_at, [told], by=person_of(request), keeps=_keeper(kept)
        )
    return JsonResponse({"answers": [one.told() for one in answers], "state": _snapshot(request)})


def _deed_with_file(text: str) -> tuple[deeds.Batch, deeds.Told]:
    batch = deeds.read(text.encode())
    told, _refused = deeds.told_of(batch)
    if len(told) != 1 or told[0].what not in Attachment.Kind.values or told[0].assignment is None:
        raise BadRequest("crew-batch")
    return batch, told[0]


def _media(kind: str, body: bytes, seconds: str) -> media.Media:
    limits = rules.values()
    if kind == Attachment.Kind.PHOTO:
        return media.picture(body, most_mb=limits["photo-mb"])
    length = int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else 0
    return media.voice(body, length, most_mb=limits["voice-mb"], most_seconds=limits["voice-seconds"])


def _keeper(kept: media.Media) -> Keeps:
    """The file lies there before the row says so: a row without its file is never seen."""

    def keep(deed: Deed) -> None:
        if deed.assignment is None:
            return
        media.keep(kept)
        Attachment.objects.create(
            deed=deed, incident=deed.assignment.incident, kind=kept.kind, media_type=kept.media_type,
            sha256=kept.sha256, size=len(kept.body), seconds=kept.seconds, recorded_at=clock.now(),
        )  # fmt: skip

    return keep


@require_safe
@requires("incidents.view")
def attachment(request: HttpRequest, client_id: str) -> HttpResponse:
    """A picture shows, a voice note plays or is saved; nothing of it runs in our pages."""
    found = queries.get_attachment(client_id, person_of(request))
    day = found.recorded_at.astimezone(clock.VIETNAM)
    name = f"{found.incident.code}-{day:%Y%m%d-%H%M%S}.{_ENDINGS[found.media_type]}"
    saved = found.kind == Attachment.Kind.VOICE
    return HttpResponse(
        media.read(found.sha256),
        content_type=found.media_type,
        headers={
            "Content-Disposition": content_disposition_header(saved, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_GET
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The page's script for the time without network. It lies here because it may only rule what lies below its own address."""
    return script(request, "crews/sw.js", "/crew/")


@require_GET
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the page on its home screen."""
    answer = render(request, "crews/manifest.webmanifest", content_type="application/manifest+json")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
