"""What one form is known by: a key of chance that only its browser has. From it, with the server's own key, come the key of the report and
the token of its reporter's link – so a form that is sent again yields the same report and the same link, and nothing that is stored
yields the link."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID, uuid4

from django.conf import settings

from dothi.kernel.asked import key_of

BYTES = 16


def fresh() -> UUID:
    return uuid4()


def read(told: str) -> UUID:
    """What a form brought along; one that nobody gave is a new form."""
    return key_of(told) or fresh()


def report_key(form: UUID) -> UUID:
    """Of the report: no other door can give this key by guessing or by knowing the report's."""
    return UUID(bytes=_derived("report", form)[:BYTES])


def link_token(form: UUID) -> str:
    """Of the reporter's link: 128 bits."""
    return base64.urlsafe_b64encode(_derived("link", form)[:BYTES]).decode().rstrip("=")


def _derived(what: str, form: UUID) -> bytes:
    key = f"reports.form {settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{what} {form}".encode(), hashlib.sha256).digest()
