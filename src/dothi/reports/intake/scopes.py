"""What a form is beside its body: kept as JSON while it waits, and told again as if it came now. A session, or a proved number, has no
business in a table: only what its page asks for is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from django.conf import settings

from dothi.reports.intake import knocks

Scope = MutableMapping[str, Any]
_KEPT = {
    b"host",
    b"content-type",
    b"content-length",
    b"accept-language",
    b"origin",
    b"referer",
    b"x-csrftoken",
}
_FORWARDED = b"x-forwarded-"


def head_of(scope: Scope) -> dict[str, Any]:
    """Of an ASGI request, as JSON keeps it."""
    return {
        "headers": [
            [name.decode("latin-1"), value.decode("latin-1")] for name, value in _needed(scope["headers"])
        ],
        "client": list(scope.get("client") or ("", 0)),
        "server": list(scope.get("server") or ("", 0)),
        "scheme": scope.get("scheme", "http"),
        "path": scope["path"],
        "query": scope.get("query_string", b"").decode("latin-1"),
    }


def told_again(head: dict[str, Any]) -> dict[str, Any]:
    """The ASGI request that it was."""
    path = head["path"]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode(),
        "root_path": "", "scheme": head["scheme"], "query_string": head["query"].encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head["headers"]],
        "client": tuple(head["client"]), "server": tuple(head["server"]),
    }  # fmt: skip


def _needed(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for name, value in headers:
        if name == b"cookie":
            yield name, _needed_cookies(value)
        elif name in _KEPT or name.startswith(_FORWARDED):
            yield name, value


def _needed_cookies(told: bytes) -> bytes:
    """Those of the form itself, of its sender's sign for a day, and of the language."""
    names = (settings.CSRF_COOKIE_NAME, knocks.COOKIE, settings.LANGUAGE_COOKIE_NAME)
    kept = (
        one.strip() for one in told.split(b";") if one.partition(b"=")[0].strip().decode("latin-1") in names
    )
    return b"; ".join(kept)
