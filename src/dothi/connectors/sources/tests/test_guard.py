"""No kind is a way into the own network: an address that lies inside is refused before anything is sent."""

from __future__ import annotations

import json
import threading
from typing import Any

import msgspec
import pytest

from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.cells import WrongLine
from dothi.connectors.http_poll.fetch import fetch
from dothi.connectors.sources import asking, documents, http
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Steps, get_kind
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import MAPPING

INSIDE = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "localhost", "①②⑦.0.0.1", "127。0。0。1")
HOW: dict[str, dict[str, Any]] = {
    "http_poll": {"url": "http://{host}/"},
    "sql_pull": {"host": "{host}", "database": "x", "username": "x", "password": "x", "query": "select 1"},
    "sftp_drop": {"host": "{host}", "username": "x", "password": "x"},
    "chirpstack_mqtt": {"host": "{host}"},
    "mqtt_topic": {"host": "{host}", "topics": "a"},
    "ftp_drop": {"host": "{host}", "username": "x", "password": "x"},
    "gtfs_realtime": {"url": "http://{host}/"},
    "cap": {"url": "http://{host}/"},
    "lgsp": {
        "url": "http://{host}/",
        "token_url": "http://{host}/token",
        "client_id": "x",
        "client_secret": "x",
    },
    "modbus_tcp": {"host": "{host}", "registers": "1 input 0 int16 1 x"},
}


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("code", sorted(HOW))
async def test_no_kind_leads_inside(code: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOTHI_EGRESS_ALLOW", raising=False)
    kind = get_kind(code)
    told = {name: value.format(host=host) for name, value in HOW[code].items()}
    asked = Asked(asking.read(kind.settings, told), mappings.parse(MAPPING, file="x"))
    assert kind.fetch is not None
    with pytest.raises(SourceError, match="source-inside"):
        async for _ in kind.fetch(asked):
            pass


@pytest.mark.parametrize("host", ["..", "x" * 300])
@pytest.mark.parametrize("code", ["sql_pull", "sftp_drop", "ftp_drop", "modbus_tcp"])
async def test_a_name_that_is_none_is_told(code: str, host: str) -> None:
    kind = get_kind(code)
    told = {name: value.format(host=host) for name, value in HOW[code].items()}
    asked = Asked(asking.read(kind.settings, told), mappings.parse(MAPPING, file="x"))
    assert kind.fetch is not None
    with pytest.raises(SourceError, match="source-no-connection"):
        async for _ in kind.fetch(asked):
            pass


@pytest.mark.parametrize(
    "url", ["http://[::1/", "http://a.vn:99999/", "http://user@a.vn/", "file:///etc/passwd"]
)
def test_an_address_that_is_none_is_refused_before_it_is_kept(url: str) -> None:
    for code in ("http_poll", "gtfs_realtime"):
        with pytest.raises(asking.SettingsRefused):
            asking.read(get_kind(code).settings, {"url": url})
    with pytest.raises(SourceError, match="source-address-wrong"):
        http.check_address(url)


def test_messages_of_addresses_hold_no_key_and_no_password() -> None:
    assert http.shown("https://u:geheim@a.vn:99999/x?key=geheim#geheim") == "https://a.vn:99999/x"
    assert http.shown("http://[::1?key=geheim") == "http://[::1"


@pytest.mark.parametrize(
    "settings", [{"query": ";"}, {"query": " ; "}, {"query": "select 1", "timeout_s": "9" * 400}]
)
def test_settings_that_are_none_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(asking.SettingsRefused):
        asking.read(get_kind("sql_pull").settings, {**HOW["sql_pull"], **settings})


@pytest.mark.parametrize(
    "path",
    [
        "$..[?search(@.a,'(a+)+b')]",
        "$[?match(@.a,'(a+)+b')]",
        "$[?(@.a =~ /(a+)+b/)]",
        "$..*..*..*",
        "$" + ".a" * 1900,
    ],
)
def test_a_path_that_could_compute_for_hours_is_refused(path: str) -> None:
    with pytest.raises(SourceError, match="source-path-wrong"):
        documents.found([{"a": "a" * 40}], path)


def test_paths_look_into_the_depth_and_compare() -> None:
    document = {"a": [{"b": [{"c": 1}, {"c": 2}]}], "x": {"c": 3}}
    assert documents.found(document, "$..c") == [1, 2, 3]
    assert documents.found(document, "$..b..[?@.c > 1].c") == [2]
    assert documents.found({"n": "=~ .. .. .."}, "$[?@ == '=~ .. .. ..']") == ["=~ .. .. .."]


@pytest.mark.parametrize(
    ("status", "host", "then"),
    [
        (307, "localhost", None),
        (308, "localhost", None),
        (301, "localhost", ("GET", b"", None)),
        (302, "localhost", ("GET", b"", None)),
        (303, "localhost", ("GET", b"", None)),
        (307, "127.0.0.1", ("POST", b"cccd=1", "Bearer bi-mat")),
        (302, "127.0.0.1", ("GET", b"", "Bearer bi-mat")),
    ],
)
async def test_what_is_sent_and_its_secrets_go_to_no_other_origin(
    status: int, host: str, then: tuple[str, bytes, str | None] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1,::1")
    told: list[tuple[str, bytes, str | None]] = []

    def answer(request: Any) -> None:
        told.append((request.command, request.body, request.headers["Authorization"]))
        if len(told) == 1:
            request.give("", status, Location=f"http://{host}:{request.server.server_port}/there")
        else:
            request.give("{}")

    with serving(answer) as server:
        async with http.Client(Steps()) as client:
            asked = client.ask(
                "POST", f"{server.url}/", headers={"Authorization": "Bearer bi-mat"}, body=b"cccd=1"
            )
            if then is None:
                with pytest.raises(SourceError, match="source-body-elsewhere"):
                    await asked
            else:
                assert (await asked).status == 200
    assert told[1:] == ([] if then is None else [then])


async def test_a_next_page_elsewhere_gets_no_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1,::1")
    with serving(lambda request: request.give('{"next": "http://b.example.vn/"}')) as server:
        settings = {
            "url": server.url,
            "method": "POST",
            "body": "cccd=1",
            "paging": "link",
            "next_path": "$.next",
        }
        asked = Asked(asking.read(get_kind("http_poll").settings, settings), None)
        with pytest.raises(SourceError, match="source-body-elsewhere"):
            _ = [one async for one in fetch(asked)]


async def test_a_large_answer_is_read_beside_what_else_this_process_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Decoding and paths in the loop of all sources would hold up each of them."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    where: set[tuple[str, bool]] = set()
    for name in ("decoded", "found"):
        monkeypatch.setattr(documents, name, _noting(name, getattr(documents, name), where))

    def answer(request: Any) -> None:
        request.give(
            '{"access_token": "x"}' if request.path == "/token" else '{"data": [{"a": 1}], "ma": "00"}'
        )

    with serving(answer) as server:
        how: dict[str, dict[str, Any]] = {
            "http_poll": {"paging": "link", "next_path": "$.next"},
            "lgsp": {
                "client_id": "x",
                "client_secret": "x",
                "token_url": f"{server.url}/token",
                "code_path": "$.ma",
                "good_codes": "00",
            },
        }
        for code, more in how.items():
            kind = get_kind(code)
            asked = Asked(asking.read(kind.settings, {"url": server.url, "rows": "$.data", **more}), None)
            assert kind.fetch is not None
            (piece,) = [one async for one in kind.fetch(asked)]
            assert list(piece.rows) == [(1, [1])]
    assert where == {("decoded", False), ("found", False)}


def _noting(name: str, work: Any, where: set[tuple[str, bool]]) -> Any:
    def noted(*arguments: Any) -> Any:
        where.add((name, threading.current_thread() is threading.main_thread()))
        return work(*arguments)

    return noted


def test_a_large_document_is_decoded_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {'a"é': [{"b": [1, 2.5, None, "]}\\"]}, [], {}, "x" * 50], "c": {"d": [[{"e": list(range(9))}]]}}
    text = json.dumps(told, indent=1).encode()
    sizes: list[int] = []
    decode = msgspec.json.decode

    def noting(part: Any) -> Any:
        sizes.append(memoryview(part).nbytes)
        return decode(part)

    monkeypatch.setattr(msgspec.json, "decode", noting)
    monkeypatch.setattr(documents.decoding, "_AT_ONCE", 40)
    assert documents.decoded(b"\xef\xbb\xbf" + text) == told
    assert len(sizes) > 5 and max(sizes) < len(text) / 2
    for broken in (text[:-2], text + b"]", text.replace(b"2.5", b"2,,5"), b"[" * 60):
        with pytest.raises(SourceError, match="source-not-json"):
            documents.decoded(broken)


def test_a_path_that_looks_too_long_is_told_and_refuses_its_row_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deep: Any = {"c": 1}
    for _ in range(60):
        deep = {"a": deep, "b": [{"x": 1}] * 20}
    monkeypatch.setattr(documents.paths, "LONGEST_S", 0.0)
    with pytest.raises(SourceError, match="source-path-too-slow"):
        documents.found(deep, "$..a..c")
    with pytest.raises(SourceError, match="source-path-too-slow"):
        documents.found([{"x": 1}] * 99, "$[?count($[*]) > 3]")
    mapping = mappings.parse(MAPPING.replace("pm.fine", "a..c"), file="x")
    columns, rows = documents.table_of(None, [deep, {"station": "s"}], mapping)
    (_, refused), (_, cells) = rows
    assert isinstance(refused, WrongLine) and refused.error.reason == "path"
    assert cells[columns.index("station")] == "s"
    plain = mappings.parse(MAPPING, file="x")
    rows = list(documents.table_of(None, [{"pm": {"fine": 2}}] * 200, plain)[1])
    assert all(2 in cells for _, cells in rows), "a path level by level has no end to its patience"
