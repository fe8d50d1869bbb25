"""Every route – of the people door and of the machine door – says who may, and does what it says. None is open by accident."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from starlette.routing import Route

from dothi.config.api import api
from dothi.gateway.app import build
from dothi.kernel.permissions import PERMISSIONS

# Opening a page to everybody is a decision: it is written down here as well.
PUBLIC = {
    "accounts/login/",
    "accounts/logout/",
    "accounts/inactive/",
    "accounts/2fa/authenticate/",
    "crew/sw.js",  # the crew page's script for the time without network, and its name: no data
    "crew/manifest.webmanifest",
    "here/<str:token>/",  # a caller's phone says where it is, by the token that was sent to it
    "wall/open/<str:token>/",  # a wall is opened by its token, which is the right; its pages hold no data without it
    "leader/manifest.webmanifest",  # a name and icons: no data
    "wall/screen/",
    "wall/screen/state/",
    "wall/screen/sw.js",
    "canh-bao/",  # warnings are for everybody
    "canh-bao/<str:code>/",
    "tra-cuu-ho-so/",  # one's own dossier by its code and one's own phone number
    "phan-anh/",  # citizens report, read what was released, and follow their own by its token
    "phan-anh/moi/",
    "phan-anh/moi/gan-day/",  # what the form's script asks while somebody writes: public things alone
    "phan-anh/moi/noi/",
    "phan-anh/moi/loai/",
    "phan-anh/tai/<str:plate>/",  # the same form, its place told by a QR plate
    "phan-anh/sw.js",  # the form's script for the time without network: no data
    "ung-dung.webmanifest",  # the public pages on a phone's home screen, and what they say without network: no data
    "ngoai-mang/",
    "ngoai-mang/sw.js",
    "map/status.json",  # streets as OpenStreetMap has them: citizens choose a place on them
    "map/streets.pmtiles",
    "phan-anh/cua-toi/",  # … or after a code that went to their telephone or e-mail came back
    "phan-anh/cua-toi/<str:token>/noi/",  # their own report without a place
    "phan-anh/cua-toi/ma/<str:code>/",
    "phan-anh/cua-toi/ma/<str:code>/anh/<int:number>/",
    "phan-anh/ban-do.geojson",
    "phan-anh/dia-ban.geojson",  # borders are no secret
    "phan-anh/moi-nhat.geojson",
    "phan-anh/moi-nhat.atom",
    "phan-anh/bang-diem/",  # how agencies answered
    "phan-anh/bang-diem.csv",
    "phan-anh/quyen-rieng-tu/",
    "phan-anh/du-lieu-cua-toi/",  # after a code
    "phan-anh/du-lieu-cua-toi/tai-ve/",
    "phan-anh/xac-nhan/",
    "phan-anh/xac-nhan/ma/",
    "phan-anh/thoat/",
    "phan-anh/thoi-theo-doi/<str:token>/",  # the link below every message: the token is the right
    "phan-anh/<str:code>/theo-doi/",
    "phan-anh/cua-toi/<str:token>/",
    "phan-anh/cua-toi/<str:token>/anh/<int:number>/",
    "phan-anh/<str:code>/",
    "phan-anh/<str:code>/anh/<int:number>/",
    "quanh-toi/",  # what is around a place: measured, warned of, planned, reported
    "open311/discovery.<str:form>",  # GeoReport v2: what was released; to hand in needs a key (`api_key`), told by its own errors
    "open311/v2/discovery.<str:form>",
    "open311/v2/services.<str:form>",
    "open311/v2/services/<str:code>.<str:form>",
    "open311/v2/requests.<str:form>",
    "open311/v2/requests/<str:code>.<str:form>",
    "open311/v2/tokens/<str:token>.<str:form>",
    "open311/v2/servicerequestupdates.<str:form>",
    "open311/v2/requestupdates.<str:form>",
    "quanh-toi/theo-doi/",  # following a place: whose the address is, a code proves; what ends it stands in every message
    "quanh-toi/theo-doi/ma/",
    "quanh-toi/theo-doi/cua-toi/",
    "quanh-toi/thoi/<str:token>/",
    "huong-dan/",  # what to do where, numbers to call
    "huong-dan/<slug:code>/",
    "cong-viec/",  # planned works: published ones alone
    "cong-viec/lich.ics",
    "cong-viec/ban-do.geojson",
    "cong-viec/<str:code>/",
    "khao-sat/",  # what the authorities ask everybody, what was answered, and one's own questions by a token
    "khao-sat/tra-loi/<str:token>/",
    "khao-sat/quay/<slug:code>/",
    "khao-sat/ket-qua/<slug:code>/",
    "khao-sat/ket-qua/<slug:code>.<slug:ending>",
    "khao-sat/y-kien/<str:code>/",
    "khao-sat/y-kien/<str:code>/tep/<int:pk>/",
    "cap/",
    "cap/<str:code>.xml",
    "notify/arrived/",  # a browser tells that a message came: its id is the right
    "notify/push.js",
    "notify/receipts/<slug:code>/<str:token>/",  # providers tell what became of messages: the token is the right
    "web/choices/",  # language, theme, keys on or off: a cookie of one's own
}
API = r"^api/v1/(?P<rest>(?s:.*))\Z"  # one address to Django; its operations are asked one by one below
OPEN_API = "/api/v1/openapi.json"  # says what can be asked, not what is answered
OPEN_GATEWAY = {"/ngsi-ld/v1/openapi.json"}  # so does this
KEYS = {"key:read", "key:write", "key:telephony", "key:device", "key:admin", "ticket", "crew-ticket"}
_SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def _django() -> list[tuple[str, Any]]:
    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, before + str(pattern.pattern))
            else:
                yield before + str(pattern.pattern), pattern.callback

    return list(walk(get_resolver().url_patterns, ""))


def _address(route: str) -> str:
    """A route with something in its places: the guard must answer before anything is looked up."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: _SAMPLES.get(found[1] or "str", "x"), route)


