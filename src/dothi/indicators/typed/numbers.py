"""Numbers as people in Viet Nam write them: 1.234,5 – and what else stands in a cell that should hold one."""

from __future__ import annotations

import math
import re
from typing import Any

from dothi.kernel.errors import BadRequest

LARGEST = 1e15
_VIETNAMESE = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(\D|$))")


def number(value: Any, *, percent: bool = False) -> float | None:
    """A number of a form or a cell; None where there is none. Raises BadRequest `figures-not-a-number`.

    A point before exactly three digits groups thousands (1.234 is 1234), unless what stands before it is 0; a comma is
    the decimal mark. What could be either only in English (1,234,567 or 1,234.5) is read so.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value)
    else:
        found = _read(str(value).strip(), percent)
    if not math.isfinite(found) or abs(found) > LARGEST:
        raise BadRequest("figures-not-a-number", text=str(value)[:40])
    return found


def _read(text: str, percent: bool) -> float:
    bare = text[:-1].rstrip() if percent and text.endswith("%") else text
    bare = _SPACES.sub("", bare).replace("\u2212", "-")
    if _VIETNAMESE.fullmatch(bare) and not bare.lstrip("+-").startswith("0"):
        return float(bare.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _PLAIN.fullmatch(bare) and bare.isascii():
        return float(bare.replace(",", "."))
    raise BadRequest("figures-not-a-number", text=text[:40])
