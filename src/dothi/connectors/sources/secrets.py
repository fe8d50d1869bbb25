"""Secrets of sources at rest: Fernet (AES-128-CBC with HMAC-SHA256) by the `cryptography` library, several keys for rotation.

`DOTHI_SOURCES_KEY` (or `…_FILE`) holds one or more keys, by comma: the first encrypts, all decrypt. Any text is a key; it is
stretched to one by HKDF. Without it the key follows from `DOTHI_SECRET_KEY`, and what was encrypted by that one stays readable
when keys of its own are set: then `dothi source rekey` encrypts all anew.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dothi.connectors.sources.errors import SourceError
from dothi.kernel import settings
from dothi.kernel.secret_key import secret_key

_PURPOSE = b"dothi: secrets of sources"


def encrypt(text: str) -> str:
    """What may be kept."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises SourceError `secret-unreadable` when none of the keys made it."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        raise SourceError("secret-unreadable", permanent=True) from None


def renew(token: str) -> str:
    """The same secret by the first key. Raises SourceError."""
    return encrypt(decrypt(token))


def _box() -> MultiFernet:
    return _of((*settings.read("SOURCES_KEY"), secret_key()))


@lru_cache(maxsize=4)
def _of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_stretched(key)) for key in keys])


def _stretched(key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))
