"""Ways of writing one address: from the spelling of a file as it stands to what people type on a phone. Pure; the same address always
gives the same spellings, so that a figure can be had again."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple
from zlib import crc32

from dothi.territory.names import folded, parts_of

# the same words as signs on walls and forms have them
_SHORT = {
    "Phường": "P.", "Xã": "X.", "Thị trấn": "TT.", "Quận": "Q.", "Huyện": "H.", "Thị xã": "TX.", "Thành phố": "TP.", "Tỉnh": "T.",
    "Đặc khu": "ĐK.",
}  # fmt: skip
_SWAPPED = "aeiou"


class Written(NamedTuple):
    """An address before 1/7/2025 by its three units, each with its kind: "Phường 14", "Quận 5", "TP. Hồ Chí Minh"."""

    ward: str
    district: str
    province: str

    @property
    def number(self) -> int:
        """The same in every run and on every machine."""
        return crc32("|".join(self).encode())


def spellings(one: Written) -> Iterator[tuple[str, str]]:
    """(kind, text) of each way that this address can be written."""
    for kind, way in _WAYS.items():
        if text := way(one):
            yield kind, text


def _whole(one: Written) -> str:
    return ", ".join(one)


def _bare(part: str) -> str:
    """Without its kind; a number alone says nothing and keeps it."""
    kind, name = parts_of(part.replace("TP.", "Thành phố"))
    return part if name.isdigit() or not kind else name


def _short(part: str) -> str:
    kind, name = parts_of(part.replace("TP.", "Thành phố"))
    return f"{_SHORT.get(kind, kind)} {name}".strip() if kind else part


def _plain(text: str) -> str:
    """Without accents, as phones without a Vietnamese keyboard write it; commas stay."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _slipped(one: Written) -> str:
    """One slip of the hand in the ward's name: a letter left out, doubled, changed for its neighbour, or two in the wrong order.
    Empty for a ward that is a number: another number is another ward."""
    kind, name = parts_of(one.ward)
    letters = list(name)
    places = [place for place in range(1, len(letters)) if letters[place].isalpha()]
    if not places:
        return ""
    at = places[one.number % len(places)]
    how = one.number // 7 % 4
    if how == 0:
        del letters[at]
    elif how == 1:
        letters.insert(at, letters[at])
    elif how == 2:
        letters[at] = _SWAPPED[one.number // 31 % len(_SWAPPED)]
    else:
        letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return _whole(one._replace(ward=f"{kind} {''.join(letters)}".strip()))


_WAYS: dict[str, Callable[[Written], str]] = {
    "as-written": _whole,
    "no-accents": lambda one: _plain(_whole(one)),
    "short-kinds": lambda one: ", ".join(_short(part) for part in one),
    "short-no-accents": lambda one: _plain(" ".join(_short(part) for part in one)).lower(),
    "no-kinds": lambda one: ", ".join(_bare(part) for part in one),
    "no-kinds-no-accents": lambda one: folded(" ".join(_bare(part) for part in one)),
    "slip": _slipped,
    "slip-no-accents": lambda one: _plain(_slipped(one)).lower(),
    "no-province": lambda one: f"{one.ward}, {one.district}",
    "no-district": lambda one: f"{one.ward}, {one.province}",
    "house-in-front": lambda one: f"12/3 đường Trần Hưng Đạo, {_whole(one)}",
}
