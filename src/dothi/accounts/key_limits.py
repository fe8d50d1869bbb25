"""How the limits of a key are written: NGSI-LD scopes with wildcards (CIM 009 §4.19), names of attributes, tenants (§4.14).

A limit that is given and empty – a variable of a script that nobody set, a comma alone – is refused: it would be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dothi.kernel.errors import BadRequest
from dothi.kernel.ids import TENANT

_SCOPE = re.compile(r"(/(\+|[^/\s,;|+#]+))+(/#)?|/#")
_ATTRIBUTE = re.compile(r"""[^\s,;|()"'<>=]{1,300}""")


def checked_scopes(texts: Iterable[str]) -> list[str]:
    """`/City/North`, `/City/+` (one level), `/City/#` (it and everything below). Raises BadRequest."""
    return _checked(texts, _SCOPE, "accounts-key-scope-malformed")


def checked_attributes(texts: Iterable[str]) -> list[str]:
    """Short names or IRIs. Raises BadRequest."""
    return _checked(texts, _ATTRIBUTE, "accounts-key-attribute-malformed")


def checked_tenants(texts: Iterable[str]) -> list[str]:
    """Raises BadRequest."""
    return _checked(texts, TENANT, "accounts-key-tenant-malformed")


def given(texts: Iterable[str]) -> list[str]:
    """Each once, in the order given. Raises BadRequest for what is empty."""
    found = list(dict.fromkeys(text.strip() for text in texts))
    if not all(found):
        raise BadRequest("accounts-key-limit-empty")
    return found


def _checked(texts: Iterable[str], form: re.Pattern[str], code: str) -> list[str]:
    found = given(texts)
    for text in found:
        if len(text) > 300 or not form.fullmatch(text):
            raise BadRequest(code, text=text[:80])
    return found
