"""What is wrong with one rule of a pack: said before anything is loaded, by the key it stands under."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.rules.actions import refuse_unverified_legal
from dothi.rules.alarms.pack_keys import check_suppress
from dothi.rules.expressions import compile_expression, duration
from dothi.rules.gathering.pack_keys import check_together
from dothi.rules.models import OWN_CODE, Kind, Severity

Complaint = tuple[str, str, dict[str, Any]]  # key in the table, message key, fields of the message

_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_REQUIRED = ("code", "valid_from", "kind", "type", "severity", "name", "source", "certainty")
_KNOWN = {
    *_REQUIRED, "condition", "clear", "for", "suppress", "when", "together", "clear_for", "attributes", "no_data_after", "owner", "legal", "armed", "words", "advice",
}  # fmt: skip
_TEXTS = ("code", "type", "source", "certainty", "owner")
_FLAGS = ("legal", "armed")
_CHOICES = {"kind": Kind.values, "severity": Severity.values, "certainty": Certainty.values}


def check_rule(table: dict[str, Any]) -> list[Complaint]:
    """All complaints about one `[[rule]]` table; empty when it can be loaded."""
    return [
        *_shape(table),
        *_sorts(table),
        *_words(table),
        *_conditions(table),
        *check_suppress(table),
        *check_together(table),
        *_legal(table),
    ]


def _shape(table: dict[str, Any]) -> Iterator[Complaint]:
    for key in _REQUIRED:
        if not table.get(key):
            yield key, "rules-check-missing", {"key": key}
    for key in sorted(set(table) - _KNOWN):
        yield key, "rules-check-unknown-key", {"key": key}
    for key, choices in _CHOICES.items():
        if key in table and table[key] not in choices:
            yield key, "rules-check-choice", {"key": key, "choices": ", ".join(choices)}
    if not _CODE.match(str(table.get("code", "a"))):
        yield "code", "rules-check-code", {"code": str(table["code"])}
    elif str(table.get("code")).startswith(OWN_CODE):
        yield "code", "rules-check-code-own", {"code": str(table["code"])}
    day = table.get("valid_from")
    if "valid_from" in table and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
        yield "valid_from", "rules-check-date", {"key": "valid_from"}


def _sorts(table: dict[str, Any]) -> Iterator[Complaint]:
    """A text, a yes or no, a list: what stands there is of the sort that the table keeps."""
    for key in _TEXTS:
        if key in table and not isinstance(table[key], str):
            yield key, "packs-check-text", {}
    for key in _FLAGS:
        if key in table and not isinstance(table[key], bool):
            yield key, "packs-check-choice", {"known": "true, false"}
    named = table.get("attributes", [])
    if not isinstance(named, list) or not all(isinstance(one, str) and one for one in named):
        yield "attributes", "packs-check-texts", {}


def _words(table: dict[str, Any]) -> Iterator[Complaint]:
    for key in ("name", "words", "advice"):
        for language in ("vi", "en"):
            said = table[key].get(language) if isinstance(table.get(key), dict) else None
            if key in table and not (isinstance(said, str) and said.strip()):
                yield key, "rules-check-language", {"key": key, "language": language}


def _conditions(table: dict[str, Any]) -> Iterator[Complaint]:
    is_threshold = table.get("kind") != Kind.NO_DATA
    needed = "condition" if is_threshold else "no_data_after"
    if not table.get(needed):
        yield needed, "rules-check-missing", {"key": needed}
    if not is_threshold and not table.get("attributes"):
        yield "attributes", "rules-check-missing", {"key": "attributes"}
    for key in ("condition", "clear"):
        if table.get(key):
            yield from _tried(key, lambda key=key: compile_expression(table[key]))
    for key in ("for", "clear_for", "no_data_after"):
        if table.get(key):
            yield from _tried(key, lambda key=key: duration(table[key]))
    if "when" in table and not (isinstance(table["when"], str) and _CODE.match(table["when"])):
        yield "when", "rules-check-when", {"when": str(table["when"])}


def _legal(table: dict[str, Any]) -> Iterator[Complaint]:
    legal, armed, certainty = (
        table.get("legal", False),
        table.get("armed", True),
        str(table.get("certainty", "")),
    )
    return _tried("armed", lambda: refuse_unverified_legal(legal=legal, armed=armed, certainty=certainty))


def _tried(key: str, attempt: Any) -> Iterator[Complaint]:
    try:
        attempt()
    except BadRequest as error:
        yield key, f"error-{error.code}", error.fields
