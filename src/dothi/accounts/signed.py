"""Signed texts: what tickets of every kind are made of. Reading one needs no database.

Each kind has a key of its own, derived from the secret key, so that a signature of another part (sessions, forms, another kind of
ticket) is never one of this.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

from dothi.kernel.errors import NotAuthenticated
from dothi.kernel.secret_key import secret_key


def seal(kind: str, packed: bytes) -> str:
    """`packed` and its signature, as they stand in an address."""
    return f"{_text(packed)}.{_text(_signature(kind, packed))}"


def opened(kind: str, text: str, longest: int) -> bytes:
    """What was sealed as this kind. Raises NotAuthenticated (`ticket-invalid`): anything else, or longer than ours are."""
    body, dot, signature = text.partition(".")
    if not dot or len(text) > longest:
        raise NotAuthenticated("ticket-invalid")
    try:
        packed, given = _bytes(body), _bytes(signature)
    except ValueError as error:
        raise NotAuthenticated("ticket-invalid") from error
    if not hmac.compare_digest(given, _signature(kind, packed)):
        raise NotAuthenticated("ticket-invalid")
    return packed


@cache
def _key(kind: str) -> bytes:
    return hashlib.sha256(f"dothi {kind} ticket 1\0{secret_key()}".encode()).digest()


def _signature(kind: str, packed: bytes) -> bytes:
    return hmac.digest(_key(kind), packed, "sha256")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
