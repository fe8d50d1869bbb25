"""Words: every key stands in vi and en with the same arguments, every key that is used exists, every one that exists is used."""

from __future__ import annotations

import ast as python
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from dothi.kernel.words import Words

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dothi"
_USE = re.compile(
    r"""\bt(?:_lazy)?\(\s*["']([a-z][a-z0-9-]*)["']"""  # t("key"), t_lazy("key")
    r"""|\{%-?\s*t\s+["']([a-z][a-z0-9-]*)["']"""  # {% t "key" %}
)
_RAISED = re.compile(
    r"""(?:BadRequest|InvalidRequest|NotAuthenticated|NotAllowed|NotFound|Conflict|TooLarge|Unavailable|ConfigurationError|DothiError)"""
    r"""\(\s*["']([a-z][a-z0-9-]*)["']"""
)
_ANY_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - named by the library
        self.names.add(node.id.name)


@cache  # asked by nearly every test here
def _messages(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    text = path.read_text(encoding="utf-8")
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ast.Junk), f"{path}: cannot be parsed: {entry.content[:80]!r}"
        if isinstance(entry, ast.Message):
            variables = _Variables()
            variables.visit(entry)
            assert entry.id.name not in found, f"{path}: {entry.id.name} stands twice"
            found[entry.id.name] = variables.names
    read = Words("vi")
    read.write(text)
    assert read.keys() == list(found), f"{path}: the product finds other keys in it than Fluent"
    return found


def _rooms() -> list[Path]:
    return sorted(path.parent for path in SOURCE.glob("**/strings/*.ftl"))


@pytest.mark.parametrize("folder", sorted(set(_rooms())), ids=lambda folder: str(folder.relative_to(SOURCE)))
def test_both_languages_say_the_same_things(folder: Path) -> None:
    vi, en = _messages(folder / "vi.ftl"), _messages(folder / "en.ftl")
    assert sorted(vi) == sorted(en)
    assert {key: names for key, names in vi.items() if names != en[key]} == {}


def _words() -> list[Path]:
    """Those of the rooms: a pack's words are the pack's."""
    return sorted({folder for folder in _rooms() if "packs_data" not in folder.parts})


def _all_keys() -> set[str]:
    return {key for folder in _words() for key in _messages(folder / "vi.ftl")}


@cache
def _sources() -> dict[Path, str]:
    paths = [
        *SOURCE.glob("**/*.py"),
        *SOURCE.glob("**/*.html"),
        *(SOURCE.parents[1] / "web").glob("src/**/*.ts"),
    ]
    return {
        path: path.read_text(encoding="utf-8")
        for path in paths
        if "/tests/" not in str(path) and "/static/" not in str(path)
    }


def test_every_key_that_is_used_exists() -> None:
    """A use that ends in `-` is the beginning of keys (`t("origin-" + word)`): at least one of them must exist."""
    keys, missing = _all_keys(), []
    for path, text in _sources().items():
        used = {a or b for a, b in _USE.findall(text)}
        used |= {f"error-{code}" for code in _RAISED.findall(text)}
        missing += [
            f"{path.relative_to(SOURCE.parents[1])}: {key}"
            for key in sorted(used - keys)
            if not (key.endswith("-") and any(other.startswith(key) for other in keys))
        ]
    assert missing == []


def test_no_key_stands_in_two_rooms() -> None:
    """Of two texts with one key only one would ever be shown."""
    every = [key for folder in _words() for key in _messages(folder / "vi.ftl")]
    assert [key for key, number in Counter(every).items() if number > 1] == []


def test_every_text_is_given_its_arguments() -> None:
    """What is not given would be shown by its name. Calls that hand on a dict (`**fields`) tell nothing here."""
    wanted = {key: names for folder in _words() for key, names in _messages(folder / "vi.ftl").items()}
    lacking = [
        f"{path.relative_to(SOURCE)}:{call.lineno}: {key} lacks {', '.join(sorted(missing))}"
        for path, text in _sources().items()
        if path.suffix == ".py"
        for call in python.walk(python.parse(text))
        if isinstance(call, python.Call) and (key := _key_of(call)) in wanted
        if (missing := wanted[key] - {given.arg for given in call.keywords if given.arg})
        and all(given.arg for given in call.keywords)
    ]
    assert lacking == []


def _key_of(call: python.Call) -> str:
    """The key of the words that a call asks for: `t("key")`, or an error's code."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first = call.args[0] if call.args else None
    code = first.value if isinstance(first, python.Constant) and isinstance(first.value, str) else ""
    return code if name in ("t", "t_lazy") else f"error-{code}"


def test_no_key_is_dead() -> None:
    """A key counts as used when it, or its beginning followed by a variable part (`origin-` + word), stands in a source."""
    text = "\n".join(_sources().values())
    words = set(_ANY_KEY.findall(text))
    starts = tuple(sorted(set(re.findall(r"""["']([a-z][a-z0-9-]*-)(?:["']|\{)""", text))))
    errors = {f"error-{code}" for code in re.findall(r"""["']([a-z][a-z0-9-]+)["']""", text)}
    things = {  # the auditor's page
        f"{model._meta.app_label}-thing-{model._meta.model_name}"
        for model in apps.get_models()
        if hasattr(model, "pgh_event_model")
    }
    dead = [
        key
        for key in sorted(_all_keys() - things)
        if key not in words and key not in errors and not key.startswith(starts)
    ]
    assert dead == []
