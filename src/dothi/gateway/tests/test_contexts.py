"""@contexts that are hosted, fetched and looked at (CIM 009 §5.13), against a real web server on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import h11
import httpx
import pytest

from dothi.entities.core import context as core
from dothi.entities.core.context import ContextNotAvailable
from dothi.entities.core.core_context import CORE_URL, CORE_URLS, core_document
from dothi.gateway import contexts, fetching
from dothi.gateway.fetching import MOST_BYTES, fetch, lifetime
from dothi.gateway.tests.conftest import caller, put_key
from dothi.kernel.egress import EgressRefused

DOCUMENT = {"@context": {"speed": "https://traffic.example/speed"}}


class _Pages(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.example/c.jsonld")
            self.end_headers()
            return
        body = self._body()
        self.send_response(200)
        if self.path == "/over":
            self.send_header("Cache-Control", "max-age=0")
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        if self.path == "/large":
            return b" " * (MOST_BYTES + 1)
        if self.path == "/list" or "/gone" in self.asked:
            return b'[{"@context": {}}]'
        if self.path == "/deep":
            return b'{"@context": [[["https://x.example/"]]]}'
        if self.path == "/half":
            return b'{"@context": {"speed": "https://traffic.example/\\ud800"}}'
        if self.path.startswith("/ring"):
            return json.dumps(
                {"@context": [f"http://{self.headers['Host']}/ring{n}" for n in range(8)]}
            ).encode()
        return json.dumps(DOCUMENT).encode()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "127.0.0.1")
    _Pages.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def link(url: str) -> dict[str, str]:
    return {"Link": f'<{url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'}


async def test_a_hosted_context_is_used_counted_and_deleted(client: httpx.AsyncClient) -> None:
    """§5.13.2-5.13.5."""
    added = await client.post("/jsonldContexts", json=DOCUMENT)
    assert added.status_code == 201
    address = "http://door" + added.headers["Location"]
    key = address.rsplit("/", 1)[-1]
    assert (await client.get(f"/jsonldContexts/{key}")).json() == DOCUMENT
    entity = {"id": "urn:x:car", "type": "Car", "speed": 3}
    assert (await client.post("/entities", json=entity, headers=link(address))).status_code == 201
    assert "https://traffic.example/speed" in (await client.get("/entities/urn:x:car")).json()
    assert "speed" in (await client.get("/entities/urn:x:car", headers=link(address))).json()
    told = (await client.get(f"/jsonldContexts/{key}?details=true")).json()
    assert (told["URL"], told["localId"], told["kind"]) == (address, key, "Hosted")
    assert told["numberOfHits"] >= 3
    assert (await client.get("/jsonldContexts?kind=Hosted")).json() == [address]
    assert (await client.delete(f"/jsonldContexts/{key}?reload=true")).status_code == 400
    assert (await client.delete(f"/jsonldContexts/{key}")).status_code == 204
    gone = await client.get("/entities/urn:x:car", headers=link(address))
    assert (gone.status_code, gone.json()["title"]) == (504, "LdContextNotAvailable")


async def test_another_key_does_not_delete_a_hosted_context(
    client: httpx.AsyncClient, door: Any, committed_db: str
) -> None:
    """Its readers and writers would get 504 from then on."""
    own = caller(door, await put_key(committed_db, "own", "write"))
    other = caller(door, await put_key(committed_db, "other", "write"))
    async with own, other:
        mine, third = [
            (await own.post("/jsonldContexts", json=DOCUMENT)).headers["Location"] for _ in range(2)
        ]
        refused = await other.delete(f"/jsonldContexts/{mine.rsplit('/', 1)[-1]}")
        assert refused.status_code == 403 and refused.headers["X-Content-Type-Options"] == "nosniff"
        assert (await own.delete(f"/jsonldContexts/{mine.rsplit('/', 1)[-1]}")).status_code == 204
        assert (await client.delete(f"/jsonldContexts/{third.rsplit('/', 1)[-1]}")).status_code == 204


async def test_a_remote_context_is_fetched_once_and_kept(client: httpx.AsyncClient, site: str) -> None:
    """§5.13.3: kind Cached; after that no network is needed."""
    url = f"{site}/c.jsonld"
    for name in ("a", "b"):
        entity = {"id": f"urn:x:{name}", "type": "Car", "speed": 3, "@context": [url]}
        answer = await client.post("/entities", json=entity, headers={"Content-Type": "application/ld+json"})
        assert answer.status_code == 201
    assert _Pages.asked == ["/c.jsonld"]
    assert (await client.get("/jsonldContexts?kind=Cached")).json() == [url]
    told = (await client.get(f"/jsonldContexts/{quote(url, safe='')}?details=true")).json()
    assert told["expiresAt"] > told["createdAt"]
    served = await client.get(f"/jsonldContexts/{quote(url, safe='')}")
    assert (served.status_code, served.json()["title"]) == (422, "OperationNotSupported")


async def test_a_remote_context_is_fetched_anew_when_its_time_is_over(
    client: httpx.AsyncClient, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§5.13.1; while its server is away it is used on, and its server not asked at every request."""
    monkeypatch.setattr(contexts, "FRESH_S", 0.0)  # asks the database each time, as another process would
    for path in ("/held", "/over", "/over"):
        assert (await client.get("/entities?type=T", headers=link(site + path))).status_code == 200
    assert _Pages.asked == ["/held", "/over", "/over"]
    assert (await client.get("/entities?type=T", headers=link(f"{site}/held"))).status_code == 200
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "elsewhere.example")
    assert (await client.get("/entities?type=T", headers=link(f"{site}/over"))).status_code == 200
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "127.0.0.1")
    assert (await client.get("/entities?type=T", headers=link(f"{site}/over"))).status_code == 200
    assert _Pages.asked == ["/held", "/over", "/over"]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 86_400),
        ({"Cache-Control": "public, max-age=600", "Expires": "0"}, 600),
        ({"Cache-Control": "no-cache"}, 0),
        ({"Cache-Control": "max-age=999999999999"}, 365 * 86_400),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 365 * 86_400),
    ],
)
def test_how_long_a_context_holds(headers: dict[str, str], seconds: int) -> None:
    """§5.13.1: as its server says (RFC 9111), else a day."""
    response = h11.Response(status_code=200, headers=list(headers.items()))
    assert lifetime(response).total_seconds() == seconds


