"""Words. Every text a person sees stands in a room's `strings/vi.ftl` and `strings/en.ftl` (Project Fluent).

Keys are kebab-case and begin with the room's name (`alarms-acknowledge`), `error-<code>` for errors. Vietnamese
is the first language; a key that is missing in one language is a failing test, so nothing falls back silently. Packs bring words
of their own, which come and go with them (`pack_files.py`).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType
from fluent.syntax import ast

from dothi.kernel import pack_files
from dothi.kernel.errors import DothiError

LANGUAGES = ("vi", "en")
LONGEST = 2_500  # characters of one argument: Fluent shows nothing of a longer one
_PACKAGE = Path(__file__).resolve().parent.parent


def string_files(language: str) -> list[Path]:
    """Every room's strings of one language."""
    return sorted(_PACKAGE.glob(f"**/strings/{language}.ftl"))


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in string_files(language):
        if "packs_data" not in path.parts:
            bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


@pack_files.kept
def _of_packs(language: str) -> FluentBundle:
    """The words of packs (`pack_files.words`): each under its pack's own name, so none takes the place of a room's or of
    another pack's, also where one's code begins with the other's."""
    bundle = FluentBundle([language], use_isolating=False)
    known = pack_files.words()
    for code, files in known.items():
        others = pack_files.others_below(code, known)
        resource = FluentResource(files.get(f"strings/{language}.ftl", ""))
        resource.body[:] = [one for one in resource.body if _is_own(one, code, others)]
        bundle.add_resource(resource)
    return bundle


def _is_own(entry: ast.EntryType, code: str, others: tuple[str, ...]) -> bool:
    if not isinstance(entry, ast.Message):
        return False
    return entry.id.name.startswith(f"{code}-") and not entry.id.name.startswith(others)


@pack_files.kept
def words_of_packs(language: str) -> dict[str, str]:
    """Every word of every pack by its key; one that needs arguments is left out."""
    bundle = _of_packs(language)
    patterns = ((key, bundle.get_message(key).value) for key in bundle._messages)
    return {key: str(bundle.format_pattern(pattern)[0]) for key, pattern in patterns if pattern is not None}


def language() -> str:
    """The language of the current request: `vi` or `en`."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def keys() -> list[str]:
    """Every key there is (they are equal in both languages)."""
    return sorted(_bundle("vi")._messages)


def has(key: str) -> bool:
    return bool(_bundle("vi").has_message(key) or _of_packs("vi").has_message(key))


def t(key: str, /, lang: str | None = None, **args: Any) -> str:
    """The text of `key` in `lang` (default: the request's language); the key itself when there is none."""
    bundle = _bundle(lang or language())
    if not bundle.has_message(key):
        bundle = _of_packs(lang or language())
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        return key
    text, _errors = bundle.format_pattern(pattern, {name: _said(value) for name, value in args.items()})
    return str(text)


def _said(value: object) -> object:
    """A number or a day as it is, else as it calls itself: of what it does not know Fluent writes the argument's own name."""
    if isinstance(value, int | float | Decimal | dt.date | FluentType):
        return value
    return "—" if value is None else _cut(str(value))


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


class _Lazy:
    """Resolved at display time, so that class-level labels follow the request's language."""

    def __init__(self, key: str, args: dict[str, Any]) -> None:
        self.key, self.args = key, args

    def __str__(self) -> str:
        return t(self.key, **self.args)


def t_lazy(key: str, /, **args: Any) -> str:
    """Like `t`, for labels declared at import time."""
    return lazystr(_Lazy(key, args))  # type: ignore[return-value]


def named(thing: object) -> str:
    """The name of a row in the request's language: its `name_en` where there is one, else as it calls itself (Vietnamese)."""
    english = getattr(thing, "name_en", "") if language() == "en" else ""
    return str(english or thing)


def message_of(error: DothiError, lang: str | None = None) -> str:
    """What to tell a person about this error."""
    return t(f"error-{error.code}", lang, **{name: str(value) for name, value in error.fields.items()})
