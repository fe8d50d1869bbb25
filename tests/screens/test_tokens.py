"""Every colour is measured against what it stands on, in both themes (WCAG 2.2: text 4.5, marks and controls 3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "web" / "src" / "css" / "tokens.css"
SURFACES = ("ground", "surface", "raised", "sunken", "hover", "selected")
SEVERITIES = ("critical", "high", "medium", "low", "nodata")
MEASURED = {
    "light": {
        "critical": "#b50909",
        "high": "#b34700",
        "medium": "#8a5a00",
        "low": "#0b5cad",
        "nodata": "#7a3db8",
        "normal": "#595959",
    },
    "dark": {
        "critical": "#ff6b6b",
        "high": "#ffb454",
        "medium": "#ffe066",
        "low": "#6cb6ff",
        "nodata": "#c79bff",
    },
}


def tokens(theme: str) -> dict[str, str]:
    pairs = re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS.read_text(encoding="utf-8")
    )
    return {name: light if theme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_published_figures() -> None:
    assert round(contrast("#b50909", "#ffffff"), 2) == 6.98
    assert round(contrast("#8a5a00", "#f0f0f0"), 2) == 5.20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_severities_are_the_measured_set(theme: str) -> None:
    assert {name: tokens(theme)[name] for name in MEASURED[theme]} == MEASURED[theme]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_words_can_be_read_on_every_surface(theme: str, surface: str) -> None:
    found = tokens(theme)
    worst = {name: round(contrast(found[name], found[surface]), 2) for name in ("ink", "ink-2", *SEVERITIES)}
    assert min(worst.values()) >= 4.5, worst


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_focus_and_filled_badges_stand_out(theme: str) -> None:
    found = tokens(theme)
    for surface in SURFACES:
        for mark in ("line-strong", "focus", "button"):
            assert contrast(found[mark], found[surface]) >= 3, (mark, surface)
    for severity in SEVERITIES:
        assert contrast(found["on-severity"], found[severity]) >= 4.5, severity
    assert contrast(found["on-button"], found["button"]) >= 4.5
