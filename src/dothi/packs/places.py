"""On which line a value stands: the parsers of TOML and JSON in Python tell no positions of what they accept.

These scanners only find places. They run over text that `tomllib` or `json` has accepted already, so they need not judge
it, and whatever they do not understand ends the scan: a complaint then names the last place that is known.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from json.decoder import scanstring  # type: ignore[attr-defined]  # public in practice: json's own C scanner of a string

from dothi.kernel.pack_contents import Path

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t\r\n]*")
_BARE = re.compile(r"[^\s,\]}]+")  # a number or word of JSON
_ATOM = re.compile(r"[^,\]}\n#]+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'", re.DOTALL
)


def lines_of(name: str, text: str) -> dict[Path, int]:
    """Path → line (from 1) of everything in a JSON or TOML text."""
    scanner = (_Json if name.endswith(".json") else _Toml)(text)
    with suppress(LookupError, ValueError, RecursionError):  # what was found until there still helps
        scanner.scan()
    return scanner.found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of the nearest that it stands in: what is missing is missing there."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def written(path: Path) -> str:
    """`rule[3].condition`, as a person counts: the first is 1 (`path_of` reads it)."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[Path, int] = {}
        self._breaks = [at for at, letter in enumerate(text) if letter == "\n"]

    def scan(self) -> None:
        raise NotImplementedError

    def note(self, path: Path, at: int) -> None:
        """The first time that a path is met is where it begins."""
        self.found.setdefault(path, bisect_right(self._breaks, at - 1) + 1)

    def note_each(self, path: Path, at: int) -> None:
        for length in range(1, len(path) + 1):
            self.note(path[:length], at)

    def past(self, blank: re.Pattern[str], at: int) -> int:
        found = blank.match(self.text, at)
        return found.end() if found else at


class _Json(_Scanner):
    def scan(self) -> None:
        self.value(0, ())

    def value(self, at: int, path: Path) -> int:
        at = self.past(_SPACE, at)
        self.note(path, at)
        if self.text[at] == "{":
            return self.members(at + 1, path)
        if self.text[at] == "[":
            return self.elements(at + 1, path)
        if self.text[at] == '"':
            return int(scanstring(self.text, at + 1, True)[1])
        return self.past(_BARE, at)

    def members(self, at: int, path: Path) -> int:
        at = self.past(_SPACE, at)
        while self.text[at] != "}":
            key, end = scanstring(self.text, at + 1, True)
            self.note((*path, key), at)
            at = self.past(_SPACE, self.value(self.past(_SPACE, end) + 1, (*path, key)))
            at = self.past(_SPACE, at + 1) if self.text[at] == "," else at
        return at + 1

    def elements(self, at: int, path: Path) -> int:
        at, place = self.past(_SPACE, at), 0
        while self.text[at] != "]":
            at, place = self.past(_SPACE, self.value(at, (*path, place))), place + 1
            at = self.past(_SPACE, at + 1) if self.text[at] == "," else at
        return at + 1


class _Toml(_Scanner):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._tables: dict[Path, int] = {}  # arrays of tables → how many began already

    def scan(self) -> None:
        at = self.past(_BLANK, 0)
        base: Path = ()
        while at < len(self.text):
            if self.text.startswith("[[", at):
                key, end = self.key(at + 2)
                base, end = self.another(key), end + 2
                self.note_each(base, at)
            elif self.text[at] == "[":
                key, end = self.key(at + 1)
                base, end = self.resolved(key), end + 1
                self.note_each(base, at)
            else:
                end = self.pair(at, base)
            at = self.past(_BLANK, end)

    def resolved(self, key: Path) -> Path:
        """`[rule.name]` after `[[rule]]` speaks of the rule that began last."""
        path: Path = ()
        for part in key:
            path = (*path, part)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def another(self, key: Path) -> Path:
        path = (*self.resolved(key[:-1]), key[-1])
        self._tables[path] = self._tables.get(path, 0) + 1
        return (*path, self._tables[path] - 1)

    def key(self, at: int) -> tuple[Path, int]:
        """A dotted key and where it ends (blanks behind it included)."""
        parts: list[str] = []
        while True:
            at = self.past(_BLANK, at)
            quoted = _TEXT.match(self.text, at)
            found = quoted or _BARE_KEY.match(self.text, at)
            if found is None:
                raise ValueError(at)
            parts.append(str(tomllib.loads(f"x = {quoted[0]}")["x"]) if quoted else found[0])
            at = self.past(_BLANK, found.end())
            if not self.text.startswith(".", at):
                return tuple(parts), at
            at += 1

    def pair(self, at: int, base: Path) -> int:
        key, end = self.key(at)
        self.note_each((*base, *key), at)
        return self.value(end + 1, (*base, *key))

    def value(self, at: int, path: Path) -> int:
        at = self.past(_BLANK, at)
        self.note(path, at)
        if text := _TEXT.match(self.text, at):
            return text.end()
        if self.text[at] == "[":
            return self.elements(at + 1, path)
        if self.text[at] == "{":
            return self.members(at + 1, path)
        return self.past(_ATOM, at)

    def elements(self, at: int, path: Path) -> int:
        at, place = self.past(_BLANK, at), 0
        while self.text[at] != "]":
            at, place = self.past(_BLANK, self.value(at, (*path, place))), place + 1
            at = self.past(_BLANK, at + 1) if self.text[at] == "," else at
        return at + 1

    def members(self, at: int, path: Path) -> int:
        at = self.past(_BLANK, at)
        while self.text[at] != "}":
            at = self.past(_BLANK, self.pair(at, path))
            at = self.past(_BLANK, at + 1) if self.text[at] == "," else at
        return at + 1
