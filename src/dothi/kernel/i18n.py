"""Words. Every text a person sees stands in a room's `strings/vi.ftl` and `strings/en.ftl` (Project Fluent).

Keys are kebab-case and begin with the room's name (`alarms-acknowledge`), `error-<code>` for errors. Vietnamese
is the first language; a key that is missing in one language is a failing test, so nothing falls back silently.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language
from fluent.runtime import FluentBundle, FluentResource

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


def language() -> str:
    """The language of the current request: `vi` or `en`."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def keys() -> list[str]:
    """Every key there is (they are equal in both languages)."""
    return sorted(_bundle("vi")._messages)


def has(key: str) -> bool:
    return bool(_bundle("vi").has_message(key))


def t(key: str, /, lang: str | None = None, **args: Any) -> str:
    """The text of `key` in `lang` (default: the request's language); the key itself when there is none."""
    bundle = _bundle(lang or language())
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        return key
    shown = {name: _cut(value) if isinstance(value, str) else value for name, value in args.items()}
    text, _errors = bundle.format_pattern(pattern, shown)
    return str(text)


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
