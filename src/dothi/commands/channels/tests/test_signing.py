"""Signed commands, as somebody else's program reads them: RFC 7515 by its own example, and the claims of an order."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from dothi.commands.channels.mqtt import signing
from dothi.commands.channels.tests.orders import KEY, order


def opened(token: str, key: bytes) -> tuple[dict[str, str], dict[str, object]]:
    """Header and claims of a signature that is right by RFC 7515, written down apart from the code that signs."""
    head, body, signature = token.split(".")
    right = hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64encode(right).rstrip(b"=").decode() == signature
    return tuple(json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))  # type: ignore[return-value]


def test_the_check_is_that_of_the_standard() -> None:
    """RFC 7515, Appendix A.1: if this passes, `opened` is a verifier and not an echo of ours."""
    key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    token = (
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    )
    assert opened(token, base64.urlsafe_b64decode(key + "=="))[1]["iss"] == "joe"


def test_a_device_reads_what_is_wanted_until_when_by_its_own_secret() -> None:
    key = hashlib.sha256(b"secret of the cabinet").digest()
    told = order()
    header, claims = opened(signing.signature(signing.claims(told), "tu7", key), key)
    assert header == {"alg": "HS256", "kid": "tu7"}
    assert claims == {
        "jti": str(KEY), "sub": told.urn, "command": "switch-lights", "set": {"switchState": "on"},
        "iat": 1795334400, "exp": 1795334520,
    }  # fmt: skip
