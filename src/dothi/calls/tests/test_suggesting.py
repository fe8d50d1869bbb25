"""What the words of the shipped pack make of what callers say: two sets of sentences, one that they were tuned on, one that they were not."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from dothi.calls.understanding.lexicon import Category, Lexicon
from dothi.calls.understanding.suggesting import of_folder
from dothi.packs.folder import SHIPPED, read_pack

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return of_folder(read_pack(SHIPPED / "emergency"))


class Measured(NamedTuple):
    """`precision` of what was proposed first, `recall` of the sentences that say something."""

    precision: float
    recall: float
    missed: list[str]


def measured(lexicon: Lexicon, part: str) -> Measured:
    right = proposed = wanted = 0
    missed = []
    for line in (DATA / f"sentences_{part}.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        categories, text = line.split("\t")
        found = [one.kind.removeprefix("emergency.") for one in lexicon.suggest(text)][:1] or ["-"]
        wanted += categories != "-"
        proposed += found != ["-"]
        if found[0] in categories.split("|"):
            right += found != ["-"]
        else:
            missed.append(f"{text} → {found[0]}")
    return Measured(right / proposed, right / wanted, missed)


def test_the_sentences_that_the_words_were_tuned_on(lexicon: Lexicon) -> None:
    found = measured(lexicon, "tuned")
    assert found.missed == []


def test_sentences_written_before_the_words_and_never_tuned_to(lexicon: Lexicon) -> None:
    """Measured when the words were written: precision 0.969, recall 0.969 (95 of 98). The same hand wrote both: real calls will do worse."""
    found = measured(lexicon, "held")
    assert found.precision >= 0.95 and found.recall >= 0.95, found.missed


def test_a_phrase_that_spells_a_mask_out_speaks_and_what_only_touches_it_does_not() -> None:
    lexicon = Lexicon(
        categories={"x.weak": Category("x.weak", "low", ()), "x.fire": Category("x.fire", "high", ())}
    )
    lexicon.add_masks(["nước chảy", "bỏ chạy"])
    lexicon.add_words("x.weak", {"strong": ["nước chảy yếu"]})
    lexicon.add_words("x.fire", {"strong": ["nhà … cháy", "cháy"]})
    assert [one.kind for one in lexicon.suggest("nước chảy yếu")] == ["x.weak"]
    assert [one.kind for one in lexicon.suggest("nuoc chay yeu")] == ["x.weak"]
    assert lexicon.suggest("nước chảy") == lexicon.suggest("nha toi bo chay") == []


def first(lexicon: Lexicon, text: str) -> str:
    found = lexicon.suggest(text)
    return found[0].kind.removeprefix("emergency.") if found else "-"


@pytest.mark.parametrize(
    "text",
    [
        "cháy nhà",
        "chay nha",
        "chays nhaf",
        "cha1y nha2",
        "Cháy Nhà!!!",
        "CHÁY NHÀ",
        "cháy nhà\u200b",
        "nhà em cháy rồi",
    ],
)
def test_however_it_is_typed(lexicon: Lexicon, text: str) -> None:
    assert first(lexicon, text) == "fire-house"


@pytest.mark.parametrize(
    "text",
    [
        "cháu tôi chạy xe về nhà",  # cháu and chạy are not cháy
        "chau chay ve nha roi",
        "không phải cháy",
        "hong co chay",
        "hỏi về lớp phòng cháy chữa cháy",
        "con tôi đá bóng, quả bóng bay vào nhà",  # bóng is not bỏng
        "",
        "   ",
        "\0\ud800",
    ],
)
def test_other_words_do_not_speak(lexicon: Lexicon, text: str) -> None:
    assert not first(lexicon, text).startswith(("fire", "medical-burn"))


def test_it_says_which_words_spoke_and_what_makes_it_graver(lexicon: Lexicon) -> None:
    found = lexicon.suggest("va quẹt xe máy, một em bé bất tỉnh")[0]
    assert found.severity == "critical" and {"113", "115"} <= set(found.services)
    assert "va quẹt" in found.words or "bất tỉnh" in found.words
    assert {"unconscious", "children"} <= {seen.sign.code for seen in found.signs}
    assert next(seen.words for seen in found.signs if seen.sign.code == "unconscious") == "bất tỉnh"


def test_a_sign_that_is_denied_does_not_speak(lexicon: Lexicon) -> None:
    found = lexicon.suggest("cháy nhà nhưng không có ai mắc kẹt")[0]
    assert "trapped" not in {seen.sign.code for seen in found.signs}


def test_a_flood_of_words_is_read_to_its_limit(lexicon: Lexicon) -> None:
    assert first(lexicon, "cháy nhà " + "x" * 500_000) == "fire-house"
    assert lexicon.suggest("nhà " * 200_000) == []
