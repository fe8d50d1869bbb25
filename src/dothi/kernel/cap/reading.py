"""XML of others as a message. Nothing in it is believed: no DTD, no entity, bounded size, depth and numbers of parts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dothi.kernel.cap.message import (
    CATEGORIES,
    CERTAINTIES,
    KINDS,
    NAMESPACE,
    RESPONSES,
    SCOPES,
    SEVERITIES,
    STATUSES,
    URGENCIES,
    Area,
    Info,
    Message,
    Named,
    Point,
    Reference,
    Resource,
)  # fmt: skip

LARGEST = 2 * 2**20  # bytes of one message
_DEEPEST = 8  # alert/info/area/geocode/value is 5; a signature a little more
_MOST = 20_000  # elements
_MOST_POINTS = 20_000
_NAMESPACES = (NAMESPACE, "urn:oasis:names:tc:emergency:cap:1.1")  # 1.1 says the same in the same words
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"


class Unreadable(ValueError):
    """Why a document is no CAP message: a code (`not-xml`, `too-large`, `not-cap`, `missing`, `value`) and what it is about."""

    def __init__(self, why: str, what: str = "") -> None:
        self.why, self.what = why, what[:120]
        super().__init__(f"{why} {what}".strip())


def read(body: bytes) -> Message:
    """The message that a document holds. Raises Unreadable."""
    root = parsed(body)
    namespace, _, name = root.tag.rpartition("}")
    if name != "alert" or namespace.removeprefix("{") not in _NAMESPACES:
        raise Unreadable("not-cap", root.tag)
    return _Reader(f"{namespace}}}").message(root)


def parsed(body: bytes, largest: int = LARGEST) -> Element:
    """The tree of a document of others. Raises Unreadable."""
    if len(body) > largest:
        raise Unreadable("too-large", f"{len(body)}")
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise Unreadable("not-xml", str(error)) from error
    _refuse_huge(root)
    return root


def _refuse_huge(root: Element) -> None:
    seen, wave = 0, [root]
    for _ in range(_DEEPEST + 1):
        seen += len(wave)
        if seen > _MOST:
            raise Unreadable("too-large", f"> {_MOST}")
        wave = [child for one in wave for child in one]
        if not wave:
            return
    raise Unreadable("too-deep", f"> {_DEEPEST}")


class _Reader:
    """Reads elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def message(self, root: Element) -> Message:
        self.only_known(root)
        return Message(
            identifier=self.text(root, "identifier", needed=True),
            sender=self.text(root, "sender", needed=True),
            sent=self.time(root, "sent") or _missing("sent"),
            status=self.one_of(root, "status", STATUSES),
            kind=self.one_of(root, "msgType", KINDS),
            scope=self.one_of(root, "scope", SCOPES),
            source=self.text(root, "source"),
            restriction=self.text(root, "restriction"),
            addresses=self.text(root, "addresses"),
            codes=self.texts(root, "code"),
            note=self.text(root, "note"),
            references=references_in(self.text(root, "references")),
            incidents=self.text(root, "incidents"),
            infos=tuple(self.info(one) for one in self.all(root, "info")),
        )

    def info(self, element: Element) -> Info:
        return Info(
            language=self.text(element, "language"),
            categories=self.each_of(element, "category", CATEGORIES) or _missing("category"),
            event=self.text(element, "event", needed=True),
            responses=self.each_of(element, "responseType", RESPONSES),
            urgency=self.one_of(element, "urgency", URGENCIES),
            severity=self.one_of(element, "severity", SEVERITIES),
            certainty=self.one_of(element, "certainty", (*CERTAINTIES, "Very Likely")).replace(
                "Very Likely", "Likely"
            ),
            audience=self.text(element, "audience"),
            event_codes=self.pairs(element, "eventCode"),
            effective=self.time(element, "effective"),
            onset=self.time(element, "onset"),
            expires=self.time(element, "expires"),
            sender_name=self.text(element, "senderName"),
            headline=self.text(element, "headline"),
            description=self.text(element, "description"),
            instruction=self.text(element, "instruction"),
            web=self.text(element, "web"),
            contact=self.text(element, "contact"),
            parameters=self.pairs(element, "parameter"),
            resources=tuple(self.resource(one) for one in self.all(element, "resource")),
            areas=tuple(self.area(one) for one in self.all(element, "area")),
        )

    def resource(self, element: Element) -> Resource:
        size = self.text(element, "size")
        return Resource(
            desc=self.text(element, "resourceDesc"),
            mime_type=self.text(element, "mimeType"),
            size=_whole(size) if size else None,
            uri=self.text(element, "uri"),
            deref_uri=self.text(element, "derefUri"),
            digest=self.text(element, "digest"),
        )

    def area(self, element: Element) -> Area:
        altitude, ceiling = self.text(element, "altitude"), self.text(element, "ceiling")
        return Area(
            desc=self.text(element, "areaDesc", needed=True),
            polygons=tuple(polygon_in(text) for text in self.texts(element, "polygon")),
            circles=tuple(circle_in(text) for text in self.texts(element, "circle")),
            geocodes=self.pairs(element, "geocode"),
            altitude=_float(altitude, "altitude") if altitude else None,
            ceiling=_float(ceiling, "ceiling") if ceiling else None,
        )

    def only_known(self, root: Element) -> None:
        """A message in another namespace halfway is none; a signature may stand at the end (§3.3.4.1)."""
        for child in root:
            if not child.tag.startswith((self.namespace, _SIGNATURE)):
                raise Unreadable("not-cap", child.tag)

    def all(self, element: Element, name: str) -> list[Element]:
        return element.findall(f"{self.namespace}{name}")

    def texts(self, element: Element, name: str) -> tuple[str, ...]:
        found = ((one.text or "").strip() for one in self.all(element, name))
        return tuple(text for text in found if text)

    def text(self, element: Element, name: str, *, needed: bool = False) -> str:
        found = self.all(element, name)
        if len(found) > 1:
            raise Unreadable("twice", name)
        text = (found[0].text or "").strip() if found else ""
        return text or (_missing(name) if needed else "")

    def one_of(self, element: Element, name: str, known: Iterable[str]) -> str:
        text = self.text(element, name, needed=True)
        if text not in known:
            raise Unreadable("value", f"{name}: {text}")
        return text

    def each_of(self, element: Element, name: str, known: Iterable[str]) -> tuple[str, ...]:
        found = self.texts(element, name)
        if wrong := [text for text in found if text not in known]:
            raise Unreadable("value", f"{name}: {wrong[0]}")
        return found

    def time(self, element: Element, name: str) -> dt.datetime | None:
        text = self.text(element, name)
        return time_in(text, name) if text else None

    def pairs(self, element: Element, name: str) -> tuple[Named, ...]:
        return tuple(
            (self.text(one, "valueName"), self.text(one, "value")) for one in self.all(element, name)
        )


