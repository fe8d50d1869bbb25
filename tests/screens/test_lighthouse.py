"""Public pages as Lighthouse judges them: the form on a slow line, and whether everybody can use each of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.testing.absent import missing
from dothi.kernel.testing.browser import executable

from .test_report_form import Told, told

__all__ = ["told"]
pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=120)]
PROGRAM = Path(__file__).parents[1] / "lighthouse/node_modules/lighthouse/cli/index.js"
# slow 3G as Chromium's own tools have it: 400 ms there and back, 400 kbit/s, a phone four times slower than this machine
SLOW_3G = (
    "--throttling.rttMs=400",
    "--throttling.throughputKbps=400",
    "--throttling.cpuSlowdownMultiplier=4",
)

USABLE_S = 2.0  # the form needs no script: it is filled in and sent as soon as it is seen
SHOWN = {"usable_s": "first-contentful-paint", "helped_s": "interactive"}


def judged(address: str, folder: Path) -> dict[str, Any]:
    """Scores 0 to 100 by category, when the page is usable and when its script helps, too (s), and what took points."""
    own = Path(sys.executable).with_name("node")  # the one that builds the web comes as a wheel
    node = str(own) if own.exists() else shutil.which("node") or missing("Node.js is not installed")
    if not PROGRAM.is_file():
        missing("Lighthouse is not installed (make lighthouse)")
    told = folder / "told.json"
    command = [
        node, str(PROGRAM), address, "--output=json", f"--output-path={told}", "--quiet", "--only-categories=performance,accessibility",
        "--throttling-method=simulate", *SLOW_3G, "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    _run(command)
    found = json.loads(told.read_text())
    wrong = [
        f"{ref['id']}: {found['audits'][ref['id']].get('displayValue', '')} {found['audits'][ref['id']].get('score')}"
        for category in found["categories"].values()
        for ref in category["auditRefs"]
        if (found["audits"][ref["id"]].get("score") or 0) < 0.9 and ref["weight"]
        and found["audits"][ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]  # fmt: skip
    scores = {name: round(category["score"] * 100) for name, category in found["categories"].items()}
    shown_s = {name: found["audits"][audit]["numericValue"] / 1000 for name, audit in SHOWN.items()}
    return scores | shown_s | {"wrong": wrong}


def _run(command: list[str]) -> None:
    """Again where Lighthouse itself asks for it: now and then it misses the beginning of its own recording (NO_NAVSTART)."""
    environment = {**os.environ, "CHROME_PATH": executable()}
    for _ in range(3):
        done = subprocess.run(
            command, check=False, timeout=300, env=environment, stderr=subprocess.PIPE, text=True
        )
        if "run Lighthouse again" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr


def test_the_form_is_quick_on_a_slow_line(city: str, told: Told, tmp_path: Path) -> None:
    """The best of three counts: what else this machine does only takes points away. Where it does more than it has processors
    for, the points say nothing of the page."""
    found = judged(f"{city}/phan-anh/moi/", tmp_path)
    assert found["accessibility"] == 100, found
    for _ in range(2):
        if _slow(found):
            found = judged(f"{city}/phan-anh/moi/", tmp_path)
    print(found)
    busy = os.getloadavg()[0]
    if _slow(found) and busy > (os.cpu_count() or 1):
        pytest.skip(
            f"{found['performance']} points, {found['usable_s']:.1f} s at load {busy:.0f}: run it alone"
        )
    assert not _slow(found), found


def _slow(found: dict[str, Any]) -> bool:
    return bool(found["performance"] < 90 or found["usable_s"] > USABLE_S)


@pytest.mark.parametrize("page", ["", "{code}/", "cua-toi/{token}/", "tai/{plate}/"])
def test_everybody_can_use_the_public_pages(city: str, told: Told, tmp_path: Path, page: str) -> None:
    found = judged(f"{city}/phan-anh/{page.format(**told._asdict())}", tmp_path)
    assert found["accessibility"] == 100, found
