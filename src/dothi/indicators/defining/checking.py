"""What a definition has to say before anything is computed by it, whoever made it: a screen, a catalogue or a table."""

from __future__ import annotations

import math
import re
from typing import Any

from dothi.indicators import formulas
from dothi.indicators.models import Better, Over
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest
from dothi.packs.check import shape

WORDS = ("formula", "typed", "mean", "min", "max", "sum", "count", "share", "last")
OF_HISTORY = ("mean", "min", "max", "sum", "count", "share", "last")
ACROSS = ("sum", "mean", "min", "max", "none")  # how typed figures of several places become one
TEXTS = ("name_vi", "name_en", "source")  # what may not be empty
QUALITY = ("lowest", "highest", "most_change", "least_count")
TAKEN = ("new", "drafts", "catalogues", "imports", "use")  # addresses beside those of indicators
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,78}")


def refuse_code(code: str) -> None:
    """Raises BadRequest for what cannot be a code."""
    if not _CODE.fullmatch(code) or code in TAKEN:
        raise BadRequest("indicator-code", code=code[:80])


def refuse_unsound(fields: dict[str, Any]) -> None:
    """Raises BadRequest with the first thing that is missing or wrong in the fields of an indicator."""
    for name in TEXTS:
        if not str(fields.get(name) or "").strip():
            raise BadRequest("indicator-lacks", field=name)
    if shape.unit(fields.get("unit_code")) is not None:
        raise BadRequest("indicator-unit", unit=str(fields.get("unit_code") or ""))
    _one_of("figure", fields, WORDS)
    _one_of("over", fields, Over.values)
    _one_of("better", fields, Better.values)
    _one_of("certainty", fields, Certainty.values)
    _refuse_quality(fields.get("quality") or {})
    parameters = fields.get("parameters") or {}
    if fields["figure"] == formulas.WORD:
        _refuse_formula(fields, parameters)
    elif fields["figure"] in OF_HISTORY:
        if not fields.get("entity_type") or not fields.get("attribute"):
            raise BadRequest("indicator-lacks", field="entity_type, attribute")
        if fields["figure"] == "share" and not {"above", "at_most", "equals"} & parameters.keys():
            raise BadRequest("indicator-share-of-what")
    else:
        _refuse_typed(fields, parameters)


def _refuse_typed(fields: dict[str, Any], parameters: dict[str, Any]) -> None:
    if fields["over"] in (Over.NOW, Over.HOUR):
        raise BadRequest("indicator-typed-period")
    if parameters.get("across", "sum") not in ACROSS:
        raise BadRequest(
            "indicator-choice", field="across", value=str(parameters["across"])[:40], known=", ".join(ACROSS)
        )


def _refuse_formula(fields: dict[str, Any], parameters: dict[str, Any]) -> None:
    if error := formulas.refusal(parameters):
        raise error
    if fields["unit_code"] == "P1" and not parameters.get("denominator"):
        raise BadRequest("indicator-per-cent-of-what")


def _refuse_quality(rule: dict[str, Any]) -> None:
    for name, value in rule.items():
        if (
            name not in QUALITY
            or isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise BadRequest("indicator-quality", field=name, known=", ".join(QUALITY))
    if rule.get("lowest", -math.inf) > rule.get("highest", math.inf):
        raise BadRequest("indicator-quality", field="lowest > highest", known=", ".join(QUALITY))


def _one_of(name: str, fields: dict[str, Any], known: Any) -> None:
    if fields.get(name) not in known:
        raise BadRequest(
            "indicator-choice", field=name, value=str(fields.get(name))[:40], known=", ".join(known)
        )
