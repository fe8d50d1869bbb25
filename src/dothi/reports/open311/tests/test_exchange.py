"""Two cities: ours in this process, another as it runs. Theirs become ours once, ours are handed over once, each side's news is noted; what
cannot be read is a letter and stops nothing else."""

from __future__ import annotations

import json
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import psycopg
import pytest

from dothi.connectors.sources import secrets
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.system import System, running_system
from dothi.reports.models import Report, ReportLine
from dothi.reports.open311 import exchange
from dothi.reports.open311.models import Endpoint, Exchanged, Letter
from dothi.reports.tests.course import LEAK, WASTE, prepared, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    prepared(cast)


class Other(BaseHTTPRequestHandler):
    """Another city's server: what a test lays down is told; what is posted is kept."""

    answers: ClassVar[dict[str, tuple[int, Any]]] = {}
    posted: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        self._tell(*self.answers.get(self.path.partition("?")[0], (404, [])))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append(urllib.parse.parse_qs(body))
        self._tell(*self.answers["POST"])

    def _tell(self, status: int, told: Any) -> None:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def other() -> Iterator[type[Other]]:
    Other.answers, Other.posted = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    Other.port = server.server_address[1]  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Other
    server.shutdown()


def endpoint(port: int, **more: Any) -> Endpoint:
    return Endpoint.objects.create(code="kia", url=f"http://127.0.0.1:{port}/v2", **more)


def row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "service_request_id": number, "status": "open", "status_notes": None, "service_code": "R1", "service_name": "Rác",
        "description": f"Rác {number}", "address": "12 Trần Phú", "lat": None, "long": None,
        "requested_datetime": "2026-11-23T08:00:00+07:00", "updated_datetime": "2026-11-23T09:00:00+07:00", **more,
    }  # fmt: skip


def test_theirs_become_ours_once_and_their_news_is_noted(other: Any) -> None:
    there = endpoint(other.port, pulls=True, services={"R1": WASTE})
    other.answers["/v2/requests.json"] = (200, [row(1), row(2)])
    assert exchange.run(there).taken == 2
    assert exchange.run(there).taken == 0
    report = Exchanged.objects.get(their_id="1").report
    assert (report.text, report.category, report.door, report.place) == (
        "Rác 1",
        WASTE,
        "open311",
        "12 Trần Phú",
    )
    assert there.since is not None
    other.answers["/v2/requests.json"] = (200, [row(1, status="closed", status_notes="Đã dọn")])
    assert (exchange.run(there).noted, exchange.run(there).noted) == (1, 0)
    line = ReportLine.objects.get(report=report, what="elsewhere-closed")
    assert (line.text, line.public) == ("Đã dọn", False)
    assert Report.objects.count() == 2


def test_a_clock_of_theirs_that_runs_ahead_hides_nothing_that_comes(other: Any) -> None:
    there = endpoint(other.port, pulls=True, services={"R1": WASTE})
    other.answers["/v2/requests.json"] = (200, [row(1, updated_datetime="2199-01-01T00:00:00+07:00")])
    assert exchange.run(there).taken == 1
    assert there.since is not None and there.since <= clock.now()


def test_bad_requests_are_letters_and_stop_nothing(other: Any) -> None:
    there = endpoint(other.port, pulls=True, services={"R1": WASTE})
    bad = [
        row(1, service_code="R9"),
        row(2, status="maybe"),
        row(3, lat="10.5", long="-170"),
        {"a": 1},
        row(5, description="", service_name="", lat=[1]),
        row(7, service_request_id=["7"]),
        row(8, service_request_id="8\x00", status="maybe"),
        row(9, lat=10**400, status="maybe"),
    ]
    other.answers["/v2/requests.json"] = (200, [*bad, row(6)])
    assert exchange.run(there).taken == 1
    assert set(Letter.objects.values_list("about", flat=True)) == {"1", "2", "3", "?", "5", "8", "9"}
    assert all(Letter.objects.values_list("why", flat=True))
    other.answers["/v2/requests.json"] = (200, [row(1)])  # mended over there
    exchange.run(there)
    assert not Letter.objects.filter(about="1").exists()


@pytest.mark.parametrize(
    "answer", [(500, []), (200, b"<html>"), (200, {"a": 1}), (200, [1]), (401, []), (200, b"\xff")]
)
def test_an_answer_that_is_none_is_told_in_words_and_changes_nothing(
    other: Any, answer: tuple[int, Any]
) -> None:
    there = endpoint(other.port, pulls=True)
    other.answers["/v2/requests.json"] = answer
    assert exchange.run(there) == exchange.Tally()
    assert there.trouble
    assert not Report.objects.exists()


