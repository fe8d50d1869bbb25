"""A message as XML. Elements stand in the order of the standard's schema; lxml escapes what people wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeAlias

from lxml import etree

from dothi.kernel.cap.message import NAMESPACE, Area, Info, Message, Named, Point, Reference, Resource
from dothi.kernel.clock import VIETNAM

Element: TypeAlias = Any  # lxml brings no types


def written(message: Message) -> bytes:
    """The whole document, UTF-8."""
    alert = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _say(
        alert,
        ("identifier", message.identifier),
        ("sender", message.sender),
        ("sent", time_text(message.sent)),
        ("status", message.status),
        ("msgType", message.kind),
        ("source", message.source),
        ("scope", message.scope),
        ("restriction", message.restriction),
        ("addresses", message.addresses),
        *(("code", code) for code in message.codes),
        ("note", message.note),
        ("references", " ".join(reference_text(one) for one in message.references)),
        ("incidents", message.incidents),
    )
    for info in message.infos:
        _info(_below(alert, "info"), info)
    body: bytes = etree.tostring(alert, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return body


def time_text(at: dt.datetime | None) -> str:
    """CAP's own form (§3.3.2): whole seconds, an offset, never `Z`."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else ""


def reference_text(reference: Reference) -> str:
    return f"{reference.sender},{reference.identifier},{time_text(reference.sent)}"


def _info(element: Element, info: Info) -> None:
    _say(
        element,
        ("language", info.language),
        *(("category", one) for one in info.categories),
        ("event", info.event),
        *(("responseType", one) for one in info.responses),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("audience", info.audience),
    )
    _named(element, "eventCode", info.event_codes)
    _say(
        element,
        ("effective", time_text(info.effective)),
        ("onset", time_text(info.onset)),
        ("expires", time_text(info.expires)),
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
        ("web", info.web),
        ("contact", info.contact),
    )
    _named(element, "parameter", info.parameters)
    for resource in info.resources:
        _resource(_below(element, "resource"), resource)
    for area in info.areas:
        _area(_below(element, "area"), area)


def _resource(element: Element, resource: Resource) -> None:
    _say(
        element,
        ("resourceDesc", resource.desc),
        ("mimeType", resource.mime_type),
        ("size", "" if resource.size is None else str(resource.size)),
        ("uri", resource.uri),
        ("derefUri", resource.deref_uri),
        ("digest", resource.digest),
    )


def _area(element: Element, area: Area) -> None:
    _say(
        element,
        ("areaDesc", area.desc),
        *(("polygon", " ".join(map(_point, polygon))) for polygon in area.polygons),
        *(("circle", f"{_point(centre)} {_number(radius)}") for centre, radius in area.circles),
    )
    _named(element, "geocode", area.geocodes)
    _say(
        element,
        ("altitude", "" if area.altitude is None else _number(area.altitude)),
        ("ceiling", "" if area.ceiling is None else _number(area.ceiling)),
    )


def _named(element: Element, name: str, pairs: Iterable[Named]) -> None:
    for value_name, value in pairs:
        pair = _below(element, name)
        _say(pair, ("valueName", value_name))
        _below(pair, "value").text = value  # may be empty, must be there


def _say(element: Element, *said: tuple[str, str]) -> None:
    for name, text in said:
        if text:
            _below(element, name).text = text


def _below(element: Element, name: str) -> Element:
    return etree.SubElement(element, f"{{{NAMESPACE}}}{name}")


def _point(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    """Never as 1e-05: a decimal, to the tenth of a metre where it is a degree."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
