"""The quality scale of sources: every kind answers every rule, what counts as done can be found, and the page says the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dothi.connectors.sources import asking, quality
from dothi.connectors.sources.kinds import kinds
from dothi.connectors.sources.reference import page
from dothi.kernel.i18n import has

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "src" / "dothi" / "connectors"
KINDS = sorted(kinds())


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_answers_every_rule_and_what_is_done_can_be_found(code: str) -> None:
    answers = tomllib.loads((ROOM / code / "quality.toml").read_text(encoding="utf-8"))
    assert answers.keys() == quality.scale().keys()
    for rule in quality.of(code).rules:
        assert rule.state in quality.STATES, rule
        assert rule.state != "exempt" or rule.because, f"{code}: {rule.name} is exempt without a reason"
        if rule.state == "done":
            assert _is_there(rule.proof), f"{code}: {rule.name}: {rule.proof} does not exist"


def _is_there(proof: str) -> bool:
    """A test by its name, or a heading of a page."""
    if proof.startswith("docs/"):
        path, _, heading = proof.partition("#")
        return bool(re.search(rf"^#+ .*`{heading}`", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))
    file, _, name = proof.partition("::")
    path = ROOM / file
    return path.is_file() and bool(
        re.search(rf"^(async )?def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_has_words_for_everything_it_asks(code: str) -> None:
    kind, name = kinds()[code], code.replace("_", "-")
    wanted = [f"connectors-kind-{name}", f"connectors-kind-{name}-help"]
    for one in asking.questions(kind.settings):
        key = f"{kind.words}-{one.name.replace('_', '-')}"
        wanted += [key, *(f"{key}-{choice.lower()}" for choice in one.choices)]
    assert [key for key in wanted if not has(key)] == []


def test_the_page_says_what_the_kinds_say() -> None:
    """`python -m dothi.connectors.sources.reference > docs/reference/connectors.md` writes it anew."""
    assert (ROOT / "docs/reference/connectors.md").read_text(encoding="utf-8") == page()
