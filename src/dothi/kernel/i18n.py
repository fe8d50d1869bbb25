"""Words. Every text a person sees stands in a room's `strings/vi.ftl` and `strings/en.ftl` (Project Fluent).

Keys are kebab-case and begin with the room's name (`alarms-acknowledge`), `error-<code>` for errors. Vietnamese
is the first language; a key that is missing in one language is a failing test, so nothing falls back silently. Packs bring words
of their own, which come and go with them (`pack_files.py`).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language
from fluent.runtime.types import FluentType

from dothi.kernel import pack_files
from dothi.kernel.errors import DothiError
from dothi.kernel.words import Words

LANGUAGES = ("vi", "en")
LONGEST = 2_500  # characters of one argument: Fluent shows nothing of a longer one
_PACKAGE = Path(__file__).resolve().parent.parent


def string_files(language: str) -> list[Path]:
    """Every room's strings of one language."""
    return sorted(_PACKAGE.glob(f"**/strings/{language}.ftl"))


@cache
def _of_rooms(language: str) -> Words:
    words = Words(language)
    for path in string_files(language):
        if "packs_data" not in path.parts:
            words.write(path.read_text(encoding="utf-8"))
    return words


@pack_files.kept
def _of_packs(language: str) -> Words:
    """The words of packs (`pack_files.words`): each under its pack's own name, so none takes the place of a room's or of
    another pack's, also where one's code begins with the other's."""
    words, known = Words(language), pack_files.words()
    for code, files in known.items():
        others = pack_files.others_below(code, known)
        words.write(files.get(f"strings/{language}.ftl", ""), partial(_is_own, code, others))
    return words


def _is_own(code: str, others: tuple[str, ...], key: str) -> bool:
    return key.startswith(f"{code}-") and not key.startswith(others)


@pack_files.kept
def words_of_packs(language: str) -> dict[str, str]:
    """Every word of every pack by its key; one that needs arguments is left out."""
    words = _of_packs(language)
    patterns = ((key, words.get_message(key).value) for key in words.keys())  # noqa: SIM118 - no dict
    return {key: str(words.format_pattern(pattern)[0]) for key, pattern in patterns if pattern is not None}


def language() -> str:
    """The language of the current request: `vi` or `en`."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def keys() -> list[str]:
    """Every key there is (they are equal in both languages)."""
    return sorted(_of_rooms("vi").keys())


def has(key: str) -> bool:
    return bool(_of_rooms("vi").has_message(key) or _of_packs("vi").has_message(key))


def t(key: str, /, lang: str | None = None, **args: Any) -> str:
    """The text of `key` in `lang` (default: the request's language); the key itself when there is none."""
    words = _of_rooms(lang or language())
    if not words.has_message(key):
        words = _of_packs(lang or language())
    pattern = words.get_message(key).value if words.has_message(key) else None
    if pattern is None:
        return key
    text, _errors = words.format_pattern(pattern, {name: _said(value) for name, value in args.items()})
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
