"""What a clerk may write into a form: `{{ name }}`, a name of this list and nothing else. No engine runs it: each is replaced once.

A name in capitals gives its value in capitals. `khoi.<name>` is a block that people write; `so.<key>` a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dothi.briefings.files.package import W, parts_of
from dothi.kernel.errors import BadRequest

FIELDS = (
    "co_quan_cap_tren", "co_quan", "so_ky_hieu", "dia_danh_ngay", "ky_bao_cao", "dia_ban", "thoi_diem", "chuc_vu", "nguoi_ky",
    "ma_bao_cao",
)  # fmt: skip
BLOCKS = ("bang.so_lieu", "bang.thay_doi", "bang.chat_luong", "bang.phu_luc", "noi_nhan")
NEEDED = (
    "co_quan",
    "so_ky_hieu",
    "dia_danh_ngay",
    "chuc_vu",
    "nguoi_ky",
    "noi_nhan",
    "bang.thay_doi",
    "bang.chat_luong",
    "bang.phu_luc",
)
TEXT, FIGURE = "khoi.", "so."
_ANY = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}|\{%|%\}|\{#")
_NAME = re.compile(r"[a-z0-9_.-]{1,120}")
_TEXT_NAME = re.compile(r"khoi\.[a-z0-9_]{1,40}")


class Token(NamedTuple):
    """A placeholder in a paragraph: where it stands in its text, its name, whether it is in capitals."""

    start: int
    end: int
    name: str
    upper: bool


def tokens(text: str) -> Iterator[Token]:
    """ValueError with what stands there: code of a template language, an unclosed brace, or no name."""
    for found in _ANY.finditer(text):
        inner = found[1]
        if inner is None:
            raise ValueError(found[0])
        name = inner.strip()
        if not _NAME.fullmatch(name.lower()) or (name != name.lower() and name != name.upper()):
            raise ValueError(found[0])
        yield Token(found.start(), found.end(), name.lower(), name != name.lower())


def text_of(paragraph: Any) -> str:
    """What its runs say; a tab and a line's end are one sign each."""
    return "".join(sign for run in paragraph.iter(f"{W}r") for sign in signs(run))


def signs(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"


def paragraphs(document: Any) -> Iterator[tuple[int, Any]]:
    """Every paragraph of body, tables, heads and feet, numbered as they come."""
    number = 0
    for part in parts_of(document):
        for one in list(part.iter(f"{W}p")):
            number += 1
            yield number, one


def checked(document: Any, keys: Iterable[str]) -> list[str]:
    """Names of the blocks that people write, in order. Raises BadRequest that names the placeholder and its paragraph."""
    known, seen = set(keys), []
    for number, paragraph in paragraphs(document):
        text = text_of(paragraph)
        try:
            found = list(tokens(text))
        except ValueError as error:
            raise BadRequest(
                "briefing-form-code", paragraph=number, found=str(error)[:60], text=text[:80]
            ) from error
        for one in found:
            _refuse_unknown(one, number, text, known)
            seen.append(one.name)
    missing = [one for one in NEEDED if one not in seen]
    if missing:
        raise BadRequest("briefing-form-missing", names=", ".join(missing))
    return list(dict.fromkeys(one.removeprefix(TEXT) for one in seen if one.startswith(TEXT)))


def _refuse_unknown(one: Token, number: int, text: str, known: set[str]) -> None:
    told: dict[str, Any] = {"paragraph": number, "found": one.name, "text": text[:80]}
    if one.name in BLOCKS or one.name.startswith(TEXT):
        if one.name.startswith(TEXT) and not _TEXT_NAME.fullmatch(one.name):
            raise BadRequest("briefing-form-unknown", **told)
        if text.strip() != text[one.start : one.end]:
            raise BadRequest("briefing-form-block-alone", **told)
    elif one.name.startswith(FIGURE):
        if one.name.removeprefix(FIGURE) not in known:
            raise BadRequest("briefing-form-figure", **told)
    elif one.name not in FIELDS:
        raise BadRequest("briefing-form-unknown", **told)
