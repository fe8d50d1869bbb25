"""Which language of several is told (CIM 009 §4.15): the ranges of `lang` by their weight, looked up as RFC 4647 §3.4 does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

NO_LANGUAGE = "@none"
TAG = r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,8}"  # the shape of RFC 5646
_TAG = re.compile(TAG)


def preferred(lang: str, offered: Collection[str]) -> str:
    """The tag among `offered` that fits best; `@none`, else the first, when none fits."""
    by_tag = {tag.lower(): tag for tag in offered}
    for wanted in _by_weight(lang):
        if (found := _looked_up(wanted, by_tag)) is not None:
            return found
    return NO_LANGUAGE if NO_LANGUAGE in by_tag else next(iter(offered))


def is_tag(text: str) -> bool:
    """Is it the tag of one language?"""
    return _TAG.fullmatch(text) is not None


def told_in(lang: str, text: Any, held: Mapping[str, Any]) -> dict[str, Any]:
    """The language map with this text in that language; capitals make no other tag (RFC 5646 §2.1.1)."""
    tag = next((one for one in held if one.lower() == lang.lower()), lang)
    return {**held, tag: text}


def _by_weight(lang: str) -> list[str]:
    weighed = []
    for part in lang.split(","):
        tag, _, parameters = part.strip().partition(";")
        weighed.append((-_weight(parameters), tag.strip().lower()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: pair[0])]


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _looked_up(wanted: str, by_tag: dict[str, str]) -> str | None:
    """Shorter and shorter (vi-VN, vi), then any region of the language (vi → vi-VN)."""
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        if (found := by_tag.get("-".join(parts[:length]))) is not None:
            return found
    return next((tag for low, tag in by_tag.items() if low.startswith(f"{wanted}-")), None)
