"""A DOCX that somebody handed in: distrusted, looked at before it is unfolded, and refused with what is wrong and where."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx import Document

from dothi.kernel import attachments
from dothi.kernel.errors import BadRequest, TooLarge

MOST_UNFOLDED = 60_000_000  # bytes of all parts together
MOST_PARTS = 400
_FORBIDDEN = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|embeddings/|activeX/|attachedToolbars|afchunk)", re.IGNORECASE
)
_EXTERNAL = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FIELDS = re.compile(
    r"\s*(PAGE|NUMPAGES)\b[^\"]*", re.IGNORECASE
)  # all that a form may let a word processor compute
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(name: str, body: bytes, most_mb: int) -> Any:
    """The document. Raises TooLarge, BadRequest: no DOCX, a bomb, macros, embedded objects, links to outside, fields that fetch or run."""
    if len(body) > most_mb * 1_000_000:
        raise TooLarge("briefing-file-large", name=attachments.safe_name(name), most=most_mb)
    try:
        attachments.examined(name, body, ("docx",))
    except ValueError as error:
        raise BadRequest("briefing-file-kind", name=attachments.safe_name(name)) from error
    _refuse_parts(name, body)
    try:
        document = Document(io.BytesIO(body))
    except Exception as error:  # the library fails in many ways on what only looks like a package
        raise BadRequest("briefing-file-kind", name=attachments.safe_name(name)) from error
    _refuse_fields(document)
    return document


def _refuse_parts(name: str, body: bytes) -> None:
    name = attachments.safe_name(name)
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNFOLDED:
            raise TooLarge("briefing-file-bomb", name=name)
        for one in parts:
            if _FORBIDDEN.search(one.filename):
                raise BadRequest("briefing-file-active", name=name, part=one.filename[:80])
            if one.filename.endswith((".xml", ".rels")):
                _refuse_text(name, one.filename, _read(package, one, name))


def _read(package: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return package.read(one)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BadRequest("briefing-file-kind", name=name) from error


def _refuse_text(name: str, part: str, text: bytes) -> None:
    if _DOCTYPE.search(text):
        raise BadRequest("briefing-file-active", name=name, part=part[:80])
    if part.endswith(".rels") and _EXTERNAL.search(text):
        raise BadRequest("briefing-file-outside", name=name, part=part[:80])


def _refuse_fields(document: Any) -> None:
    for part in {id(one): one for one in parts_of(document)}.values():
        for element in part.iter(f"{W}instrText", f"{W}fldSimple", f"{W}altChunk"):
            told = element.text if element.tag == f"{W}instrText" else element.get(f"{W}instr")
            if element.tag == f"{W}altChunk" or ((told or "").strip() and not _FIELDS.fullmatch(told)):
                raise BadRequest("briefing-file-field", field=(told or "altChunk").strip()[:60])


def parts_of(document: Any) -> list[Any]:
    """The body, and the heads and feet of its sections, as XML."""
    heads = [
        part
        for section in document.sections
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer)
    ]
    return [document.element.body, *(one._element for one in heads if not one.is_linked_to_previous)]
