"""Words that hold what somebody sent."""

from __future__ import annotations

import pytest

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import LONGEST, message_of, t, t_lazy


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
