"""A service on a platform of integration, played by a real HTTP server: tokens, ids that stay, envelopes, the log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import pytest
from django.test import Client

from dothi.connectors.lgsp import fetch
from dothi.connectors.models import Source, SourceMessage
from dothi.connectors.retention import forget_messages
from dothi.connectors.sources import asking
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.serving import Server, serving
from dothi.connectors.sources.tests.sources import add, described, readings, run_once
from dothi.connectors.tests.conftest import stored  # noqa: F401 - a fixture
from dothi.connectors.trying import try_source
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast


class Asked(NamedTuple):
    """One request as it came."""

    headers: dict[str, str]
    body: bytes


class Platform:
    """Gives tokens, keeps what it was asked, answers by the functions of `says`, one after another."""

    def __init__(self, *says: Callable[[Any], None]) -> None:
        self.says, self.tokens = list(says), 0
        self.asked: list[Asked] = []

    def __call__(self, request: Any) -> None:
        if request.path == "/token":
            self.tokens += 1
            assert parse_qs(request.body.decode())["grant_type"] == ["client_credentials"]
            request.give(json.dumps({"access_token": f"token-{self.tokens}", "expires_in": 60}))
            return
        self.asked.append(Asked(dict(request.headers), request.body))  # one handler serves many requests
        (self.says.pop(0) if self.says else good())(request)

    @property
    def ids(self) -> list[str]:
        return [one.headers["X-Request-ID"] for one in self.asked]


def good(*names: str, code: str = "00") -> Callable[[Any], None]:
    rows = json.loads(readings(*((name, 31.5) for name in names or ("a",))))["data"]
    body = json.dumps({"errorCode": code, "errorMessage": "Thành công", "data": rows})
    return lambda request: request.give(body, X_Correlation_ID="lgsp-7")


def status(code: int, **headers: str) -> Callable[[Any], None]:
    fault = '{"fault": {"code": 900901, "message": "Invalid Credentials"}}'
    return lambda request: request.give(fault, code, X_Correlation_ID="lgsp-5", **headers)


def breaks(request: Any) -> None:
    request.close_connection = True


def service(server: Server, **more: Any) -> Source:
    told = {
        "url": f"{server.url}/khong-khi", "token_url": f"{server.url}/token", "client_id": "vt", "client_secret": "bí mật",
        "method": "POST", "body": "{}", "code_path": "$.errorCode", "message_path": "$.errorMessage", "rows": "$.data[*]", "headers": "X-Sender-Code: H72.18",
    }  # fmt: skip
    return add("lgsp", how=more.pop("how", None), **{**told, **more})


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(fetch, "_LONGEST_WAIT_S", 0.01)


def test_what_may_have_arrived_is_tried_again_under_its_id(stored: None) -> None:  # noqa: F811
    platform = Platform(breaks, status(503), good("a", "b"))
    with serving(platform) as server:
        run = run_once(service(server))
    assert (run.state, run.stored, platform.tokens) == ("done", 2, 1), run.error_fields
    assert len(platform.ids) == 3 and len(set(platform.ids)) == 1
    assert {one.headers["X-Sender-Code"] for one in platform.asked} == {"H72.18"}
    log = SourceMessage.objects.filter(purpose="data").order_by("pk")
    assert [(one.attempt, one.answered, one.status, one.answer_id) for one in log] == [
        (1, False, None, ""),
        (2, False, 503, "lgsp-5"),
        (3, True, 200, "lgsp-7"),
    ]
    assert {one.request_id for one in log} == set(platform.ids) and log[2].run == run
    assert (log[2].code, log[2].detail, log[2].url) == ("00", "Thành công", f"{server.url}/khong-khi")


def test_the_next_run_asks_the_unanswered_question_under_the_same_id(stored: None) -> None:  # noqa: F811
    platform = Platform(breaks, breaks)
    with serving(platform) as server:
        source = service(server, tries=1)
        assert run_once(source).state == run_once(source).state == "failed"
        assert run_once(source).state == run_once(source).state == "done"
    first, second, third, fourth = platform.ids
    assert first == second == third != fourth


def test_a_token_that_ended_is_renewed_once_and_a_refusal_is_told(stored: None) -> None:  # noqa: F811
    platform = Platform(status(401), good(), status(401), status(401))
    with serving(platform) as server:
        source = service(server)
        assert run_once(source).state == "done" and platform.tokens == 2
        assert platform.asked[1].headers["Authorization"] == "Bearer token-2"
        run = run_once(source)
    assert (run.state, run.error_code, len(platform.asked)) == ("failed", "source-unauthorized", 4)


def test_the_platforms_own_code_decides_although_http_says_200(stored: None) -> None:  # noqa: F811
    with serving(Platform(good(code="99"))) as server:
        run = run_once(service(server))
    assert (run.error_code, run.error_fields["told"], run.error_fields["answer"]) == (
        "source-platform-refuses",
        "99",
        "lgsp-7",
    )
    assert SourceMessage.objects.get(purpose="data").answered


def test_pages_are_asked_until_one_is_not_full(stored: None) -> None:  # noqa: F811
    platform = Platform(good("a", "b"), good("c", "d"), good("e"))
    with serving(platform) as server:
        body = '{"tu": "{since}", "trang": {page}}'
        run = run_once(service(server, body=body, page_size=2))
    assert (run.state, run.pieces, run.stored) == ("done", 3, 5)
    bodies = [json.loads(one.body) for one in platform.asked]
    assert [one["trang"] for one in bodies] == [1, 2, 3] and dt.datetime.fromisoformat(bodies[0]["tu"])
    assert len(set(platform.ids)) == 3


def test_a_test_stands_in_the_log_and_takes_nothing(stored: None) -> None:  # noqa: F811
    with serving(Platform()) as server:
        tried = try_source(source := service(server))
    assert tried.trouble == "" and tried.sample is not None and tried.sample.tally.stored == 1, tried
    assert list(source.messages.order_by("pk").values_list("purpose", "run")) == [
        ("token", None),
        ("data", None),
    ]


def test_the_log_is_on_the_screen_found_by_an_id_and_forgotten_in_time(
    cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    source = add(
        "lgsp", on=False, how=described(agency=cast.environment, own_only=True), url="https://lgsp.example.vn/x",
        token_url="https://lgsp.example.vn/token", client_id="vt", client_secret="x",
    )  # fmt: skip
    for number in range(3):
        at = clock.now() - dt.timedelta(days=number * 200)
        source.messages.create(
            request_id=f"id-{number}", sent_at=at, method="GET", url="https://lgsp.example.vn/x", digest="x",
            answer_id=f"lgsp-{number}", detail="Thành công",
        )  # fmt: skip
    client = client_of(cast.vy)
    assert "id-0" in client.get("/connectors/sources/tram/").content.decode()
    found = client.get("/connectors/sources/tram/messages/?id=lgsp-1").content.decode()
    assert "id-1" in found and "id-0" not in found and "không rõ đã tới chưa" in found
    assert client_of(cast.dung).get("/connectors/sources/tram/messages/").status_code in (403, 404)
    assert forget_messages(clock.now() - dt.timedelta(days=365), 10) == 1
    assert set(source.messages.values_list("request_id", flat=True)) == {"id-0", "id-1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "lgsp"},
        {"id_header": "Host"},
        {"id_header": "X\r\nY"},
        {"headers": "Host: x"},
        {"code_path": "$[?"},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, str]) -> None:
    told = {
        "url": "https://a.vn/{page}",
        "token_url": "https://a.vn/t",
        "client_id": "x",
        "client_secret": "x",
    }
    assert asking.read(get_kind("lgsp").settings, told)
    with pytest.raises(asking.SettingsRefused):
        asking.read(get_kind("lgsp").settings, {**told, **wrong})
