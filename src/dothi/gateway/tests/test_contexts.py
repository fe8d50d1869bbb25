"""@contexts that are hosted, fetched and looked at (CIM 009 §5.13), against a real web server on this machine."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from dothi.entities.core.context import CORE_URLS, ContextNotAvailable
from dothi.gateway.fetching import MOST_BYTES, fetch, judged

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
        body = b" " * (MOST_BYTES + 1) if self.path == "/large" else json.dumps(DOCUMENT).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

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
    assert (gone.status_code, gone.json()["title"]) == (503, "LdContextNotAvailable")


async def test_a_remote_context_is_fetched_once_and_kept(client: httpx.AsyncClient, site: str) -> None:
    """§5.13.3: kind Cached; after that no network is needed."""
    url = f"{site}/c.jsonld"
    for name in ("a", "b"):
        entity = {"id": f"urn:x:{name}", "type": "Car", "speed": 3, "@context": [url]}
        answer = await client.post("/entities", json=entity, headers={"Content-Type": "application/ld+json"})
        assert answer.status_code == 201
    assert _Pages.asked == ["/c.jsonld"]
    assert (await client.get("/jsonldContexts?kind=Cached")).json() == [url]


@pytest.mark.parametrize("body", [{"terms": 1}, {"@context": 7}, []])
async def test_what_is_no_context_is_not_hosted(client: httpx.AsyncClient, body: Any) -> None:
    """§5.13.2.4."""
    refused = await client.post("/jsonldContexts", json=body)
    assert (refused.status_code, refused.json()["title"]) == (400, "InvalidRequest")


async def test_only_listed_hosts_are_asked(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    """A name that leads to a private address does not help either, nor does a redirect, nor a body without end."""
    for path in ("/away", "/large"):
        with pytest.raises(ContextNotAvailable):
            await fetch(site + path)
    with pytest.raises(ContextNotAvailable):
        await fetch("http://10.0.0.1/c.jsonld")
    monkeypatch.setenv("DOTHI_CONTEXT_HOSTS", "localhost")
    with pytest.raises(ValueError, match="private"):
        judged("localhost", 80)
    assert _Pages.asked == ["/away", "/large"]


@pytest.mark.parametrize("url", sorted(CORE_URLS))
async def test_every_core_context_is_at_hand(client: httpx.AsyncClient, url: str) -> None:
    """§5.5.7: v1.3 to v1.9 are known without a network; another one of ETSI's is not."""
    assert (await client.get("/entities?type=T", headers=link(url))).status_code == 200
    assert (await client.get("/entities?type=T", headers=link(url.replace("core", "cor")))).status_code == 503
