"""What the island of the alarm's sound asks and tells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.duty import sounding as sound
from dothi.kernel.permissions import requires


@require_safe
@requires("alarms.view")
def sounding(request: HttpRequest) -> HttpResponse:
    """Which alarms sound for this person now."""
    answer = JsonResponse(sound.told(person_of(request)))
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires("alarms.view")
def hush(request: HttpRequest) -> HttpResponse:
    """Two minutes of silence on one's own screens, on record."""
    person = person_of(request)
    sound.hush(by=person)
    return JsonResponse(sound.told(person))
