"""A language's texts by their keys, each read when it is said for the first time.

Fluent reads a file sign by sign. All rooms say half a megabyte in each language, of which a process says a few hundred sentences:
reading all of it would be the greater part of its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Message
from fluent.syntax import FluentParser, ast

# Only an entry begins at the edge of the page with a name and `=`: what goes on from a line before is indented, or closes a brace.
_ENTRY = re.compile(r"^(-?[A-Za-z][A-Za-z0-9_-]*) *=", re.MULTILINE)


class Words(FluentBundle):
    """Like Fluent's own bundle; `write` takes the place of `add_resource`."""

    def __init__(self, language: str) -> None:
        super().__init__([language], use_isolating=False)
        self._written: dict[str, str] = {}  # what nobody has said yet, as it stands in the file

    def write(self, text: str, is_ours: Callable[[str], bool] = lambda key: True) -> None:
        """Takes the entries of a file whose key is ours. Of two of one key the first holds."""
        begins = list(_ENTRY.finditer(text.replace("\r\n", "\n")))
        ends = [one.start() for one in begins[1:]] + [len(text)]
        for begin, end in zip(begins, ends, strict=True):
            if is_ours(begin[1]):
                self._written.setdefault(begin[1], begin.string[begin.start() : end])

    def keys(self) -> list[str]:
        """Every key, terms left out: those are said by others only."""
        return [key for key in self._written if not key.startswith("-")]

    def has_message(self, message_id: str) -> bool:
        return message_id in self._written

    def _lookup(self, entry_id: str, term: bool = False) -> Message:
        name = f"-{entry_id}" if term else entry_id
        if name not in self._compiled:
            entry = FluentParser().parse_entry(self._written[name])
            if isinstance(entry, ast.Junk):  # says nothing
                entry = ast.Message(ast.Identifier(entry_id))
            self._compiled[name] = self._compiler(entry)  # type: ignore[arg-type]
        return self._compiled[name]
