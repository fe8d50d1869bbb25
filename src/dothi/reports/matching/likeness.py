"""How alike two texts are: by trigrams of their words without accents, so that "rac chat dong" is "Rác chất đống". Pure."""

from __future__ import annotations

from dothi.territory.names import folded

MOST_TEXT = 1_000  # signs that are compared: what is meant is said first


def trigrams(text: str) -> frozenset[str]:
    """Three letters each, words padded as PostgreSQL's pg_trgm pads them."""
    padded = (f"  {word} " for word in folded(text[:MOST_TEXT]).split())
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 nothing in common, 1 the same (Dice)."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
