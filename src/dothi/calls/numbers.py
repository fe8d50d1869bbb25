"""Numbers as people dial them, and as those may see them who need not know whose they are. Pure."""

from __future__ import annotations

import re

LONGEST = 20
_SHOWN = 3  # digits that stay: enough to tell two calls apart aloud


def plain_number(text: str) -> str:
    """Digits only, a Vietnamese number as it is dialled here: "+84 90 123 4567", "0084901234567" and "0901 234 567" are one.

    A number of another country keeps its `+`; what is no number ("anonymous", "Restricted") is empty.
    """
    digits = re.sub(r"[^\d+]", "", text.strip()[:60], flags=re.ASCII)
    abroad, digits = digits.startswith("+"), digits.replace("+", "")
    if not abroad and digits.startswith("00") and len(digits) > 8:
        abroad, digits = True, digits[2:]
    if abroad and digits.startswith("84") and len(digits) > 8:
        abroad, digits = False, "0" + digits[2:].removeprefix("0")
    return ("+" if abroad and digits else "") + digits[: LONGEST - 1]


def masked(number: str) -> str:
    """The last three digits; the empty number stays empty (it is shown as withheld)."""
    return f"••• {number[-_SHOWN:]}" if number else ""
