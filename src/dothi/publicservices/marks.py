"""What stands for a citizen's or a business's phone number: a digest by our key. The number itself is stored nowhere."""

from __future__ import annotations

import re

from django.utils.crypto import salted_hmac

_NOT_A_DIGIT = re.compile(r"\D+")
SHORTEST, LONGEST = 8, 15


def mark_of(phone: str) -> str:
    """The same of `0905 123 456`, `+84905123456` and `84905123456`; empty: no number."""
    digits = _NOT_A_DIGIT.sub("", phone)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if not SHORTEST <= len(digits) <= LONGEST:
        return ""
    return salted_hmac("dothi.publicservices.phone", digits, algorithm="sha256").hexdigest()
