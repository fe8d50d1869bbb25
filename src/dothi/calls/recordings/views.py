"""Playing a recording: a purpose first, then for a while the sound, by parts, never kept by a browser; holding it from being deleted."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts import looks
from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import LookKind
from dothi.accounts.rules import limit
from dothi.calls import queries
from dothi.calls.models import Call
from dothi.calls.recordings import holds, store
from dothi.kernel.errors import NotAllowed, NotFound
from dothi.kernel.permissions import requires

KIND = LookKind.RECORDING


@requires("calls.listen")
@require_http_methods(["GET", "HEAD", "POST"])
def recording(request: HttpRequest, code: str) -> HttpResponseBase:
    """Asks for the purpose; with it, the player until the look ends."""
    call, person = _get(request, code), person_of(request)
    path = store.find(call.recording)
    if request.method == "POST":
        store.get(call.recording)
        looks.begin(
            person, KIND, call.code, call.line.name if call.line else call.number_dialled, request.POST.get("purpose", ""), words=request.POST.get("words", ""),
            unit_id=call.unit_id, agency_id=call.agency_id, minutes=limit("look-minutes-recording"),
        )  # fmt: skip
        return redirect("call-recording", call.code)
    context = {
        "call": call,
        "is_here": path is not None,
        "look": looks.open_look(person, KIND, call.code),
        "purposes": looks.purposes(KIND),
        "kept": f"calls-kept-{holds.class_of(call)}",
        "hold": holds.standing(call),
    }
    answer = render(request, "calls/recording.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires("calls.listen")
@require_safe
def sound(request: HttpRequest, code: str, look: int) -> HttpResponseBase:
    """The sound itself, whole or in part; the address holds for the person and the look that it names, until that ends."""
    call = _get(request, code)
    standing = looks.open_look(person_of(request), KIND, call.code)
    if standing is None or standing.pk != look:
        raise NotAllowed("call-recording-needs-purpose")
    path = store.get(call.recording)
    size = path.stat().st_size
    try:
        part = store.asked_part(request.headers.get("Range", ""), size)
    except ValueError:
        return _private(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
    answer: HttpResponseBase
    if part is None:
        answer = FileResponse(
            path.open("rb"), content_type=store.type_of(path), filename=f"{call.code}{path.suffix}"
        )
    else:
        answer = StreamingHttpResponse(
            store.pieces(path.open("rb"), part), status=206, content_type=store.type_of(path)
        )
        answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
        answer["Content-Length"] = str(part.length)
    return _private(answer)


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@requires("calls.listen")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ends the look before its time."""
    call, person = _get(request, code), person_of(request)
    looks.end_all(person, KIND, call.code)
    return redirect("call-recording", call.code)


@requires("calls.listen")
@require_POST
def hold(request: HttpRequest, code: str) -> HttpResponseBase:
    call = _get(request, code)
    holds.hold(call, reason=request.POST.get("reason", ""), by=person_of(request))
    return redirect("call-recording", call.code)


@requires("calls.listen")
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponseBase:
    call = _get(request, code)
    holds.release(call, reason=request.POST.get("reason", ""), by=person_of(request))
    return redirect("call-recording", call.code)


def _get(request: HttpRequest, code: str) -> Call:
    """A call in the scope of `calls.listen` that has a recording. Raises NotFound."""
    call = queries.get_call(code, scope_of(request))
    if not call.recording:
        raise NotFound("call-recording-missing")
    return call
