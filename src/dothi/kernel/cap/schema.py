"""Is a document a CAP 1.2 message? By the schema beside this file, and by what the standard says that no schema can."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from lxml import etree

from dothi.kernel.cap.message import Message

_PLAIN = re.compile(r"[^\s,<&]{1,400}")  # of identifier and sender, §3.2.1
_ABOUT_ANOTHER = ("Update", "Cancel", "Ack", "Error")


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "cap-1.2.xsd"))


def complaints(body: bytes) -> list[str]:
    """What the schema has against a document; empty: nothing. Only for what we wrote or what `reading` has read: safe XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        document = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    schema = _schema()
    if schema.validate(document):
        return []
    return [f"{one.line}: {one.message}" for one in schema.error_log]


def unsaid(message: Message) -> list[str]:
    """What the standard asks for beyond the schema (§3.2, §3.3), by the name of the element that is missing or wrong."""
    wrong = [
        name
        for name, text in (("identifier", message.identifier), ("sender", message.sender))
        if not _PLAIN.fullmatch(text)
    ]
    if message.kind in _ABOUT_ANOTHER and not message.references:
        wrong.append("references")
    if message.scope == "Restricted" and not message.restriction:
        wrong.append("restriction")
    if message.scope == "Private" and not message.addresses:
        wrong.append("addresses")
    if message.status == "Exercise" and not message.note:
        wrong.append("note")
    times = ((info.effective, info.expires) for info in message.infos)
    wrong.extend("expires" for begun, over in times if begun and over and over <= begun)
    return wrong
