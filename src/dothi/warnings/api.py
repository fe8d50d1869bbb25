"""Warnings for other systems and apps: /api/v1/warnings says as JSON what the CAP messages say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from dothi.accounts.callers import readers
from dothi.kernel import clock
from dothi.warnings import queries
from dothi.warnings.models import PublicWarning

PAGE, MOST = 50, 200
router = Router(tags=["warnings"], auth=readers("warnings.view"))


class Text(Schema):
    """What is said in one language."""

    language: str = Field(examples=["vi"])
    headline: str
    description: str
    instruction: str


class WarnedUnit(Schema):
    """An administrative unit with the code that it bore when the warning was made."""

    code: str = Field(examples=["26506"])
    valid_from: dt.date = Field(
        description="the day from which it bore this code: codes are used again", examples=["2025-07-01"]
    )
    name: str = Field(examples=["Phường Vũng Tàu"])


class Bulletin(Schema):
    """The bulletin from which the level of disaster risk was taken."""

    number: str
    issuer: str
    issued: dt.datetime
    entity: str = Field(description="its NGSI-LD id")
    level: int | None = Field(description="cấp độ rủi ro thiên tai, 1–5 (QĐ 18/2021/QĐ-TTg)")


class Warned(Schema):
    """One message: an alert, an update of one, or its cancellation. Words in capitals are those of CAP 1.2."""

    identifier: str = Field(examples=["CB-2026-000001"])
    sender: str
    sent: dt.datetime
    status: str = Field(description="Actual, Exercise or Test", examples=["Actual"])
    msg_type: str = Field(description="Alert, Update or Cancel", examples=["Alert"])
    in_force: bool
    ended: str = Field(
        description="why it does not hold any more: expired, updated, cancelled; empty while it holds"
    )
    references: list[str] = Field(description="identifiers of the messages that this one is about")
    event: str = Field(examples=["flood"])
    category: str = Field(examples=["Met"])
    urgency: str = Field(examples=["Expected"])
    severity: str = Field(examples=["Severe"])
    certainty: str = Field(examples=["Likely"])
    responses: list[str] = Field(examples=[["Evacuate"]])
    onset: dt.datetime | None
    expires: dt.datetime
    note: str = Field(description="why it was updated or cancelled")
    contact: str
    texts: list[Text]
    units: list[WarnedUnit]
    shapes: list[dict[str, Any]] = Field(
        description="circles (lat, lon, km) and polygons (points: [lat, lon]) beside the units"
    )
    bulletin: Bulletin | None
    cap: str = Field(description="path of the CAP message", examples=["/cap/CB-2026-000001.xml"])
    page: str = Field(description="path of the page for people", examples=["/canh-bao/CB-2026-000001/"])


class Warnings(Schema):
    """Messages, the newest first."""

    total: int
    warnings: list[Warned]


@router.get("warnings", response=Warnings, summary="List public warnings")
def warnings(
    request: HttpRequest,
    which: Annotated[
        Literal["in-force", "all"],
        Query(description="in-force: what the public must know now; all: also past ones"),
    ] = "in-force",
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """What was released, and nothing of drafts."""
    rows = queries.in_force().order_by("-sent", "-pk") if which == "in-force" else queries.past()
    return {"total": rows.count(), "warnings": [_told(one) for one in rows[offset : offset + limit]]}


@router.get("warnings/{identifier}", response=Warned, summary="Show one public warning")
def warning(
    request: HttpRequest, identifier: Annotated[str, Path(examples=["CB-2026-000001"])]
) -> dict[str, Any]:
    """One message by its identifier, also a past one."""
    return _told(queries.get_public(identifier))


def _told(one: PublicWarning) -> dict[str, Any]:
    same = (
        "sender",
        "sent",
        "status",
        "event",
        "category",
        "urgency",
        "severity",
        "certainty",
        "responses",
        "onset",
        "expires",
        "contact",
        "shapes",
    )
    return {name: getattr(one, name) for name in same} | {
        "identifier": one.code,
        "msg_type": one.kind,
        "in_force": one.state == PublicWarning.State.RELEASED and one.expires > clock.now(),
        "ended": one.ended_why or ("expired" if one.expires <= clock.now() else ""),
        "references": [one.follows.code] if one.follows else [],
        "note": one.reason,
        "texts": [
            {"language": text.language, "headline": text.headline, "description": text.description, "instruction": text.instruction}
            for text in sorted(one.texts.all(), key=lambda text: text.language, reverse=True)
        ],
        "units": [{"code": unit.code, "valid_from": unit.valid_from, "name": unit.name} for unit in sorted(one.units.all(), key=lambda unit: unit.code)],
        "bulletin": {
            "number": one.bulletin_number, "issuer": one.bulletin_issuer, "issued": one.bulletin_at, "entity": one.bulletin, "level": one.level,
        } if one.bulletin else None,
        "cap": f"/cap/{one.code}.xml",
        "page": f"/canh-bao/{one.code}/",
    }  # fmt: skip