def test_xml_is_read_too_and_a_bomb_is_not(other: Any) -> None:
    there = endpoint(other.port, pulls=True, form="xml", services={"R1": WASTE})
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in row(1).items() if value)
    other.answers["/v2/requests.xml"] = (
        200,
        f"<service_requests><request>{fields}</request></service_requests>".encode(),
    )
    assert exchange.run(there).taken == 1
    other.answers["/v2/requests.xml"] = (200, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert exchange.run(there).taken == 0
    assert there.trouble


def test_ours_are_handed_over_once_without_who_reported_them(cast: Cast, other: Any) -> None:
    there = endpoint(
        other.port, agency=cast.environment, services={"R1": WASTE}, api_key=secrets.encrypt("k1")
    )
    report = told().report
    told(category=LEAK)  # the ward's
    other.answers["POST"] = (200, [{"service_request_id": "77"}])
    other.answers["/v2/requests/77.json"] = (200, [row(77, status_notes="Đã cử người")])
    assert exchange.run(there).handed == 1
    assert exchange.run(there).handed == 0
    (posted,) = other.posted
    assert (posted["service_code"], posted["api_key"], posted["description"]) == (
        ["R1"],
        ["k1"],
        [report.text],
    )
    assert "phone" not in posted
    assert list(
        report.lines.filter(what__startswith="elsewhere").values_list("what", flat=True).order_by("pk")
    ) == ["elsewhere-sent", "elsewhere-open"]


def test_a_token_is_asked_for_its_id(cast: Cast, other: Any) -> None:
    there = endpoint(other.port, agency=cast.environment)
    told()
    other.answers["POST"] = (200, [{"token": "t1"}])
    other.answers["/v2/tokens/t1.json"] = (200, [])
    exchange.run(there)
    assert Exchanged.objects.get().their_id == ""
    other.answers["/v2/tokens/t1.json"] = (200, [{"service_request_id": 5, "token": "t1"}])
    other.answers["/v2/requests/5.json"] = (200, [row(5, status="closed")])
    exchange.run(there)
    assert (Exchanged.objects.get().their_id, Exchanged.objects.get().state) == ("5", "closed")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, [{"code": 400, "description": "x"}]), "refused"),
        ((200, b"ok"), "sending"),
        ((200, []), "sending"),
    ],
)
def test_what_was_not_taken_is_a_letter_and_is_not_sent_again(
    cast: Cast, other: Any, answer: Any, state: str
) -> None:
    there = endpoint(other.port, agency=cast.environment)
    report = told().report
    other.answers["POST"] = answer
    exchange.run(there)
    exchange.run(there)
    assert len(other.posted) == 1
    assert (Exchanged.objects.get().state, Letter.objects.get().about) == (state, report.code)


def test_who_cannot_be_reached_is_tried_again(
    cast: Cast, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = endpoint(other.port, agency=cast.environment)
    told()
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    exchange.run(there)
    assert there.trouble
    assert not Exchanged.objects.exists()


@pytest.mark.slow
def test_with_another_dothi_as_it_runs(cast: Cast) -> None:
    with running_system() as there:
        there.wait_ok(120)
        there.command("pack", "load", "urban-services", "--yes")
        said = there.command("apikey", "create", "city", "--kind", "reports").stdout
        key = next(word for word in said.split() if "." in word and len(word) > 40)
        _walk(cast, there, key)


def _walk(cast: Cast, there: System, key: str) -> None:
    url = f"http://127.0.0.1:{there.addresses.port}/open311/v2"
    body = urllib.parse.urlencode(
        {"api_key": key, "service_code": LEAK, "address_string": "1 Lê Lợi", "description": "Vỡ ống"}
    )
    with urllib.request.urlopen(f"{url}/requests.json", body.encode(), timeout=20) as answer:
        theirs = json.load(answer)[0]["service_request_id"]
    with psycopg.connect(
        there.addresses.database_url, autocommit=True
    ) as connection:  # as their officer would
        connection.execute("update reports_report set released_at = now(), public_text = text")
    for form in ("json", "xml"):
        city = Endpoint.objects.create(
            code=form,
            url=url,
            form=form,
            pulls=True,
            agency=cast.environment if form == "json" else None,
            api_key=secrets.encrypt(key),
        )
        ours = told().report
        did = exchange.run(city)
        assert (did.taken, did.letters, city.trouble) == (1, 0, "")
        assert Exchanged.objects.get(endpoint=city, their_id=theirs).report.text == "Vỡ ống"
        if form == "json":
            sent = Exchanged.objects.get(endpoint=city, report=ours)
            assert sent.their_id.startswith("PA-")
            assert exchange.run(city).handed == 0
