"""Words that hold what somebody sent."""

from __future__ import annotations

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import LONGEST, message_of


def test_a_very_long_argument_is_cut_and_the_sentence_still_told() -> None:
    said = message_of(NotFound("attribute-name-does-not-exist", attribute="x" * 5_000), "en")
    assert said == f"There is no entity with attribute {'x' * (LONGEST - 1)}…."
