"""The public feed of reports: Atom (RFC 4287), an entry for each; words of officers, a place no nearer than its commune."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from django.urls import reverse
from lxml import etree

from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.reports.showing import Shown

ATOM = "http://www.w3.org/2005/Atom"
Element: TypeAlias = Any  # lxml brings no types


def atom(rows: Sequence[Shown], address: Callable[[str], str], query: str) -> bytes:
    """The document; `address` makes a path absolute, `query` is the filter that the reader keeps asking with."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    here = address(reverse("reports-feed") + (f"?{query}" if query else ""))
    _say(feed, "id", here)
    _say(feed, "title", t("reports-public-heading"))
    _say(feed, "updated", max((one.report.changed_at for one in rows), default=clock.now()).isoformat())
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=here)
    etree.SubElement(
        feed, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=address(reverse("reports-public"))
    )
    _say(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", t("web-product"))
    for one in rows:
        _entry(etree.SubElement(feed, f"{{{ATOM}}}entry"), one, address)
    body: bytes = etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return body


def _entry(entry: Element, one: Shown, address: Callable[[str], str]) -> None:
    link = address(reverse("report-public", args=[one.report.code]))
    _say(entry, "id", link)
    origin = t(one.origin_key) if one.report.origin else ""
    _say(
        entry,
        "title",
        " · ".join(part for part in (one.category, one.where, t(one.word_key), origin) if part),
    )
    _say(entry, "updated", one.report.changed_at.isoformat())
    _say(entry, "published", one.report.received_at.isoformat())
    _say(entry, "summary", one.report.public_text)
    etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=link)


def _say(above: Element, name: str, text: str) -> None:
    etree.SubElement(above, f"{{{ATOM}}}{name}").text = text