async def test_a_hosted_context_belongs_to_its_tenant(client: httpx.AsyncClient) -> None:
    """§5.5.10: others do not see it, delete it or read by it; what the default tenant hosts is read by all."""
    one, other = {"NGSILD-Tenant": "one"}, {"NGSILD-Tenant": "other"}
    address = (await client.post("/jsonldContexts", json=DOCUMENT, headers=one)).headers["Location"]
    path, own = address.removeprefix("/ngsi-ld/v1"), link(f"http://door{address}")
    common = (await client.post("/jsonldContexts", json=DOCUMENT)).headers["Location"]
    nested = {"@context": [f"http://door{address}"]}
    borrowed = (await client.post("/jsonldContexts", json=nested, headers=other)).headers["Location"]
    assert (await client.get(path, headers=one)).json() == DOCUMENT
    assert (await client.get("/jsonldContexts?kind=Hosted", headers=one)).json() == [f"http://door{address}"]
    assert f"http://door{address}" not in (await client.get("/jsonldContexts")).json()
    for stranger in (other, {}):
        assert (await client.get(path, headers=stranger)).status_code == 404
        assert (await client.get(f"{path}?details=true", headers=stranger)).status_code == 404
        assert (await client.delete(path, headers=stranger)).status_code == 404
    assert (await client.get("/entities?type=T", headers=one | own)).status_code == 200
    for headers in (other | own, own, other | link(f"http://door{borrowed}")):
        assert (await client.get("/entities?type=T", headers=headers)).json()[
            "title"
        ] == "LdContextNotAvailable"
    assert (
        await client.get("/entities?type=T", headers=other | link(f"http://door{common}"))
    ).status_code == 200
    assert (await client.delete(path, headers=one)).status_code == 204


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"terms": 1}, "InvalidRequest"),
        ([], "InvalidRequest"),
        ({"@context": 7}, "BadRequestData"),
        ({"@context": ["https://traffic.example/c.jsonld", 7]}, "BadRequestData"),
    ],
)
async def test_what_is_no_context_is_not_hosted(client: httpx.AsyncClient, body: Any, title: str) -> None:
    """§5.13.2.4, 5.5.4."""
    refused = await client.post("/jsonldContexts", json=body)
    assert (refused.status_code, refused.json()["title"]) == (400, title)


async def test_what_stands_beside_a_context_is_not_kept(client: httpx.AsyncClient) -> None:
    """§5.13.2.3."""
    added = await client.post("/jsonldContexts", json={**DOCUMENT, "author": "x"})
    assert (await client.get(added.headers["Location"].removeprefix("/ngsi-ld/v1"))).json() == DOCUMENT


