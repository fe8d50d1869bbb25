"""Keyed digests: they stand for a number or an address where it must not stand itself."""

from __future__ import annotations

import hmac

from dothi.kernel.secret_key import secret_key


def digest_of(*parts: str) -> str:
    """Nobody who has the table alone finds the number again by trying all of them."""
    return hmac.digest(secret_key().encode(), "\0".join(("reports", *parts)).encode(), "sha256").hex()
