"""Others send us JSON of their own shape: `POST /api/v1/sources/{code}/readings`. What is answered with 200 is stored."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.db import connection
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.security import HttpBearer

from dothi.accounts.keys import Key, find_bearer_by
from dothi.connectors.sources import taking
from dothi.connectors.sources.kinds import Sent
from dothi.kernel.errors import NotAllowed
from dothi.kernel.i18n import t


class SendingKey(HttpBearer):
    """`Authorization: Bearer <id>.<secret>` of a key of kind write, device or admin."""

    right = "key:write"

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        with connection.cursor() as cursor:
            key = find_bearer_by(cursor, f"Bearer {token}")
        if key is not None and not key.may_write:
            raise NotAllowed("api-key-does-not-write", kind=key.kind)
        return key


router = Router(tags=["sources"], auth=SendingKey())


class Refused(Schema):
    """One refused row, or one value of a row (`column` names it)."""

    line: int = Field(description="the row, counted from 1")
    column: str
    value: str
    reason: str = Field(description="a code of ours", examples=["impossible"])
    text: str = Field(description="the same in words of the request's language")


class Taken(Schema):
    """What became of the rows that were sent: rows = stored + refused + filtered + empty."""

    rows: int = Field(examples=[24])
    stored: int = Field(examples=[23])
    refused: int = Field(examples=[1])
    filtered: int
    empty: int
    changed: int = Field(description="values that are new or corrected something; 0 for a repeat")
    dry: bool = Field(description="true: the source is being tested, nothing was stored")
    rejects: list[Refused] = Field(description="the first 50")


@router.post(
    "sources/{code}/readings",
    response={200: Taken},
    summary="Send readings to a source",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "JSON of any shape; the source's mapping says what it means",
            "content": {"application/json": {"schema": {}}},
        }
    },
)
def send_readings(request: HttpRequest, code: str) -> Taken:
    """Stores the readings in the body by the source's mapping. A repeat changes nothing."""
    assert isinstance(request.auth, Key)  # type: ignore[attr-defined]
    sent = Sent(request.body, {name: value for name, value in request.GET.items() if isinstance(value, str)})
    run = async_to_sync(taking.take)(code, request.auth, sent)  # type: ignore[attr-defined]
    tally = run.notes.counts.tally
    rejects = [
        Refused(
            line=one.line,
            column=one.column,
            value=one.value[:200],
            reason=one.reason,
            text=t(f"connectors-reject-{one.reason}"),
        )
        for one in run.notes.shown
    ]
    return Taken(
        rows=tally.rows,
        stored=tally.stored,
        refused=tally.refused,
        filtered=tally.filtered,
        empty=tally.empty,
        changed=run.notes.counts.changed,
        dry=run.source.dry,
        rejects=rejects,
    )
