"""Generated pages are current."""

from __future__ import annotations

from pathlib import Path

from dothi.kernel import env_example, settings_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_settings_page_and_the_example_are_current() -> None:
    remedy = "run `make env-example`"
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example.render(), remedy
    assert (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8") == settings_page.render(), remedy
