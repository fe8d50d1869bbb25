"""What somebody wrote themselves in a letter of plain text: without what they quote, and without their signature. Line by line, so that
no letter however made takes long. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 400  # signs of a line that may announce a quotation
# "Vào Th 2, 23 thg 11, 2026 vào lúc 10:00 … đã viết:", "On … wrote:", "Le … a écrit :"; a long one is broken into two or three lines
_WROTE = re.compile(
    r"^(?:vào|ngày|lúc|on|le|am)\b.{4,}(?:đã viết|viết|wrote|a écrit|schrieb)\b[^:]{0,80}:\s*$", re.IGNORECASE
)
_PROOF = re.compile(
    r"@|\d{1,2}[:h]\d{2}"
)  # such a line names a sender or an hour; "ngày ấy tôi đã viết:" does not
_BEGINS = re.compile(r"^(?:vào|ngày|lúc|on|le|am)\b", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^[-_*\s]{2,}(?:original message|forwarded message|thư gốc|tin nhắn gốc|thư chuyển tiếp|reply above this line)\b.*$|^_{20,}\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\*?(?:from|từ|người gửi|sent|đã gửi|ngày|date|to|đến|tới|subject|chủ đề|tiêu đề)\*?\s*:\s*\S",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\*?(?:from|từ|người gửi)\*?\s*:\s*\S", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(?:--|—|__)\s*$|^(?:sent from my|get outlook for|sent with|gửi từ (?:iphone|ipad|điện thoại|thiết bị)|được gửi từ|"
    r"đã gửi từ)\b.*$",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Up to the first line that begins another letter or a signature, without lines that are marked as quoted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [line.rstrip() for line in lines[: _end(lines)] if not line.lstrip().startswith(">")]
    return "\n".join(_without_gaps(kept)).strip()


def _end(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        said = line.strip()
        if (
            _SIGNATURE.match(said)
            or _ORIGINAL.match(said)
            or _announces(lines, number)
            or _is_head(lines, number)
        ):
            return number
    return len(lines)


def _announces(lines: list[str], number: int) -> bool:
    if not _BEGINS.match(lines[number].strip()):
        return False
    joined = ""
    for line in lines[number : number + 3]:
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > _LONGEST:
            return False
        if _WROTE.match(joined) and _PROOF.search(joined):
            return True
    return False


def _is_head(lines: list[str], number: int) -> bool:
    """Outlook's: "From:", then two more lines of a letter's head."""
    if not _FROM.match(lines[number].strip()):
        return False
    return sum(bool(_HEADER.match(line.strip())) for line in lines[number + 1 : number + 6]) >= 2


def _without_gaps(lines: list[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line
