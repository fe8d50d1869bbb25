"""Words that hold what somebody sent."""

from __future__ import annotations

import pytest
from fluent.syntax import FluentParser, ast

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import LONGEST, message_of, t, t_lazy
from dothi.kernel.words import Words

FILE = """\
# A remark = no entry
first = Một
  hai = ba
## Group
-term = Từ
    .case = từ
choice = { $n ->
[one] a = b
   *[other] { $n } c
}
says = { -term }, { first }, { other }
other =
  .title = y
first = later
broken = { $n
last=z"""


class _Person:
    def __str__(self) -> str:
        return "Trần Thị Bình"


def test_a_very_long_argument_is_cut_and_the_sentence_still_told() -> None:
    said = message_of(NotFound("attribute-name-does-not-exist", attribute="x" * 5_000), "en")
    assert said == f"There is no entity with attribute {'x' * (LONGEST - 1)}…."


@pytest.mark.parametrize(
    ("said", "shown"), [(_Person(), "Trần Thị Bình"), (None, "—"), (3, "3"), (t_lazy("yes"), "yes")]
)
def test_what_is_neither_a_text_nor_a_number_is_called_as_it_calls_itself(said: object, shown: str) -> None:
    """Fluent would write the name of the argument: `by` in place of a person."""
    assert t("packs-handed-in-by", "en", file="a.zip", by=said).endswith(shown)


def said(words: Words, key: str) -> str | None:
    pattern = words.get_message(key).value
    return None if pattern is None else str(words.format_pattern(pattern, {"n": 2})[0])


def test_what_is_read_when_it_is_said_is_what_a_whole_reading_gives() -> None:
    words = Words("vi")
    words.write(FILE)
    whole = [one for one in FluentParser().parse(FILE).body if isinstance(one, ast.Message)]
    assert words.keys() == ["first", "choice", "says", "other", "broken", "last"]
    assert set(words.keys()) - {one.id.name for one in whole} == {"broken"}
    assert said(words, "first") == "Một\nhai = ba"
    assert said(words, "choice") == "2 c"
    assert said(words, "says") == "Từ, Một\nhai = ba, other"
    assert (said(words, "other"), said(words, "broken"), said(words, "last")) == (None, None, "z")


def test_a_file_s_entries_are_taken_by_their_key() -> None:
    words = Words("vi")
    words.write(FILE, lambda key: key == "last")
    assert words.keys() == ["last"]
    assert not words.has_message("first")
