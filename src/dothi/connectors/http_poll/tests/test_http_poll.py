"""HTTP asked from time to time: from a real server through the mapping into the store."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import MAPPING, add, readings, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("stored", "own_network")
XML = """<?xml version="1.0"?><tt:d xmlns:tt="urn:x"><tt:head><tt:at>2026-11-22T08:00:00+07:00</tt:at></tt:head>
<tt:tram ma="x1"><tt:pm>21,5</tt:pm></tt:tram><tt:tram ma="x2"><tt:pm>err</tt:pm></tt:tram></tt:d>"""
XML_MAPPING = """
[file]
decimal = ","
separator = ";"
[entity]
type = "AirQualityObserved"
id = "{@ma}"
[time]
column = "/head/at"
format = "iso"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "pm"
name = "pm25"
unit = "GQ"
"""


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


def values() -> list[tuple]:
    return facts(
        "select e.urn, a.num, e.agency_id is not null from entities_attribute a join entities_entity e on e.id = a.entity_id"
        " join entities_term t on t.id = a.term_id where t.short = 'pm25' order by 1"
    )


def names() -> list[str]:
    return [urn.rpartition(":")[2] for urn, _, _ in values()]


def asked_for(request: Any) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlsplit(request.path).query).items()}


def test_what_a_server_says_is_stored_with_its_place_and_nothing_new_is_asked_for_twice() -> None:
    def answer(request: Any) -> None:
        if request.headers.get("If-None-Match") == '"one"':
            request.give(b"", 304)
        else:
            request.give(readings(("a", 31.5), ("b", 12)), ETag='"one"')

    with serving(answer) as server:
        source = add("http_poll", url=f"{server.url}/stations?since={{since}}", rows="$.data[*]")
        first, second = run_once(source), run_once(source)
    assert (first.state, first.rows, first.stored, first.refused, first.pieces) == ("done", 2, 2, 0, 1), (
        first.error_fields
    )
    assert second.state == "unchanged"
    assert values() == [
        ("urn:ngsi-ld:AirQualityObserved:poll-a", 31.5, True),
        ("urn:ngsi-ld:AirQualityObserved:poll-b", 12, True),
    ]
    assert facts("select count(*) from entities_entity where lon between 107 and 108") == [(2,)]
    assert source.standing.value_at is not None and source.standing.failures == 0
    assert "T" in asked_for(server.asked[1])["since"]


def test_xml_with_namespaces_attributes_and_a_time_in_its_head() -> None:
    with serving(lambda request: request.give(XML)) as server:
        run = run_once(add("http_poll", mapping=XML_MAPPING, url=server.url, format="xml", rows=".//tram"))
    assert (run.rows, run.stored, run.refused, run.reasons) == (2, 1, 1, {"not-a-number": 1})
    assert names() == ["x1"] and values()[0][1] == 21.5
    assert run.rejects.get().value == "err"


@pytest.mark.parametrize(
    "body",
    ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a", "{}", ""],
    ids=["entity", "cut", "json", "empty"],
)
def test_xml_that_is_none_or_holds_entities_is_told(body: str) -> None:
    with serving(lambda request: request.give(body)) as server:
        run = run_once(add("http_poll", mapping=XML_MAPPING, url=server.url, format="xml"))
    assert (run.state, run.error_code) == ("failed", "source-not-xml")


def test_csv() -> None:
    mapping = XML_MAPPING.replace("@ma", "ma").replace("/head/at", "at")
    with serving(lambda request: request.give("ma;at;pm\nc1;2026-11-22T08:00+07:00;7,5\n")) as server:
        run = run_once(add("http_poll", mapping=mapping, url=server.url, format="csv"))
    assert (run.state, run.stored, names()) == ("done", 1, ["c1"])


@pytest.mark.parametrize("paging", ["link", "body", "offset", "page", "cursor"])
def test_every_page_is_read(paging: str) -> None:
    stations = [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]

    def answer(request: Any) -> None:
        told = asked_for(request)
        start = int(told.get("offset") or told.get("after") or 2 * (int(told.get("page", 1)) - 1))
        body, following = json.loads(readings(*stations[start : start + 2])), start + 2
        more = following < len(stations)
        if paging == "body" and more:
            body["next"] = f"/?offset={following}"
        if paging == "cursor":
            body["next"] = following if more else None
        extra = {"Link": f'</?offset={following}>; rel="next"'} if paging == "link" and more else {}
        request.give(json.dumps(body), **extra)

    how: dict[str, Any] = {
        "link": {"paging": "link"},
        "body": {"paging": "link", "next_path": "$.next"},
        "offset": {"paging": "offset", "page_size": 2},
        "page": {"paging": "page", "page_parameter": "page", "page_size": 2},
        "cursor": {"paging": "cursor", "page_parameter": "after"},
    }[paging]
    with serving(answer) as server:
        run = run_once(add("http_poll", url=server.url, rows="$.data[*]", **how))
    assert (run.state, run.pieces, run.rows) == ("done", 3, 5), run.error_code
    assert names() == [f"poll-{one}" for one in "abcde"]


def test_pages_in_a_circle_end() -> None:
    def answer(request: Any) -> None:
        request.give(readings(("a", 1)), Link='</>; rel="next"')

    with serving(answer) as server:
        run = run_once(add("http_poll", url=f"{server.url}/", rows="$.data[*]", paging="link"))
    assert (run.state, run.error_code) == ("failed", "source-pages-in-a-circle")


@pytest.mark.parametrize("auth", ["basic", "bearer", "header", "parameter", "oauth2"])
def test_ways_of_authenticating(auth: str) -> None:
    def answer(request: Any) -> None:
        if request.path == "/token":
            assert parse_qs(request.body.decode())["grant_type"] == ["client_credentials"]
            assert (
                request.headers["Authorization"] == "Basic " + base64.b64encode(b"ung-dung:bi-mat").decode()
            )
            return request.give('{"access_token": "moi", "token_type": "Bearer"}')
        sent = request.headers.get("Authorization", "")
        right = {
            "basic": sent == "Basic " + base64.b64encode("lan:mật-khẩu".encode()).decode(),
            "bearer": sent == "Bearer bi-mat",
            "header": request.headers.get("X-Khoa") == "bi-mat",
            "parameter": asked_for(request).get("khoa") == "bi-mat",
            "oauth2": sent == "Bearer moi",
        }[auth]
        return request.give(readings(("a", 1))) if right else request.give("sai", 401)

    with serving(answer) as server:
        how: dict[str, Any] = {
            "basic": {"username": "lan", "password": "mật-khẩu"},
            "bearer": {"token": "bi-mat"},
            "header": {"key_header": "X-Khoa", "key": "bi-mat"},
            "parameter": {"key_parameter": "khoa", "key": "bi-mat"},
            "oauth2": {
                "token_url": f"{server.url}/token",
                "client_id": "ung-dung",
                "client_secret": "bi-mat",
            },
        }[auth]
        run = run_once(add("http_poll", url=server.url, rows="$.data[*]", auth=auth, **how))
    assert (run.state, run.stored) == ("done", 1), (run.error_code, run.error_fields)


def test_a_secret_does_not_follow_a_redirect_to_another_host() -> None:
    def answer(request: Any) -> None:
        if request.path == "/":
            request.give("", 302, Location=f"http://localhost:{request.server.server_port}/there")
        else:
            request.give(readings(("a", 1)))

    with serving(answer) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1,::1")
        run = run_once(
            add("http_poll", url=f"{server.url}/", rows="$.data[*]", auth="bearer", token="bi-mat")
        )
    assert run.state == "done", run.error_fields
    assert [one.headers.get("Authorization") for one in server.asked] == ["Bearer bi-mat", None]


@pytest.mark.parametrize(
    ("status", "headers", "code", "at_least_s"),
    [
        (401, {}, "source-unauthorized", 200),
        (503, {"Retry-After": "3600"}, "source-status", 3500),
        (500, {}, "source-status", 20),
    ],
    ids=["401", "503", "500"],
)
def test_a_refusal_is_told_in_words_and_waited_for(
    status: int, headers: dict, code: str, at_least_s: float
) -> None:
    with serving(lambda request: request.give("hết quota", status, **headers)) as server:
        source = add("http_poll", url=server.url)
        run = run_once(source)
    assert (run.state, run.error_code, run.error_fields["begins"]) == ("failed", code, "hết quota")
    standing = source.standing
    assert (standing.failures, standing.error_code) == (1, code)
    assert (standing.next_at - run.begun_at).total_seconds() > at_least_s


def test_rows_that_cannot_be_are_listed_with_their_reason() -> None:
    with serving(lambda request: request.give(readings(("a", 1), ("b b", 2), ("c", -4)))) as server:
        run = run_once(add("http_poll", mapping=MAPPING, url=server.url, rows="$.data[*]"))
    assert (run.rows, run.stored, run.refused) == (3, 1, 2)
    assert run.reasons == {"bad-id": 1, "impossible": 1}
    assert list(run.rejects.order_by("line").values_list("line", "reason")) == [
        (2, "bad-id"),
        (3, "impossible"),
    ]


def test_it_comes_back_after_the_other_side_was_away() -> None:
    with serving(lambda request: request.give(readings(("a", 1)))) as server:
        source = add("http_poll", url=server.url, rows="$.data[*]")
    assert run_once(source).error_code == "source-no-connection"
    assert source.standing.failures == 1
    again = serving(lambda request: request.give(readings(("a", 1))), port=server.server_port)
    with again:
        assert run_once(source).state == "done"
    assert (source.standing.failures, source.standing.error_code) == (0, "")
