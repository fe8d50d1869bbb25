"""`make test-slow` reads only the files whose own text names the mark: a test marked from elsewhere would be run by nobody."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"mark\.slow")
ELSEWHERE = re.compile(r"add_marker\(.*slow|from pytest import .*\bmark\b")


def test_a_slow_test_is_marked_in_its_own_file() -> None:
    texts = {
        path: path.read_text(encoding="utf-8")
        for top in ("src/dothi", "tests")
        for path in (ROOT / top).rglob("*.py")
        if path != Path(__file__)
    }
    tests = {path for path in texts if path.name.startswith("test_")}
    assert sum(bool(NAMED.search(texts[path])) for path in tests) > 20
    assert [path for path in texts.keys() - tests if NAMED.search(texts[path])] == []
    assert [path for path in texts if ELSEWHERE.search(texts[path])] == []
