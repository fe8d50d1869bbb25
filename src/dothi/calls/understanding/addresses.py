"""An address as it is typed, taken apart: house number, street or place, what it crosses, and where. Pure; accents and abbreviations optional."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dothi.territory.names import asked, folded

_NUMBER = re.compile(
    r"^(?:số nhà|so nha|số|so|nhà số|nha so|nhà|hẻm|hem|ngõ|ngo|kiệt|kiet)?\s*(\d{1,5}[a-z]?(?:[/-]\d{1,5}[a-z]?)*)\s+(?=\S)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(\d{1,2})\s*(?:[/.-]|tháng|thang)\s*(\d{1,2})\b", re.IGNORECASE)
_MONTH_AFTER = re.compile(r"^(?:tháng|thang)\b", re.IGNORECASE)
_STREET_WORDS = re.compile(r"^(?:duong|pho|dai lo|hem|ngo|kiet|con duong|tuyen)\s+(?=\S)")
_HIGHWAY = re.compile(r"\b(?:ql|qlo)\s?(\d+[a-z]?)\b")
_CROSSING = re.compile(r"\s+(?:giao voi|giao nhau voi|giao|cat|nga tu voi|x)\s+|\s*[&×]\s*", re.IGNORECASE)
_AND = re.compile(r"\s*[&×+]\s*")
_CORNER = re.compile(
    r"^(?:nga tu|nga ba|nga nam|goc|goc duong|giao lo|nut giao)\s+(.+?)\s+(?:va|voi|giao)\s+(.+)$"
)
_AREA = re.compile(
    r"\s(?=(?:phuong|xa|thi tran|thi xa|quan|huyen|thanh pho|tinh|dac khu|khu pho|ap|thon)\s+\S)"
)
_INSIDE = re.compile(r"^(?:khu pho|ap|thon|to)\s+\d*\w*\s*")


@dataclass(frozen=True, slots=True)
class Address:
    """`street` folded and without the word street ("30 thang 4"); `crosses` the other one of a crossing; `area` as it was typed."""

    number: str
    street: str
    crosses: str
    area: str

    @property
    def is_area(self) -> bool:
        return not self.street and bool(self.area)


def parsed(text: str) -> Address:
    """ "12/3 đường 30/4, p. Thắng Nhất" → 12/3 · 30 thang 4 · · p. Thắng Nhất."""
    first, _, rest = " ".join(text.split()).partition(",")
    number, main = _numbered(first)
    street, area = _area_apart(asked(_DATE.sub(r"\1 thang \2", _AND.sub(" giao ", main))))
    area = ", ".join(part for part in (area, rest.strip()) if part)
    if number and not street:
        street, number = number, ""
    one, other = _crossing(street)
    return Address(number, street_name(one), street_name(other), area.strip(" ,"))


def _numbered(text: str) -> tuple[str, str]:
    """The house number that it begins with. A street may itself be a day: 3/2, 30 tháng 4."""
    match = _NUMBER.match(text)
    if not match or _MONTH_AFTER.match(text[match.end() :]):
        return "", text
    return match[1], text[match.end() :]


def _area_apart(street: str) -> tuple[str, str]:
    """Without a comma the words for kinds of units say where the area begins; all of it may be one."""
    if _AREA.match(f" {street}"):
        return "", street
    parts = _AREA.split(street, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (street, "")


def _crossing(street: str) -> tuple[str, str]:
    if corner := _CORNER.match(street):
        return corner[1], corner[2]
    parts = _CROSSING.split(street, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (street, "")


def street_name(text: str) -> str:
    """A street's name as it is kept and asked for: "Đường Ba Cu" and "ba cu" are one, "QL51" is "quoc lo 51"."""
    plain = _HIGHWAY.sub(r"quoc lo \1", folded(_DATE.sub(r"\1 thang \2", text)))
    return _STREET_WORDS.sub("", plain)


def area_words(area: str) -> str:
    """An area without what lies inside a commune: quarters and hamlets are in no register here."""
    parts = [_INSIDE.sub("", folded(part)) for part in area.split(",")]
    return asked(" ".join(part for part in parts if part))
