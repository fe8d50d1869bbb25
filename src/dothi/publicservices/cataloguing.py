"""Catalogues that come as a table: versions of procedures, codes of agencies. Strict: a wrong line stops before anything is written."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dothi.accounts.models import Agency
from dothi.kernel.audit.action import action_of
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.publicservices.codes import root_first
from dothi.publicservices.models import AgencyCode, Procedure
from dothi.territory.models import Unit

_action = action_of("publicservices")
_YES = ("1", "true", "yes", "x", "có")
Made = Procedure | AgencyCode


@_action
def load_procedures(path: Path, *, by: Any = None) -> tuple[int, int]:
    """How many were added, how many stood. Raises BadRequest with the line."""
    return _load(path, _procedure, Procedure)


@_action
def load_agency_codes(path: Path, *, by: Any = None) -> tuple[int, int]:
    """As `load_procedures`."""
    return _load(path, _agency_code, AgencyCode)


def _load(path: Path, read: Callable[[dict[str, str]], Made], model: Any) -> tuple[int, int]:
    made = [one for _, one in _read(path, read)]
    standing = set(model.objects.values_list("code", "valid_from"))
    new = {(one.code, one.valid_from): one for one in made if (one.code, one.valid_from) not in standing}
    with transaction.atomic():
        model.objects.bulk_create(new.values())
    return len(new), len(made) - len(new)


def _read(path: Path, read: Callable[[dict[str, str]], Made]) -> Iterator[tuple[int, Made]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            for line, row in enumerate(rows, 2):
                try:
                    one = read({str(name): (cell or "").strip() for name, cell in row.items()})
                    one.full_clean(exclude=_left_out(one), validate_unique=False)
                except (KeyError, ValueError, TypeError, ValidationError) as error:
                    raise BadRequest(
                        "publicservices-catalogue-line", file=path.name, line=line, detail=str(error)[:200]
                    ) from error
                yield line, one
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadRequest("publicservices-catalogue-file", file=path.name, detail=str(error)[:200]) from error


def _left_out(one: Made) -> list[str]:
    """What may be left out and was: forms would ask for it."""
    return [field.name for field in one._meta.fields if field.null and getattr(one, field.attname) is None]


def _procedure(row: dict[str, str]) -> Procedure:
    return Procedure(
        code=row["code"], valid_from=_day(row["valid_from"]), valid_to=_maybe(_day, row.get("valid_to")), name_vi=row["name_vi"],
        name_en=row.get("name_en", ""), field=row.get("field", ""), agency=_agency(row.get("agency", "")), limit=row.get("limit", ""),
        fee=int(row.get("fee") or 0), online_level=row.get("online_level") or "none", payment_online=_is_so(row, "payment_online"),
        payment_integrated=_is_so(row, "payment_integrated"), published_at=_maybe(_moment, row.get("published_at")),
        basis_effective_on=_maybe(_day, row.get("basis_effective_on")), decided_at=_maybe(_moment, row.get("decided_at")),
        updated_at=_maybe(_moment, row.get("updated_at")), content_parts=int(row.get("content_parts") or 0), source=row["source"],
        certainty=row.get("certainty") or "S2",
    )  # fmt: skip


def _agency_code(row: dict[str, str]) -> AgencyCode:
    return AgencyCode(
        code=root_first(row["code"]), valid_from=_day(row["valid_from"]), valid_to=_maybe(_day, row.get("valid_to")), name=row["name"],
        parent=root_first(row.get("parent", "")), agency=_agency(row.get("agency", "")), unit=_unit(row.get("unit", "")),
        source=row["source"], certainty=row.get("certainty") or "S2",
    )  # fmt: skip


def _agency(code: str) -> Agency | None:
    found = Agency.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise ValueError(f"agency {code}")
    return found


def _unit(code: str) -> Unit | None:
    found = Unit.objects.filter(code=code).order_by("-valid_from").first() if code else None
    if code and found is None:
        raise ValueError(f"unit {code}")
    return found


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _moment(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _maybe(read: Callable[[str], Any], text: str | None) -> Any:
    return read(text) if text else None


def _is_so(row: dict[str, str], name: str) -> bool:
    return row.get(name, "").casefold() in _YES