def time_in(text: str, name: str = "time") -> dt.datetime:
    """A time as CAP writes it, and with the `Z` that many write though the standard forbids it. Raises Unreadable."""
    if not _TIME.fullmatch(text):
        raise Unreadable("value", f"{name}: {text}")
    try:
        at = dt.datetime.fromisoformat(text)
        at.astimezone(dt.UTC)  # year 1 with an offset has no instant
    except (ValueError, OverflowError):
        raise Unreadable("value", f"{name}: {text}") from None
    return at


def references_in(text: str) -> tuple[Reference, ...]:
    """`sender,identifier,sent` separated by space. Raises Unreadable."""
    found = []
    for one in text.split():
        parts = one.split(",")
        if len(parts) != 3:
            raise Unreadable("value", f"references: {one}")
        found.append(Reference(parts[0], parts[1], time_in(parts[2], "references")))
    return tuple(found)


def polygon_in(text: str) -> tuple[Point, ...]:
    """Four points or more, the last like the first (§3.2.4). Raises Unreadable."""
    words = text.split()
    if not 4 <= len(words) <= _MOST_POINTS:
        raise Unreadable("value", f"polygon: {len(words)}")
    points = tuple(point_in(word) for word in words)
    if points[0] != points[-1]:
        raise Unreadable("value", "polygon: open")
    return points


def circle_in(text: str) -> tuple[Point, float]:
    """A centre and a radius in kilometres. Raises Unreadable."""
    words = text.split()
    if len(words) != 2:
        raise Unreadable("value", f"circle: {text}")
    radius = _float(words[1], "circle")
    if not 0 <= radius <= 20_100:
        raise Unreadable("value", f"circle: {text}")
    return point_in(words[0]), radius


def point_in(text: str) -> Point:
    """`latitude,longitude`. Raises Unreadable."""
    latitude, comma, longitude = text.partition(",")
    point = (_float(latitude, "point"), _float(longitude, "point")) if comma else _missing("point")
    if abs(point[0]) > 90 or abs(point[1]) > 180:
        raise Unreadable("value", f"point: {text}")
    return point


_DECIMAL = re.compile(r"[+-]?(\d{1,12}(\.\d{0,20})?|\.\d{1,20})", re.ASCII)


def _float(text: str, name: str) -> float:
    if not _DECIMAL.fullmatch(text):
        raise Unreadable("value", f"{name}: {text}")
    return float(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise Unreadable("value", f"size: {text}")
    return int(text)


def _missing(name: str) -> NoReturn:
    raise Unreadable("missing", name)
