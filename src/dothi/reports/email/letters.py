"""A letter as it came (RFC 5322, MIME) → what we need of it. Nothing in it is believed: charsets, lengths, names, numbers of parts. Pure.

`compat32` reads headers as they stand; the newer policies parse them by a grammar that takes long on what was made to be long.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from dothi.kernel.said import plain
from dothi.reports.email.markup import words_of
from dothi.reports.email.quoting import own_words

MOST_PARTS = 200  # looked at; a person's letter has a dozen
DEEPEST = 12
MOST_OF_TEXT = 200_000  # signs that are read of a body before quotes are cut
MOST_OF_HEAD = 2_000  # signs of a header
_PARTS = re.compile(rb"^--", re.MULTILINE)
MOST_BOUNDARIES = 4_000  # lines that may begin a part: beyond it nobody wrote it by hand
# each multipart in a multipart has every further line compared once more: a person's letter has three
MOST_NESTED = 40
_NESTED = re.compile(rb"multipart/", re.IGNORECASE)
_IDS = re.compile(r"<[^<>\s]{3,250}>")
_GUESSES = ("utf-8", "windows-1258", "latin-1")
_NO_CHARSETS = re.compile(
    r"puny|idna|escape|undefined", re.IGNORECASE
)  # Python's own, no letter's; some take for ever
_FOLDS = re.compile(r"[\r\n\t]+ ?")
_JUDGED = "authentication-results"


class Unreadable(ValueError):
    """No letter that a person could have written."""


@dataclass(frozen=True, slots=True)
class File:
    """Something that came along; `attached`: as an attachment, not shown in the text."""

    name: str
    body: bytes
    attached: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """`digest` is the same whenever it is the same letter. `address` empty: it says no sender. `heads`: names in small letters."""

    digest: str
    address: str
    name: str
    subject: str
    text: str
    files: tuple[File, ...]
    answers: tuple[str, ...]  # ids of the letters that it answers, without brackets
    heads: dict[str, str] = field(default_factory=dict)
    is_report_of_delivery: bool = False  # multipart/report: a bounce, a receipt of reading


def head(raw: bytes) -> Letter:
    """Of the headers alone: who, about what, and whether it is known. Raises Unreadable."""
    return _letter(_parsed(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"), (), "")


def read(raw: bytes) -> Letter:
    """The whole of it. Raises Unreadable."""
    if len(_PARTS.findall(raw)) > MOST_BOUNDARIES or len(_NESTED.findall(raw)) > MOST_NESTED:
        raise Unreadable("parts")
    message = _parsed(raw)
    try:
        parts = list(_leaves(message))
    except RecursionError as error:
        raise Unreadable("depth") from error
    return _letter(message, tuple(_files(parts)), plain(own_words(_body(parts))))


def _parsed(raw: bytes) -> Message:
    try:
        return message_from_bytes(raw, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable("mime") from error


def _letter(message: Message, files: tuple[File, ...], text: str) -> Letter:
    name, address = _sender(message)
    heads = _heads(message)
    return Letter(
        digest=_digest(heads),
        address=address,
        name=name,
        subject=_in_words(_raw(message, "subject"))[:300],
        text=text,
        files=files,
        answers=tuple(one[1:-1] for one in _IDS.findall(_raw(message, "in-reply-to") + _raw(message, "references")))[:50],
        heads=heads,
        is_report_of_delivery=message.get_content_type() == "multipart/report",
    )  # fmt: skip


def _heads(message: Message) -> dict[str, str]:
    """The first of each name; of what mail servers judged all: each filter writes a header of its own."""
    heads = {name.lower()[:80]: _raw(message, name) for name in list(message.keys())[:300]}
    if len(judged := message.get_all(_JUDGED, [])) > 1:
        heads[_JUDGED] = "; ".join(_unfolded(one) for one in judged[:20])
    return heads


def _digest(heads: dict[str, str]) -> str:
    """Who, when and which; of a letter that has no name of its own (Message-ID) all that stands above it."""
    names = ("message-id", "from", "date") if heads.get("message-id") else sorted(heads)
    told = "\n".join(heads.get(one, "") for one in names)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()


def _raw(message: Message, name: str) -> str:
    return _unfolded(message.get(name, ""))


def _unfolded(header: object) -> str:
    return _FOLDS.sub(" ", str(header))[:MOST_OF_HEAD].strip()


def _in_words(raw: str) -> str:
    """A header's words (RFC 2047); what is wrongly encoded stays as it came."""
    try:
        parts = decode_header(raw)
    except (ValueError, LookupError, AssertionError, HeaderParseError):
        return plain(raw)
    words = "".join(
        one if isinstance(one, str) else _decoded(one, charset or "utf-8") for one, charset in parts
    )
    return plain(_FOLDS.sub(" ", words))


def _sender(message: Message) -> tuple[str, str]:
    """Of From, its address as it stands and its name in words: a name may be encoded so that it reads like an address. What claims
    several senders claims too much."""
    try:
        pairs = [pair for pair in getaddresses([_raw(message, "from")]) if pair[1]]
    except (ValueError, IndexError, RecursionError):  # the last: a thousand brackets
        return "", ""
    if len(pairs) != 1 or len(message.get_all("from", [])) != 1:
        return "", ""
    name, address = pairs[0]
    return _in_words(name)[:120], plain(address)[:200].lower()


def _leaves(message: Message) -> Iterator[Message]:
    """The parts with something in them, in order; a letter in a letter is an attachment that we leave alone."""
    waiting, seen = [(message, 0)], 0
    while waiting:
        one, deep = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or deep > DEEPEST:
            return
        payload = one.get_payload()
        if one.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [(part, deep + 1) for part in reversed(payload) if isinstance(part, Message)]
        elif one.get_content_maintype() != "message":
            yield one


def _body(parts: list[Message]) -> str:
    """Plain text where there is one, else the words of the HTML; of several pieces all."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_attached(part)]
    said = [_text(part) for part in texts if part.get_content_subtype() == "plain"]
    if not any(one.strip() for one in said):
        said = [words_of(_text(part)) for part in texts if part.get_content_subtype() == "html"]
    return unicodedata.normalize("NFC", "\n".join(said))[:MOST_OF_TEXT]


def _text(part: Message) -> str:
    return _decoded(_bytes(part), part.get_content_charset() or "utf-8")[:MOST_OF_TEXT]


def _decoded(body: bytes, charset: str) -> str:
    """By the charset that it names where that fits, else by the likeliest."""
    for one in (*(() if _NO_CHARSETS.search(charset) else (charset,)), *_GUESSES):
        try:
            return body.decode(one)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _files(parts: list[Message]) -> Iterator[File]:
    """What may be a picture: attached, or shown in the text. Whatever it is called, its content decides later."""
    for part in parts:
        if part.get_content_maintype() == "text" and not _is_attached(part):
            continue
        if body := _bytes(part):
            yield File(_file_name(part) or "file", body, part.get_content_disposition() == "attachment")


def _file_name(part: Message) -> str:
    try:
        return plain(part.get_filename() or "")[:200]
    except (ValueError, LookupError, TypeError):
        return ""
