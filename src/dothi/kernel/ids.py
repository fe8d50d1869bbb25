"""Identifiers: URNs for entities, short readable codes for what people say aloud."""

from __future__ import annotations

import re
import secrets
import uuid

URN = re.compile(r"^urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[^\s<>\"{}|\\^`]+$")
TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")  # a name of one (CIM 009 §4.14), whole


def urn(kind: str, local: str) -> str:
    """`urn:ngsi-ld:<Type>:<local>` (CIM 009 §4.5.1 recommends it)."""
    return f"urn:ngsi-ld:{kind}:{local}"


def new_uuid() -> uuid.UUID:
    return uuid.uuid4()


def new_secret(nbytes: int = 24) -> str:
    """A URL-safe random secret."""
    return secrets.token_urlsafe(nbytes)
