"""What a kind asks for: a frozen dataclass whose fields are declared with `ask`. The form, the checks and what is kept encrypted
all follow from that one declaration.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Settings:
        url: str = ask()
        auth: Literal["none", "basic"] = ask("none")
        password: str = ask("", secret=True, only=("auth", "basic"))

Words: `connectors-<kind>-<field>` (label), `…-help` (optional), `connectors-<kind>-<field>-<choice>`.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from dothi.kernel.errors import BadRequest

S = TypeVar("S")
_REQUIRED = dataclasses.MISSING
LONGEST = 4000  # characters of a setting: an address, a query, a certificate


@dataclass(frozen=True, slots=True)
class Ask:
    """How one setting is asked for. `only`: (other field, its values) without which this one means nothing.

    `whereto`: says where the secrets go, and how well guarded; who changes it must know them.
    """

    secret: bool = False
    whereto: bool = False
    long: bool = False
    lowest: float | None = None
    highest: float | None = None
    only: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One declared setting: `type` is text, whole, number, yes or choice."""

    name: str
    type: str
    ask: Ask
    required: bool
    default: Any
    choices: tuple[str, ...] = ()


class SettingsRefused(BadRequest):
    """Some settings cannot be: `errors` has the reason (`error-source-setting-…`) and its fields by name."""

    code = "source-settings"

    def __init__(self, errors: dict[str, tuple[str, dict[str, Any]]]) -> None:
        super().__init__(fields=", ".join(errors))
        self.errors = errors


def ask(default: Any = _REQUIRED, **how: Any) -> Any:
    """Declares a setting; without a default it must be given."""
    return dataclasses.field(default=default, metadata={"ask": Ask(**how)})


def questions(settings: type[Any]) -> tuple[Question, ...]:
    """What a kind's settings ask for, in their order."""
    types = get_type_hints(settings)
    return tuple(_question(one, types[one.name]) for one in dataclasses.fields(settings))


def _question(field: dataclasses.Field[Any], type_: Any) -> Question:
    how: Ask = field.metadata["ask"]
    choices = get_args(type_) if get_origin(type_) is Literal else ()
    name = "choice" if choices else {str: "text", int: "whole", float: "number", bool: "yes"}[type_]
    required = field.default is _REQUIRED
    return Question(field.name, name, how, required, None if required else field.default, choices)


def secrets_of(settings: type[Any]) -> frozenset[str]:
    """Names of the settings that are kept encrypted."""
    return frozenset(one.name for one in questions(settings) if one.ask.secret)


def is_elsewhere(settings: type[Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Would secrets go somewhere else than before? Another path at the same address is the same place."""
    return any(
        _place(before.get(one.name, one.default)) != _place(after.get(one.name, one.default))
        for one in questions(settings)
        if one.ask.whereto
    )


def _place(value: Any) -> Any:
    """Of an address its beginning: scheme, host and port."""
    if not isinstance(value, str) or "://" not in value:
        return value
    return value.partition("://")[0].lower(), re.split(r"[/?#\\]", value.partition("://")[2], maxsplit=1)[
        0
    ].lower()


def is_asked(question: Question, values: Mapping[str, Any]) -> bool:
    """Does it mean anything beside the others' values?"""
    if not question.ask.only:
        return True
    other, *wanted = question.ask.only
    return values.get(other) in wanted


def read(settings: type[S], given: Mapping[str, Any]) -> S:
    """The typed settings. Raises SettingsRefused with every reason; a setting's own class may add some by `wrong()`."""
    values, errors = {}, {}
    for one in questions(settings):
        if not is_asked(one, {**{q.name: q.default for q in questions(settings)}, **given}):
            values[one.name] = "" if one.required else one.default
            continue
        try:
            values[one.name] = _value(one, given.get(one.name))
        except BadRequest as refused:
            errors[one.name] = (refused.code, refused.fields)
    if not errors:
        made = settings(**values)
        wrong: Iterator[tuple[str, str, dict[str, Any]]] = getattr(made, "wrong", lambda: iter(()))()
        errors = {name: (f"source-setting-{reason}", fields) for name, reason, fields in wrong}
        if not errors:
            return made
    raise SettingsRefused(errors)


def _value(question: Question, given: Any) -> Any:
    if given in (None, ""):
        if question.required or (question.ask.secret and question.ask.only):
            raise BadRequest("source-setting-missing")
        return question.default
    return {"choice": _choice, "yes": _yes, "text": _text}.get(question.type, _number)(question, given)


def _choice(question: Question, given: Any) -> str:
    if given not in question.choices:
        raise BadRequest("source-setting-choice", known=", ".join(question.choices))
    return str(given)


def _yes(_question: Question, given: Any) -> bool:
    return given in (True, "on", "true", "yes", "1")


def _text(question: Question, given: Any) -> str:
    text = str(given) if question.ask.long else str(given).strip()
    if len(text) > LONGEST:
        raise BadRequest("source-setting-long", most=LONGEST)
    if "\0" in text or (not question.ask.long and not text.isprintable()):
        raise BadRequest("source-setting-unprintable")
    return text


def _number(question: Question, given: Any) -> int | float:
    try:
        value = int(given) if question.type == "whole" else float(str(given).replace(",", "."))
    except ValueError:
        raise BadRequest("source-setting-number") from None
    low, high = question.ask.lowest, question.ask.highest
    low, high = -math.inf if low is None else low, math.inf if high is None else high
    if (
        not -math.inf < value < math.inf or not low <= value <= high
    ):  # a whole number of 400 digits is no float
        raise BadRequest(
            "source-setting-bounds",
            lowest="−∞" if low == -math.inf else low,
            highest="∞" if high == math.inf else high,
        )
    return value