async def test_only_listed_hosts_are_asked(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    """A name that leads to a private address does not help either, nor does a redirect, nor a body without end."""
    for path in ("/away", "/large"):
        with pytest.raises(ContextNotAvailable):
            await fetch(site + path)
    with pytest.raises(ContextNotAvailable):
        await fetch("http://10.0.0.1/c.jsonld")
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "localhost")
    with pytest.raises(ContextNotAvailable) as refused:
        await fetch(site.replace("127.0.0.1", "localhost"))
    assert isinstance(refused.value.__cause__, EgressRefused)
    assert _Pages.asked == ["/away", "/large"]


async def test_contexts_that_name_each_other_are_asked_once(client: httpx.AsyncClient, site: str) -> None:
    """Eight that name all eight: without a memory of what was tried, tens of thousands of requests."""
    assert (await client.get("/entities?type=T", headers=link(f"{site}/ring0"))).status_code == 504
    assert len(_Pages.asked) <= 8


@pytest.mark.parametrize("path", ["/half", "/list", "/deep"])
async def test_what_is_no_context_elsewhere_is_bad_data(
    client: httpx.AsyncClient, site: str, path: str
) -> None:
    """§5.5.6; it is not asked for at every request, and to a reload it is as if nothing were there (§5.13.5.4)."""
    for _ in range(2):
        refused = await client.get("/entities?type=T", headers=link(site + path))
        assert (refused.status_code, refused.json()["title"]) == (400, "BadRequestData")
    assert _Pages.asked == [path]


