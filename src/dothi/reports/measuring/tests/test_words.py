"""What the form proposes for sentences by hand: no fall below what was seen of those that no word was tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED as PACKS
from dothi.reports.measuring import words

# of the part that no word was tuned on, one sentence below what was seen (docs/how-to/import-recorded-reports.md)
FLOORS = {"accents": (0.87, 0.97), "bare": (0.87, 0.95)}
SENTENCES = Path(__file__).parent / "data" / "sentences.csv"


@pytest.mark.django_db
def test_sentences_are_proposed_what_they_are_about_with_accents_and_without(tmp_path: Path) -> None:
    from dothi.cli.reports_ import app

    for pack in ("emergency", "urban-services", "traffic", "environment"):
        load_pack(PACKS / pack, by=None)
    told = words.sentences(SENTENCES)
    assert len(told) >= 150
    found = words.measured(told)
    sizes = {part: found[part, "accents"]["*"].n for part in words.PARTS}
    assert sum(sizes.values()) == len(told)
    for how, (first, among) in FLOORS.items():
        seen = found["test", how]["*"]
        assert seen.n == sizes["test"]
        assert seen.first >= first * seen.n
        assert seen.among >= among * seen.n
    fires = found["dev", "accents"]["urban-services.waste-fire"]
    assert fires.called == fires.first == fires.n > 0  # a stopper is the right answer
    floor = words.floor(told)
    assert floor.n == sizes["test"] and floor.among < found["test", "bare"]["*"].first
    few = tmp_path / "few.csv"
    few.write_text("\n".join(SENTENCES.read_text(encoding="utf-8-sig").splitlines()[:13]), encoding="utf-8")
    printed = CliRunner().invoke(app, ["measure", "words", str(few)])
    assert printed.exit_code == 0, printed.output
    parts = [words.part_of(one) for one in told[:12]]
    for part in words.PARTS:
        assert f"n={parts.count(part)}" in printed.output
