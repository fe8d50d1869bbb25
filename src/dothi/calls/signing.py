"""How an exchange that can sign tells of its calls without sending its secret: a signature over the time and the whole body. Pure.

    X-Dothi-Signature: k=<id of the key>,t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">

The key of the HMAC is the SHA-256 of the key's secret, which is all that we keep of it (as for commands,
`commands/channels/mqtt/signing.py`). A signature holds for some minutes only; the same event again within them changes nothing.
"""

from __future__ import annotations

import hmac
import re
from typing import NamedTuple

HEADER = "X-Dothi-Signature"
_LONGEST = 300
_TIME = re.compile(r"[0-9]{1,12}")
_HEX = re.compile(r"[0-9a-f]{64}")


class Signature(NamedTuple):
    """What the header says: whose, when (s since 1970), and the HMAC in hex."""

    key_id: str
    at: int
    v1: str


def read(header: str) -> Signature | None:
    """None: no signature of ours. Parts of a later version are passed over."""
    parts = dict(part.strip().partition("=")[::2] for part in header[:_LONGEST].split(","))
    key_id, at, v1 = (parts.get(name, "") for name in ("k", "t", "v1"))
    if not (key_id and _TIME.fullmatch(at) and _HEX.fullmatch(v1)):
        return None
    return Signature(key_id, int(at), v1)


def signed_text(at: int, body: bytes) -> bytes:
    return f"{at}.".encode() + body


def signature(secret_sha256: bytes, at: int, body: bytes) -> str:
    """As the exchange reckons it."""
    return hmac.digest(secret_sha256, signed_text(at, body), "sha256").hex()
