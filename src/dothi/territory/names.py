"""Names as people type them: without accents, with abbreviations, with the tone mark wherever they put it."""

from __future__ import annotations

import re
import unicodedata

from dothi.territory.register import ENGLISH_KINDS

# What people write for the kind of a unit, only in front of a name or number ("q9", "p. vung tau", "tp thu duc").
_KINDS = {
    "tphcm": "thanh pho ho chi minh", "hcm": "ho chi minh", "hcmc": "ho chi minh", "sg": "sai gon", "hn": "ha noi",
    "brvt": "ba ria vung tau", "tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "dk": "dac khu",
    "q": "quan", "p": "phuong", "h": "huyen", "x": "xa", "t": "tinh",
}  # fmt: skip
_LETTER_DIGIT = re.compile(r"\b(q|p)\.?\s*(\d+)\b")
_WORD = re.compile(r"[a-z0-9]+")
_LEADING_ZERO = re.compile(r"\b0+(\d)")


def folded(text: str) -> str:
    """Lower case without accents, tone marks and đ: "Hoà", "Hòa" and "hoa" are one. Punctuation becomes a space."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(_WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark))))


def asked(text: str) -> str:
    """What somebody typed, folded, with abbreviations written out: "q9" → "quan 9", "p vung tau" → "phuong vung tau"."""
    words = _LETTER_DIGIT.sub(r"\1 \2", folded(text)).split()
    last = len(words) - 1
    full = [
        _KINDS.get(word, word) if len(word) > 2 or place < last or last == 0 else word
        for place, word in enumerate(words)
    ]
    return _LEADING_ZERO.sub(r"\1", " ".join(full))


def parts_of(full_name: str) -> tuple[str, str]:
    """Kind and name: "Thị Xã Mường Lay" → ("Thị xã", "Mường Lay"). Sources differ in capitals, so we set them."""
    text = " ".join(full_name.split())
    for kind in ENGLISH_KINDS:
        if text.lower().startswith(f"{kind.lower()} "):
            return kind, text[len(kind) + 1 :]
    return "", text


def english(kind: str, name: str) -> str:
    """ "Vung Tau Ward"; numbered ones as "Ward 9"."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    word = ENGLISH_KINDS.get(kind, "")
    return f"{word} {plain}" if plain.isdigit() else f"{plain} {word}".strip()
