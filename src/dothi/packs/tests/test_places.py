"""Lines of values: every value of every shipped file is found, and stands on the line that is named."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dothi.kernel.pack_contents import Path, path_of
from dothi.packs.folder import SHIPPED
from dothi.packs.places import line_of, lines_of, written

FILES = sorted((*SHIPPED.rglob("*.toml"), *SHIPPED.rglob("*.json")))


def every(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, tree
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield from every(value, (*path, key))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SHIPPED)))
def test_every_value_of_a_file_has_its_line(file: File) -> None:
    text = file.read_text(encoding="utf-8")
    tree = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    lines, rows = lines_of(file.name, text), text.splitlines()
    for path, value in every(tree):
        if path and not isinstance(path[-1], int):
            assert str(path[-1]) in rows[line_of(lines, path) - 1], path
        if isinstance(value, int) and not isinstance(value, bool):
            assert str(value) in rows[lines[path] - 1], path


HARD = """\
# [not.a.table]
a = "x # no comment" # y = 1
'b.c'."d\\u0065" = [
  1, # one
  { e = 'f]', g.h = 2026-01-01 07:00:00 },
]
text = \"\"\"
[[no]]
q = "" "\"\"\"\"
lit = '''
it's [x]
'''
[[rule]]
code = "one"
[rule.name]
vi = "Một"
[[rule]]
code = "two"
  [[rule.step]]
  n = 1
  [[rule.step]]
  n = 2
[ "x y" . z ]
end = true"""


def test_the_hard_parts_of_toml() -> None:
    tomllib.loads(HARD)
    lines = lines_of("x.toml", HARD)
    wanted: dict[Path, int] = {
        ("a",): 2, ("b.c", "de"): 3, ("b.c", "de", 0): 4, ("b.c", "de", 1, "g", "h"): 5, ("text",): 7, ("lit",): 10,
        ("rule", 0): 13, ("rule", 0, "name", "vi"): 16, ("rule", 1): 17, ("rule", 1, "step", 1, "n"): 22, ("x y", "z", "end"): 24,
    }  # fmt: skip
    assert {path: lines.get(path) for path in wanted} == wanted
    assert ("no",) not in lines
    assert ("q",) not in lines


_trees = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=6),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(_trees)
def test_every_value_of_any_json_has_a_line(tree: Any) -> None:
    for text in (json.dumps(tree), json.dumps(tree, indent=1, ensure_ascii=False)):
        lines = lines_of("x.json", text)
        assert set(lines) == {path for path, _value in every(tree)}
    indented = json.dumps(tree, indent=1)
    assert max(lines_of("x.json", indented).values()) <= indented.count("\n") + 1


def test_what_is_missing_is_missing_in_what_it_stands_in() -> None:
    assert line_of({("a",): 3, ("a", "b"): 4}, ("a", "b", "c")) == 4
    assert line_of({}, ("a",)) == 1


def test_a_path_is_written_as_people_count() -> None:
    path: Path = ("rule", 2, "name", "vi")
    assert written(path) == "rule[3].name.vi"
    assert path_of(written(path)) == path
