"""Which language of several is told (CIM 009 §4.15): the ranges of `lang` by their weight, looked up as RFC 4647 §3.4 does."""

from __future__ import annotations

from collections.abc import Collection

NO_LANGUAGE = "@none"


def preferred(lang: str, offered: Collection[str]) -> str:
    """The tag among `offered` that fits best; `@none`, else the first, when none fits."""
    by_tag = {tag.lower(): tag for tag in offered}
    for wanted in _by_weight(lang):
        if (found := _looked_up(wanted, by_tag)) is not None:
            return found
    return NO_LANGUAGE if NO_LANGUAGE in by_tag else next(iter(offered))


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
