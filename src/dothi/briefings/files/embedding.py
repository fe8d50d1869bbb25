"""Receipts in a file: a custom XML part of a DOCX, an attachment of a PDF – sealed by the centre – and read out again."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from dothi.accounts import signed
from dothi.briefings.receipts import Receipt
from dothi.kernel.errors import BadRequest, NotAuthenticated

NAMESPACE = "urn:dothi:briefing:receipts:1"
ATTACHMENT = "bien-nhan-so-lieu.json"
LONGEST = 4_000_000  # of what is read out of a file
_KIND = "briefing"


def centre() -> str:
    """Whose the seal is: the same for all papers of one centre, another for every other one."""
    return hashlib.sha256(signed.seal("briefing-centre", b"").encode()).hexdigest()[:16]


def seal(packed: bytes) -> str:
    return signed.seal(_KIND, hashlib.sha256(packed).digest())


def is_sealed(packed: bytes, told: str) -> bool:
    try:
        return signed.opened(_KIND, told, 400) == hashlib.sha256(packed).digest()
    except NotAuthenticated:
        return False


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file says of its figures. `whole`: the seal is this centre's and fits."""

    code: str
    centre: str
    receipts: list[Receipt]
    whole: bool


def into_docx(document: Any, packed: bytes) -> None:
    """As a custom XML part, which word processors keep when they save."""
    root = etree.Element(f"{{{NAMESPACE}}}receipts", nsmap={None: NAMESPACE})
    root.set("seal", seal(packed))
    root.text = base64.b64encode(packed).decode()
    package = document.part.package
    for rel in list(document.part.rels.values()):
        if (
            rel.reltype == RT.CUSTOM_XML
            and not rel.is_external
            and NAMESPACE.encode() in rel.target_part.blob
        ):
            del document.part.rels[rel.rId]
    name = package.next_partname("/customXml/dothi%d.xml")
    part = Part(
        PackURI(str(name)),
        "application/xml",
        etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
        package,
    )
    document.part.relate_to(part, RT.CUSTOM_XML)


def from_docx(document: Any) -> Embedded | None:
    """None: nothing of ours stands in it."""
    for rel in document.part.rels.values():
        if rel.reltype != RT.CUSTOM_XML or rel.is_external:
            continue
        blob = rel.target_part.blob
        if NAMESPACE.encode() not in blob or len(blob) > LONGEST:
            continue
        try:
            root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
            return _read(base64.b64decode(root.text or ""), root.get("seal", ""))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BadRequest("briefing-file-damaged") from error
    return None


def into_pdf(body: bytes, packed: bytes, *, code: str, about: str) -> bytes:
    """As an attachment, with code and seal among the metadata."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.add_attachment(ATTACHMENT, packed)
    writer.add_metadata({"/DothiBriefing": code, "/DothiSeal": seal(packed), "/Subject": about})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def from_pdf(reader: Any) -> Embedded | None:
    found = reader.attachments.get(ATTACHMENT)
    if not found:
        return None
    return _read(bytes(found[0]), str((reader.metadata or {}).get("/DothiSeal", "")))


def _read(packed: bytes, told: str) -> Embedded:
    """Raises BadRequest: it is no list of receipts."""
    try:
        tree = json.loads(packed)
        receipts = [Receipt.of(one) for one in tree["receipts"]]
        return Embedded(str(tree["briefing"]), str(tree["centre"]), receipts, is_sealed(packed, told))
    except (ValueError, TypeError, KeyError) as error:
        raise BadRequest("briefing-file-damaged") from error
