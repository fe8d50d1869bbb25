"""Which room answers which address. Rooms declare their own `urls.py` and `api.py`; this file only mounts them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt

from dothi.config.rooms import ROOMS


@csrf_exempt  # a machine has no token; operations that a session may call ask for it themselves (accounts.callers)
def api(request: HttpRequest, rest: str) -> HttpResponseBase:
    """The rooms' API, loaded when it is first asked."""
    from dothi.config.api import answer

    return answer(request)


api.dothi_permission = "api"  # type: ignore[attr-defined]  # each operation names its own right (a test asks all of them)

# `.` also for a line break: whatever follows is answered as the API answers
urlpatterns: list[URLPattern | URLResolver] = [re_path(r"^api/v1/(?P<rest>(?s:.*))\Z", api, name="api")]
for room in ROOMS:
    if find_spec(f"dothi.{room}.urls"):
        urlpatterns += import_module(f"dothi.{room}.urls").urlpatterns

handler400 = "dothi.web.views.bad_request"
handler403 = "dothi.web.views.forbidden"
handler404 = "dothi.web.views.not_found"
handler500 = "dothi.web.views.fault"
