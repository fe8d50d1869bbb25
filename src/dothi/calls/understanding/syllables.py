"""Vietnamese words as people type them in a hurry: with accents, with some or none, with what Telex and VNI leave behind.

A syllable is its letters (`chay`), the marks that make other letters of them (`ă â đ ê ô ơ ư`, one place each) and one tone. The tone is
kept apart from where it is written: `hoà` and `hòa` are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# combining marks of NFD: tones, and those that make another letter
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"\u0306": "w", "\u0302": "^", "\u031b": "w"}
_PART = re.compile(r"[^\W_]+|[.,;:!?…\n()–—]")
_TELEX_LEFT = re.compile(r"dd|aa|ee|oo|w|[aeiouy][a-z]*[sfrxj]")
_VNI_LEFT = re.compile(r"^(?=.*[a-z])[a-z]+\d[a-z0-9]*$")
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_SYLLABLE = re.compile(
    r"^(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?$"
)

Shape = tuple[str, ...]


class Syllable(NamedTuple):
    """`letters` without any mark; `shapes` one sign a letter ("" none); `tone` "" none."""

    letters: str
    shapes: Shape
    tone: str

    @property
    def is_bare(self) -> bool:
        return not self.tone and not any(self.shapes)


class Token(NamedTuple):
    """A word of a text: as it was typed, as which syllable it is read, where it stands, and in which clause."""

    typed: str
    syllable: Syllable
    begin: int
    end: int
    clause: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    found, clause = [], 0
    for match in _PART.finditer(text):
        part = match[0]
        if part[0].isalnum():
            found.append(Token(part, read(part), match.start(), match.end(), clause))
        else:
            clause += 1
    return found


@lru_cache(maxsize=20_000)
def read(word: str) -> Syllable:
    """A word as a syllable; what Telex or VNI left in it is made out where that gives a syllable."""
    plain = _marks(word.lower())
    if plain.is_bare:
        return _telex(plain.letters) or _vni(plain.letters) or plain
    return plain


def _marks(word: str) -> Syllable:
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _SHAPES and shapes:
            shapes[-1] = _SHAPES[sign]
        elif sign == "đ":
            letters.append("d")
            shapes.append("-")
        elif not unicodedata.combining(sign):
            letters.append(sign)
            shapes.append("")
    return Syllable("".join(letters), tuple(shapes), tone)


def _telex(word: str) -> Syllable | None:
    """`chays` → cháy, `ddieenj` → điện. No Vietnamese word ends in s f r x j or holds dd, aa, ee, w: nothing is lost."""
    if not _TELEX_LEFT.search(word):
        return None
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for place, sign in enumerate(word):
        if sign in "sfrxj" and place > 0 and any(one in "aeiouy" for one in letters):
            tone = sign
        elif sign == "w" and letters:
            _horn(letters, shapes)
        elif letters and sign == letters[-1] and sign in "aeod" and not shapes[-1]:
            shapes[-1] = "-" if sign == "d" else "^"
        elif sign in "aeo" and _doubled_later(letters, sign):
            shapes[letters.index(sign)] = "^"
        elif sign == "d" and letters[:1] == ["d"] and not shapes[0] and place == len(word) - 1:
            shapes[0] = "-"
        else:
            letters.append(sign)
            shapes.append("")
    return _if_syllable(letters, shapes, tone)


def _doubled_later(letters: list[str], sign: str) -> bool:
    """The second vowel sign was typed after the end of the syllable: `diena` → diên is no word, `dienej` → điện."""
    return sign in letters and letters[-1] in "cghmnpt" and len(letters) > letters.index(sign) + 1


def _horn(letters: list[str], shapes: list[str]) -> None:
    text = "".join(letters)
    at = text.rfind("uo")
    if at >= 0:
        shapes[at] = shapes[at + 1] = "w"
        return
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in "auo":
            shapes[place] = "w"
            return


def _vni(word: str) -> Syllable | None:
    """`cha1y` → cháy, `d9ie6n5` → điện."""
    if not _VNI_LEFT.match(word):
        return None
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for sign in word:
        if not sign.isdigit():
            letters.append(sign)
            shapes.append("")
        elif sign in _VNI_TONES and any(one in "aeiouy" for one in letters):
            tone = _VNI_TONES[sign]
        elif not _vni_shape(sign, letters, shapes):
            return None
    return _if_syllable(letters, shapes, tone)


def _vni_shape(sign: str, letters: list[str], shapes: list[str]) -> bool:
    kinds = {"6": ("aeo", "^"), "7": ("ou", "w"), "8": ("a", "w"), "9": ("d", "-")}
    vowels, mark = kinds.get(sign, ("", ""))
    if sign == "7" and "uo" in "".join(letters):
        _horn(letters, shapes)
        return True
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in vowels:
            shapes[place] = mark
            return True
    return False


def _if_syllable(letters: list[str], shapes: list[str], tone: str) -> Syllable | None:
    word = "".join(letters)
    return Syllable(word, tuple(shapes), tone) if _SYLLABLE.match(word) else None


_DIALECT = {("r", "x"), ("x", "r")}  # hỏi and ngã sound alike from Huế to Cà Mau, and are written so
EXACT, HEARD, PARTLY, BARE, NOT = 1.0, 0.9, 0.7, 0.75, 0.0


@lru_cache(maxsize=50_000)
def likeness(typed: Syllable, meant: Syllable) -> float:
    """How well a typed word says the meant one: EXACT, HEARD (hỏi for ngã), PARTLY (some marks left out), BARE (all), NOT."""
    if typed.letters != meant.letters:
        return NOT
    if typed == meant:
        return EXACT
    if typed.is_bare:
        return BARE
    if any(has and has != wants for has, wants in zip(typed.shapes, meant.shapes, strict=True)):
        return NOT
    if typed.tone == meant.tone or not typed.tone:
        return PARTLY
    if (typed.tone, meant.tone) not in _DIALECT:
        return NOT
    return HEARD if typed.shapes == meant.shapes else PARTLY
