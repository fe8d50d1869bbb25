"""Services: the categories that a report may be about, and what each asks beside place and words.

A category whose dated row says "do not write, call" is no service: an app that offered it would cost minutes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dothi.incidents import kinds
from dothi.kernel.errors import BadRequest, NotFound
from dothi.kernel.i18n import language
from dothi.kernel.said import plain
from dothi.reports import categories
from dothi.reports.dated.handling import handling_of

_FILE = Path(__file__).with_name("attributes.toml")
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")
_LONGEST = 500


def services() -> list[dict[str, Any]]:
    """Every service, in the order of the packs."""
    return [_service(one) for one in categories.known() if not handling_of(one).stop_vi]


def known(code: str) -> str:
    """The category of a service code. Raises NotFound, BadRequest (an emergency: who to call)."""
    if not categories.is_known(code):
        raise NotFound("open311-service", service=code[:120])
    rule = handling_of(code)
    if rule.stop_vi:
        raise BadRequest("open311-stop", said=rule.stop_en if language() == "en" else rule.stop_vi)
    return code


def _service(code: str) -> dict[str, Any]:
    above = categories.lineage(code)[1:]
    return {
        "service_code": code,
        "service_name": kinds.name_of(code),
        "description": " – ".join(kinds.name_of(one) for one in (*reversed(above), code)),
        "metadata": bool(_asked(code)),
        "type": "realtime",
        "keywords": ", ".join(kinds.name_of(one) for one in above) or None,
        "group": kinds.name_of(above[-1]) if above else kinds.name_of(code),
    }


def definition(code: str) -> dict[str, Any]:
    """What a service asks. Raises NotFound."""
    return {
        "service_code": known(code),
        "attributes": [_attribute(row, order) for order, row in enumerate(_asked(code), start=1)],
    }


def answered(code: str, given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """`Question: answer`, a line each, of what was given. Raises BadRequest: a required one is missing, an answer is none of its values."""
    for row in _asked(code):
        told = [plain(one)[:_LONGEST] for one in given.get(row["code"], ()) if plain(one)]
        if not told and row["required"]:
            raise BadRequest("open311-attribute-missing", attribute=row["code"])
        if told:
            yield f"{_named(row['name'])} {', '.join(_read(row, one) for one in _few(row, told))}"


def _few(row: Mapping[str, Any], told: list[str]) -> list[str]:
    return told if row["datatype"] == "multivaluelist" else told[:1]


def _read(row: Mapping[str, Any], text: str) -> str:
    """One answer in words."""
    if values := row.get("values"):
        found = next((one for one in values if one["key"] == text), None)
        if found is None:
            raise BadRequest("open311-attribute-value", attribute=row["code"], value=text[:80])
        return _named(found)
    if row["datatype"] == "number" and not _NUMBER.fullmatch(text):
        raise BadRequest("open311-attribute-value", attribute=row["code"], value=text[:80])
    return text


def _attribute(row: Mapping[str, Any], order: int) -> dict[str, Any]:
    return {
        "variable": True,
        "code": row["code"],
        "datatype": row["datatype"],
        "required": row["required"],
        "datatype_description": None,
        "order": order,
        "description": _named(row["name"]),
        "values": [{"key": one["key"], "name": _named(one)} for one in row.get("values", ())],
    }


def _asked(code: str) -> list[Mapping[str, Any]]:
    """The rows of a category and of those above it."""
    line = categories.lineage(code)
    return [row for row in _rows() if row["category"] in line]


def _named(name: Mapping[str, str]) -> str:
    return name["en" if language() == "en" else "vi"]


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))["attribute"])