async def test_what_is_no_context_takes_no_room_for_ever(
    client: httpx.AsyncClient, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page of a listed host has as many addresses as anybody writes behind its question mark."""
    monkeypatch.setattr(contexts, "_MOST_KNOWN", 3)
    _Pages.asked.append("/gone")
    before = set(core._invalid)
    for n in range(8):
        refused = await client.get("/entities?type=T", headers=link(f"{site}/page?{n}"))
        assert refused.status_code == 400
    assert 0 < len(core._invalid - before) <= 3


async def test_a_reload_that_brings_no_context_leaves_the_old_one(
    client: httpx.AsyncClient, site: str
) -> None:
    url = f"{site}/first"
    assert (await client.get("/entities?type=T", headers=link(url))).status_code == 200
    _Pages.asked.append("/gone")
    refused = await client.delete(f"/jsonldContexts/{quote(url, safe='')}?reload=true")
    assert (refused.status_code, refused.json()["title"]) == (504, "LdContextNotAvailable")
    assert (await client.get("/entities?type=T", headers=link(url))).status_code == 200


async def test_a_term_with_a_context_of_its_own_is_refused(client: httpx.AsyncClient) -> None:
    """§5.5.7: it could change what the core's terms mean."""
    scoped = {"speed": {"@id": "https://traffic.example/speed", "@context": {"value": "https://x.example/"}}}
    entity = {"id": "urn:x:scoped", "type": "Car", "speed": 3, "@context": scoped}
    refused = await client.post("/entities", json=entity, headers={"Content-Type": "application/ld+json"})
    assert (refused.status_code, refused.json()["title"]) == (400, "BadRequestData")


async def test_a_server_that_trickles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is closed: it holds nobody up, and no thread waits for it."""
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "127.0.0.1")
    monkeypatch.setattr(fetching, "TIMEOUT_S", 0.2)
    left = asyncio.Event()

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not reader.at_eof():
            writer.write(b" ")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.05)
        left.set()

    server = await asyncio.start_server(trickle, "127.0.0.1", 0)
    with pytest.raises(ContextNotAvailable):
        await fetch(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/c.jsonld")
    await asyncio.wait_for(left.wait(), 30)
    server.close()


@pytest.mark.parametrize("depth", [9, 400, 900])
async def test_a_context_deep_in_arrays_is_refused(client: httpx.AsyncClient, depth: int) -> None:
    body = f'{{"id": "urn:x:deep", "type": "Car", "@context": {"[" * depth}"http://x.example/"{"]" * depth}}}'
    refused = await client.post("/entities", content=body, headers={"Content-Type": "application/ld+json"})
    assert refused.status_code in (400, 504)
    hosted = f'{{"@context": {"[" * depth}{"]" * depth}}}'
    added = await client.post("/jsonldContexts", content=hosted, headers={"Content-Type": "application/json"})
    if added.status_code == 201:
        url = "http://door" + added.headers["Location"]
        assert (await client.get("/entities?type=T", headers=link(url))).status_code in (200, 504)


async def test_a_context_of_more_than_a_megabyte_is_not_hosted(client: httpx.AsyncClient) -> None:
    """All that are used stand in the memory of every process."""
    terms = {f"t{number}": f"http://example.org/{'x' * 80}{number}" for number in range(10_000)}
    assert (await client.post("/jsonldContexts", json={"@context": terms})).status_code == 413


@pytest.mark.parametrize("url", sorted(CORE_URLS))
async def test_every_core_context_is_at_hand(client: httpx.AsyncClient, url: str) -> None:
    """§5.5.7: v1.3 to v1.9 are known without a network; another one of ETSI's is not."""
    assert (await client.get("/entities?type=T", headers=link(url))).status_code == 200
    assert (await client.get("/entities?type=T", headers=link(url.replace("core", "cor")))).status_code == 504


@pytest.mark.parametrize("url", sorted(CORE_URLS))
async def test_a_core_context_is_served_and_named_in_payloads(client: httpx.AsyncClient, url: str) -> None:
    """§5.13.4: the document of each version, without a network; what names it is stored as by the newest one."""
    served = await client.get(f"/jsonldContexts/{quote(url, safe='')}")
    assert (served.status_code, served.json()) == (200, core_document(url))
    told = (await client.get(f"/jsonldContexts/{quote(url, safe='')}?details=true")).json()
    assert (told["URL"], told["kind"], told["localId"]) == (url, "Cached", url.rsplit("/", 1)[-1])
    assert (await client.get(f"/jsonldContexts/{told['localId']}")).json() == core_document(url)
    attributes = {"speed": 3, "json": {"type": "JsonProperty", "json": {"a": 1}}, "title": "x", "lastN": 1}
    urn = f"urn:x:core:{sorted(CORE_URLS).index(url)}"
    entity = {"id": urn, "type": "Car", **attributes, "@context": [url]}
    answer = await client.post("/entities", json=entity, headers={"Content-Type": "application/ld+json"})
    assert answer.status_code == 201
    read = await client.get(f"/entities/{urn}?options=keyValues", headers=link(CORE_URL))
    assert read.json() == {"id": urn, "type": "Car", **attributes, "json": {"json": {"a": 1}}}


async def test_the_context_of_a_subscription_gets_an_address(client: httpx.AsyncClient) -> None:
    """§5.2.12 jsonldContext, §5.13.1 ImplicitlyCreated: receivers read in it; it lives as long as the subscription."""

    async def implied() -> list[str]:
        listed: list[str] = (await client.get("/jsonldContexts?kind=ImplicitlyCreated")).json()
        return listed

    ld = {"Content-Type": "application/ld+json"}
    told = {"endpoint": {"uri": "http://receiver.example/"}}
    asked = {"id": "urn:x:sub", "type": "Subscription", "entities": [{"type": "Car"}], "notification": told}
    wish = {**asked, **DOCUMENT}
    assert (await client.post("/subscriptions", json=wish, headers=ld)).status_code == 201
    assert (await client.post("/subscriptions", json=wish, headers=ld)).status_code == 409
    (address,) = await implied()
    assert address.startswith("http://door/")
    assert (await client.get("/subscriptions/urn:x:sub")).json()["jsonldContext"] == address
    assert (await client.get(address.removeprefix("http://door/ngsi-ld/v1"))).json() == DOCUMENT
    other = {"@context": {"Car": "https://example.org/Car"}}
    assert (
        await client.patch("/subscriptions/urn:x:sub", json={"lang": "vi", **other}, headers=ld)
    ).status_code == 204
    (renewed,) = await implied()
    assert renewed != address, "the one before would stay for ever"
    assert (await client.get(renewed.removeprefix("http://door/ngsi-ld/v1"))).json() == other
    assert (await client.patch("/subscriptions/urn:x:sub", json={"lang": "en"})).status_code == 204
    named = {"jsonldContext": CORE_URL, **other}
    assert await implied() == [renewed], "a change without a @context keeps it"
    assert (await client.patch("/subscriptions/urn:x:sub", json=named, headers=ld)).status_code == 204
    assert await implied() == []
    assert (
        await client.patch("/subscriptions/urn:x:sub", json={"lang": "vi", **other}, headers=ld)
    ).status_code == 204
    assert await implied() == [], "it is told in the one that it names"
    assert (await client.delete("/subscriptions/urn:x:sub")).status_code == 204
    assert (await client.post("/subscriptions", json=wish, headers=ld)).status_code == 201
    assert len(await implied()) == 1
    assert (await client.delete("/subscriptions/urn:x:sub")).status_code == 204
    assert await implied() == []
    assert (await client.patch("/subscriptions/urn:x:none", json=wish, headers=ld)).status_code == 404
    assert await implied() == []
