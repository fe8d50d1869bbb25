"""Words that hold no phrase: what they hint at, how loud, and with which reason."""

from __future__ import annotations

import pytest

from dothi.calls.understanding.hinting import Hints


@pytest.fixture
def hints() -> Hints:
    taught = Hints()
    for kind, said in (
        ("leak", "ống nước … vỡ"),
        ("leak", "vỡ ống cấp nước giữa đường"),
        ("pole", "cột điện nghiêng"),
        ("pole", "cột điện gãy giữa đường"),
        ("lamp", "đèn đường không sáng"),
        ("fish", "cá chết nổi trắng kênh"),
    ):
        taught.teach(kind, said)
    return taught


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("trụ cột điện ở đầu ngõ sắp ngã", "pole"),
        ("tru cot dien o dau ngo sap nga", "pole"),
        ("Vỡ rồi, cái ống nước!", "leak"),
        ("thấy cá nổi trắng cả lên", "fish"),
    ],
)
def test_pairs_and_words_hint_at_what_they_were_taught_with(hints: Hints, text: str, kind: str) -> None:
    found = hints.suggest(text)
    assert found[0].kind == kind
    assert found[0].words
    assert all(word in text for word in found[0].words)


@pytest.mark.parametrize("text", ["", "!!!", "không thấy ai ở đây cả", "hello there", "12345"])
def test_what_stands_in_any_sentence_hints_at_nothing(hints: Hints, text: str) -> None:
    assert hints.suggest(text) == []


def test_a_word_with_other_accents_is_another_word(hints: Hints) -> None:
    assert hints.suggest("cà chèt nội trạng") == []


def test_what_many_share_says_little_and_teaching_goes_on(hints: Hints) -> None:
    def fish() -> float:
        return next((one.score for one in hints.suggest("cá chết nổi trắng") if one.kind == "fish"), 0.0)

    alone = fish()
    for kind in ("boat", "rubbish", "oil"):
        hints.teach(kind, "cá nổi trên kênh trắng")
    assert 0 < fish() < alone
