"""The words of an HTML letter, as a reader sees them: without scripts, styles, what is hidden, and what it quotes of another letter. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "math"})
_ENDS_LINE = frozenset(
    {
        "br",
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "hr",
        "section",
        "article",
    }
)
_EMPTY = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "embed", "source"}
)
# how Gmail, Outlook, Apple, Yahoo, Thunderbird and Zimbra mark what they quote, and a signature
_QUOTED = re.compile(
    r"gmail_quote|gmail_extra|gmail_signature|divRplyFwdMsg|yahoo_quoted|moz-cite-prefix|moz-signature|zmail_extra|"
    r"protonmail_quote|appendonsend|OLK_SRC_BODY_SECTION"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_NOTHING = "<wbr>"  # in place of what is taken out: what stood on both sides makes no new mark
_SPACE, _LINES = re.compile(r"[^\S\n]+"), re.compile(r"\n{3,}")


def words_of(html: str) -> str:
    """Lines of text."""
    reader = _Reader()
    reader.feed(_tamed(html))
    reader.close()
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(reader.found).split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _tamed(html: str) -> str:
    """Without comments, marked sections and a tag that never ends: the parser looks for the end of each through all that follows, which
    takes minutes where there are ten thousand of them."""
    before, *rest = html.split("<!--")
    said = _NOTHING.join([before, *map(_after_comment, rest)]).replace("<![", "<wbr ")
    end = said.rfind(">") + 1
    return said[:end] + said[end:].partition("<")[0]


def _after_comment(piece: str) -> str:
    """What follows the comment that the piece begins with."""
    return piece.partition(">" if piece.startswith((">", "->")) else "-->")[2]


class _Reader(HTMLParser):
    """Counts how deep it stands in something that is left out; ends of elements that never began change nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[str] = []  # since the element that is left out began, that one first
        self._is_over = False  # Outlook marks only where the other letter begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._open:
            if tag == self._open[0]:
                self._open.append(tag)
            return
        told = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY and _is_left_out(tag, told):
            self._is_over = self._is_over or told.get("id") in ("divRplyFwdMsg", "appendonsend")
            self._open.append(tag)
        elif tag in _ENDS_LINE:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            if tag == self._open[0]:
                self._open.pop()
        elif tag in _ENDS_LINE:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._open and not self._is_over:
            self.found.append(data.replace("\n", " "))


def _is_left_out(tag: str, told: dict[str, str]) -> bool:
    marks = f"{told.get('class', '')} {told.get('id', '')}"
    return (
        tag in _SILENT
        or tag == "blockquote"
        or "hidden" in told
        or bool(_QUOTED.search(marks))
        or bool(_HIDDEN.search(told.get("style", "")))
    )