def _machine() -> list[Route]:
    routes = build(with_streams=True).routes
    assert all(isinstance(route, Route) for route in routes)
    return [route for route in routes if isinstance(route, Route)]


ROUTES = _django()


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if not isinstance(pattern, URLResolver):
            yield pattern.name or ""
        elif not pattern.namespace:  # a library's own names stand behind its prefix
            yield from _names(pattern.url_patterns)


def test_there_are_routes_to_look_at() -> None:
    assert len(ROUTES) > 40
    assert len(_machine()) > 5


def test_no_two_pages_have_one_name() -> None:
    """`{% url %}` would silently lead to whichever room was loaded last."""
    twice = [name for name, n in Counter(_names(get_resolver().url_patterns)).items() if n > 1 and name]
    assert not twice


@pytest.mark.parametrize(("route", "view"), ROUTES, ids=[route for route, _ in ROUTES])
def test_every_page_names_its_right(route: str, view: Any) -> None:
    right = getattr(view, "dothi_permission", None)
    assert (right == "api") == (route == API)
    if route == API:
        return
    assert right in PERMISSIONS | {"public", "signed-in"}, (
        f"{route}: decorate the view with @requires, @signed_in or @public"
    )
    assert (right == "public") == (route in PUBLIC), f"{route}: public pages are listed in this test"


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route, _ in ROUTES if route not in PUBLIC | {API}])
def test_no_page_answers_somebody_who_is_not_signed_in(route: str) -> None:
    browser = Client()
    for answer in (
        browser.get(_address(route)),
        browser.post(_address(route)),
        browser.delete(_address(route)),
    ):
        if answer.status_code == 302:
            assert answer.url.startswith("/accounts/login/"), route
        else:
            assert answer.status_code in {401, 403, 405}, (route, answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route, view in ROUTES if view.dothi_permission in PERMISSIONS])
def test_no_page_answers_somebody_without_its_right(route: str, cast: Any, client_of: Any) -> None:
    browser = client_of(cast.dung)  # signed in, no role
    for answer in (browser.get(_address(route)), browser.post(_address(route))):
        assert answer.status_code in {403, 405}, (route, answer.status_code)


def _operations() -> list[tuple[str, str, Any]]:
    """(method, address, operation) of everything that /api/v1 can be asked."""
    return [
        (method, f"/api/v1{bound.prefix}/{path}".replace("//", "/"), operation)
        for bound in api()._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def test_every_operation_of_the_api_names_who_may() -> None:
    found = _operations()
    assert len(found) >= 6
    for method, path, operation in found:
        rights = {getattr(one, "right", None) for one in operation.auth_callbacks}
        assert rights, f"{method} {path}: give the router or the operation an `auth` of accounts.callers"
        assert rights <= KEYS | PERMISSIONS, f"{method} {path}: {rights}"


@pytest.mark.django_db
def test_no_operation_of_the_api_answers_somebody_unknown_or_without_its_right(
    cast: Any, client_of: Any
) -> None:
    for method, path, operation in _operations():
        address = re.sub(r"{[^}]+}", "x", path)
        persons = {one.right for one in operation.auth_callbacks} & PERMISSIONS  # none: a door of keys alone
        for browser, status in ((Client(), 401), (client_of(cast.dung), 403 if persons else 401)):
            answer = browser.generic(method, address)
            assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
                address
            )
    assert Client().get(OPEN_API).status_code == 200


def test_every_route_of_the_machine_door_names_its_right() -> None:
    for route in _machine():
        right = getattr(route.endpoint, "dothi_access", None)
        assert right in KEYS | {"public"}, f"{route.path}: mark the endpoint with its right"
        assert (right == "public") == (route.path in OPEN_GATEWAY), f"{route.path}: listed in this test"


async def test_no_route_of_the_machine_door_answers_without_a_key_or_ticket() -> None:
    door = httpx.ASGITransport(
        build(with_streams=True)
    )  # never started: a guard that lets through would fail on the missing pool
    async with httpx.AsyncClient(transport=door, base_url="http://test") as client:
        for route in [one for one in _machine() if one.path not in OPEN_GATEWAY]:
            for method in route.methods or {"GET"}:
                answer = await client.request(method, re.sub(r"{[^}]+}", "x", route.path))
                assert answer.status_code == 401, (method, route.path, answer.status_code)
                if method != "HEAD":
                    assert answer.headers["content-type"].startswith("application/problem+json"), route.path


def test_only_two_addresses_tell_the_state_of_the_system() -> None:
    from dothi.config import asgi

    assert set(asgi._STATUS) == {"/healthz", "/metrics"}
    assert asgi.MACHINE_DOOR == ("/ngsi-ld", "/stream", "/crew/positions")
