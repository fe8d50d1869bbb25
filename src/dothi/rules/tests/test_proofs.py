"""Proofs of rules: what a rule keeps is silent, each way of not keeping it is named by the key that shows it."""

from __future__ import annotations

import tomllib

import pytest

from dothi.kernel.pack_contents import Told
from dothi.rules.proving.packs import check

RULE = """
[[rule]]
code = "drain-high"
valid_from = 2026-01-01
kind = "threshold"
type = "Drain"
condition = "level.value >= 2.0"
clear = "level.value < 1.5"
for = "20m"
severity = "low"
source = "x"
certainty = "D"
name = { vi = "x", en = "x" }
"""
SILENCE = RULE.replace("drain-high", "drain-silent").replace('kind = "threshold"', 'kind = "no-data"')
SILENCE = SILENCE.replace('condition = "level.value >= 2.0"', 'attributes = ["level"]').replace(
    'clear = "level.value < 1.5"\n', ""
)
SILENCE = SILENCE.replace('for = "20m"', 'no_data_after = "2h"')
NIGHT = RULE.replace("drain-high", "drain-night") + 'when = "night"\n'
TWICE = RULE + RULE.replace("2026-01-01", "2026-06-01")
TOGETHER = RULE + '[rule.together]\nat_least = 3\nwithin = "30m"\narea = "unit"\n'
UNUSUAL = RULE.replace('"level.value >= 2.0"', "\"level.value > 2.0 * level.usual('4w')\"").replace(
    "1.5", "1.0"
)
GOOD = "calm = { level = [2.0, 1.9] }\nraises = { level = 2.0 }\nclears = { level = [1.7, 1.4] }\n"


def faults(rules: str, proof: str, code: str = "drain-high") -> list[tuple[str, str]]:
    """Where (below the proof) and what."""
    texts = {"rules/a.toml": rules, "proofs/a.toml": f'[[proof]]\nrule = "{code}"\n{proof}'}
    told = Told("x", "1.0.0", texts, {name: tomllib.loads(text) for name, text in texts.items()})
    return [
        (".".join(map(str, fault.path[2:])), fault.key.removeprefix("rules-proof-")) for fault in check(told)
    ]


KEPT = {
    "a duration": (RULE, GOOD, "drain-high"),
    "silence": (SILENCE, "calm = { level = 1.0 }", "drain-silent"),
    "a schedule": (NIGHT, "begins = 22:00:00\n" + GOOD, "drain-night"),
    "a day that is said": (RULE, "begins = 2026-02-17T08:00:00\n" + GOOD, "drain-high"),
    "a version that is said": (TWICE, "valid_from = 2026-06-01\n" + GOOD, "drain-high"),
    "many at once": (TOGETHER, GOOD, "drain-high"),
    "other weeks": (UNUSUAL, "usual = { level = 1.0 }\ncalm = { level = 2.0 }\nraises = { level = 2.1 }\nclears = { level = 0.9 }", "drain-high"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_the_rule_keeps_is_silent(name: str) -> None:
    rules, proof, code = KEPT[name]
    assert faults(rules, proof, code) == []


FLAWS = {
    "rings": (RULE, GOOD.replace("[2.0, 1.9]", "2.0"), "drain-high", ("calm", "rings")),
    "silent": (RULE, GOOD.replace("raises = { level = 2.0", "raises = { level = 1.9"), "drain-high", ("raises", "silent")),
    "stays": (RULE, GOOD.replace("1.4]", "1.6]"), "drain-high", ("clears", "stays")),
    "by day": (NIGHT, GOOD, "drain-night", ("raises", "silent")),
    "too long": (RULE.replace('"20m"', '"30d"'), GOOD, "drain-high", ("every", "long")),
    "no rule": (RULE, GOOD, "drain-hihg", ("rule", "no-rule")),
    "which version": (TWICE, GOOD, "drain-high", ("valid_from", "which")),
    "other attribute": (RULE, GOOD + "kept = { depth = 1.0 }", "drain-high", ("kept.depth", "not-asked")),
    "no first value": (RULE, GOOD.replace("calm = { level", "kept = { }\ncalm = { levl"), "drain-high", ("calm.levl", "not-asked")),
    "no values": (RULE, GOOD.replace("[2.0, 1.9]", "[]"), "drain-high", ("calm", "values")),
    "no rhythm": (RULE, 'every = "0m"\n' + GOOD, "drain-high", ("every", "every")),
    "no hour": (RULE, 'begins = "22:00"\n' + GOOD, "drain-high", ("begins", "begins")),
    "no weeks": (UNUSUAL, GOOD, "drain-high", ("", "usual")),
    "noise about silence": (SILENCE, "calm = { level = 1.0 }\nraises = { level = 2.0 }", "drain-silent", ("raises", "silence")),
    "half a proof": (RULE, "calm = { level = 1.0 }", "drain-high", ("", "rules-check-missing")),
}  # fmt: skip


@pytest.mark.parametrize("name", FLAWS)
def test_what_it_does_not_keep_is_named(name: str) -> None:
    rules, proof, code, expected = FLAWS[name]
    assert expected in faults(rules, proof, code)


def test_of_a_rule_that_is_wrong_itself_nothing_is_played() -> None:
    wrong = RULE.replace("level.value >= 2.0", "level.valu >= 2.0")
    assert faults(wrong, GOOD) == [("rule", "no-rule")]
