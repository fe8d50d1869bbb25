"""The doors of Open311 GeoReport v2. Reading needs no key; handing in needs one of kind `reports` (parameter `api_key`).

Errors have GeoReport's own form in the form that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from dothi.accounts.keys import Key, find_bearer_by
from dothi.kernel import drill
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import public
from dothi.reports import queries
from dothi.reports.identity import vault
from dothi.reports.models import Report
from dothi.reports.open311 import asking, posting, rendering, services, telling
from dothi.reports.open311.models import Sender

VERSION = "2026-11-23T00:00:00+07:00"  # of this interface, as discovery tells it
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
Door = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)


def _door(*methods: str) -> Callable[[Door], Door]:
    """The form by suffix, the jurisdiction, the methods, and refusals as GeoReport words them."""

    def around(view: Door) -> Door:
        @public
        @csrf_exempt
        @wraps(view)
        def inside(request: HttpRequest, form: str, **places: str) -> HttpResponseBase:
            known = form if form in rendering.TYPES else "json"
            try:
                if form not in rendering.TYPES:
                    raise NotFound("open311-form", form=form[:20])
                if request.method not in methods:
                    raise BadRequest("open311-method", status=405, method=str(request.method)[:20])
                _check_jurisdiction(request)
                return view(request, form, **places)
            except DothiError as error:
                return _refused(known, error)

        return inside

    return around


def _check_jurisdiction(request: HttpRequest) -> None:
    """One city answers here: its name is the host that was asked."""
    told = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if told and told.lower() != host.lower():
        raise NotFound("open311-jurisdiction", jurisdiction=told[:80])


def _refused(form: str, error: DothiError) -> HttpResponse:
    told = [{"code": error.status, "description": message_of(error)}]
    answer = _answer(form, "errors", told, status=error.status)
    if error.status == 405:
        answer["Allow"] = "GET, HEAD, POST"
    return answer


def _answer(form: str, root: str, told: Any, status: int = 200) -> HttpResponse:
    body = "".join(rendering.rendered(form, root, told))
    return _open(HttpResponse(body, content_type=rendering.TYPES[form], status=status))


def _streamed(form: str, root: str, told: Iterable[rendering.Row]) -> HttpResponseBase:
    pieces = rendering.rendered(form, root, told)
    return _open(StreamingHttpResponse(pieces, content_type=rendering.TYPES[form]))


def _open(answer: Response) -> Response:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"
    return answer


@_door("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponseBase:
    """Where the endpoint is, and how a key is had. Of a drill it says `test`."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri("/open311/v2"),
        "changeset": VERSION,
        "type": "test" if drill.mark() else "production",
        "formats": ["text/xml", "application/json"],
    }
    told = {
        "changeset": VERSION,
        "contact": t("open311-contact", address=request.build_absolute_uri("/")),
        "key_service": t("open311-key-service"),
        "endpoints": [endpoint],
    }
    return _answer(form, "discovery", told)


@_door("GET", "HEAD")
def service_list(request: HttpRequest, form: str) -> HttpResponseBase:
    return _answer(form, "services", services.services())


@_door("GET", "HEAD")
def service(request: HttpRequest, form: str, code: str) -> HttpResponseBase:
    return _answer(form, "service_definition", services.definition(code))


@_door("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponseBase:
    """Requests by filter; or one more of them."""
    if request.method == "POST":
        return _posted(request, form)
    asked = asking.read(request.GET.dict())
    rows = telling.asked_for(asked)
    return _streamed(
        form, "service_requests", telling.told(rows, _pictures(request), extensions=asked.extensions)
    )


def _posted(request: HttpRequest, form: str) -> HttpResponse:
    key = _key(request.POST.get("api_key") or request.GET.get("api_key") or "")
    report, token = posting.post(request.POST, request.FILES, key)
    told: dict[str, Any] = {
        "service_request_id": report.code,
        "service_notice": t("open311-notice", due=rendering.w3c(report.due_at) or ""),
        "account_id": None,
    }
    if token:
        told["extended_attributes"] = {
            "follow_url": request.build_absolute_uri(reverse("report-mine", args=[token]))
        }
    return _answer(form, "service_requests", [told])


@_door("GET", "HEAD")
def one_request(request: HttpRequest, form: str, code: str) -> HttpResponseBase:
    """A released one; whoever handed it in reads it before, by the key or the token of its link."""
    own = _own(request, code)
    report = own or queries.get_public(code)
    extensions = request.GET.get("extensions", "").lower() in ("true", "1")
    rows = telling.told([report], _pictures(request), extensions=extensions, own=own is not None)
    return _answer(form, "service_requests", list(rows))


def _own(request: HttpRequest, code: str) -> Report | None:
    if token := request.GET.get("token", ""):
        found, is_reporter = vault.report_of(token)
        return found if is_reporter and found.code == code else None
    if not (told := request.GET.get("api_key", "")):
        return None
    row = Sender.objects.filter(report__code=code[:20], key_id=_key(told).id)
    found_ = row.select_related("report__unit", "report__agency").first()
    return found_.report if found_ else None


@_door("GET", "HEAD")
def token(request: HttpRequest, form: str, token: str) -> HttpResponseBase:
    """The id that belongs to a token: the one in the link that a reporter was given."""
    report, _ = vault.report_of(token)
    return _answer(form, "service_requests", [{"service_request_id": report.code, "token": token}])


@_door("GET", "HEAD")
def updates(request: HttpRequest, form: str) -> HttpResponseBase:
    given = request.GET.dict()
    return _streamed(form, "service_request_updates", telling.updates(asking.read(given)))


def _pictures(request: HttpRequest) -> telling.Address:
    return lambda report, number: request.build_absolute_uri(
        reverse("report-photo-public", args=[report.code, number])
    )


def _key(told: str) -> Key:
    """Raises NotAllowed (403, as GeoReport says): no key, one that is over, one of another kind."""
    with connection.cursor() as cursor:
        key = find_bearer_by(cursor, f"Bearer {told}") if told else None
    if key is None or not key.may_report:
        raise NotAllowed("open311-key")
    return key
