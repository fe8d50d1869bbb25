"""The public feed: Atom (RFC 4287), an entry for each CAP message, with CAP's own words so that a reader can filter before it fetches."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from lxml import etree

from dothi.kernel import clock
from dothi.kernel.cap.message import NAMESPACE as CAP
from dothi.kernel.cap.writing import time_text
from dothi.kernel.i18n import t
from dothi.warnings.composing import marked
from dothi.warnings.models import PublicWarning, WarningText

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/cap+xml"
_BEGAN = dt.datetime(2026, 1, 1, tzinfo=clock.VIETNAM)  # of a feed in which nothing was yet
Element: TypeAlias = Any  # lxml brings no types


def atom(warnings: Sequence[PublicWarning], address: Callable[[str], str]) -> bytes:
    """The document; `address` makes a path absolute."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "cap": CAP})
    here = address("/cap/")
    _say(feed, "id", here)
    _say(feed, "title", t("warnings-feed-title", "vi"))
    _say(feed, "subtitle", t("warnings-feed-about", "vi"))
    _say(feed, "updated", time_text(changed_at(warnings)))
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=here)
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=address("/canh-bao/"))
    _say(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", t("web-product", "vi"))
    for warning in warnings:
        _entry(etree.SubElement(feed, f"{{{ATOM}}}entry"), warning, address)
    body: bytes = etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return body


def _entry(entry: Element, warning: PublicWarning, address: Callable[[str], str]) -> None:
    text = text_of(warning, "vi")
    file = address(f"/cap/{warning.code}.xml")
    _say(entry, "id", file)
    _say(entry, "title", marked(warning, text.headline, "vi"))
    _say(entry, "updated", time_text(warning.ended_at or warning.sent))
    _say(entry, "published", time_text(warning.sent))
    _say(entry, "summary", text.description)
    etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type=TYPE, href=file)
    etree.SubElement(
        entry, f"{{{ATOM}}}link", rel="related", type="text/html", href=address(f"/canh-bao/{warning.code}/")
    )
    for name, value in (
        ("identifier", warning.code),
        ("sender", warning.sender),
        ("status", warning.status),
        ("msgType", warning.kind),
        ("category", warning.category),
        ("urgency", warning.urgency),
        ("severity", warning.severity),
        ("certainty", warning.certainty),
        ("onset", time_text(warning.onset)),
        ("expires", time_text(warning.expires)),
        ("areaDesc", ", ".join(unit.name for unit in warning.units.all())),
    ):
        if value:
            etree.SubElement(entry, f"{{{CAP}}}{name}").text = value


def text_of(warning: PublicWarning, language: str) -> WarningText:
    """Its words in this language, else in Vietnamese."""
    texts = {text.language: text for text in warning.texts.all()}
    return texts.get(language) or texts["vi"]


def changed_at(warnings: Sequence[PublicWarning]) -> dt.datetime:
    """When something of these last changed."""
    return max((one.ended_at or one.sent or _BEGAN for one in warnings), default=_BEGAN)


def mark(warnings: Sequence[PublicWarning], *besides: str) -> str:
    """An ETag: the same only while the same messages stand in the same state."""
    said = [f"{one.code} {one.state} {one.digest}" for one in warnings]
    return f'"{hashlib.sha256(chr(10).join([*besides, *said]).encode()).hexdigest()[:32]}"'


def _say(element: Element, name: str, text: str) -> None:
    etree.SubElement(element, f"{{{ATOM}}}{name}").text = text
