"""What an exchange tells of its calls: `POST /api/v1/telephony/events`. What is answered with 200 is stored, and a repeat changes nothing."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from django.db import connection
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.security import APIKeyHeader, HttpBearer
from pydantic import AwareDatetime, BeforeValidator

from dothi.accounts.keys import Key, find_bearer_by, find_signer_by
from dothi.calls import rules, signing
from dothi.calls.telephony import Told, hear
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed, NotAuthenticated


class ExchangeKey(HttpBearer):
    """`Authorization: Bearer <id>.<secret>` of a key of kind telephony or admin; a sensor's key makes no telephone ring."""

    right = "key:telephony"

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        if signing.HEADER in request.headers:  # whoever signs is judged by that
            return None
        with connection.cursor() as cursor:
            return _teller(find_bearer_by(cursor, f"Bearer {token}"))


class ExchangeSignature(APIKeyHeader):
    """`X-Dothi-Signature: k=<id>,t=<seconds>,v1=<hex>`: the key's secret is not sent, and what was read on the way is of no use later."""

    right = "key:telephony"
    param_name = signing.HEADER
    openapi_description = (
        'k=<id of the key>,t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "<t>.<body>">; its key is the SHA-256 of the '
        "secret (32 bytes). It holds for five minutes (dated data)."
    )

    def authenticate(self, request: HttpRequest, key: str | None) -> Key | None:
        if key is None:
            return None
        told = signing.read(key)
        if told is None:
            raise NotAuthenticated("call-signature-wrong")
        with connection.cursor() as cursor:
            text = signing.signed_text(told.at, request.body)
            found = find_signer_by(cursor, told.key_id, text, told.v1)
        if found is None:
            raise NotAuthenticated("call-signature-wrong")
        now = clock.now()
        if abs(now.timestamp() - told.at) > rules.value("signature-s"):
            raise NotAuthenticated("call-signature-old", now=clock.iso(now))
        return _teller(found)


def _teller(key: Key | None) -> Key | None:
    """Raises NotAllowed for a key of another kind."""
    if key is not None and not key.may_tell_of_calls:
        raise NotAllowed("api-key-tells-no-calls", kind=key.kind)
    return key


def _written_out(value: object) -> object:
    """Only `2026-11-22T00:00:00+07:00` is a moment: pydantic would take `2026` for seconds since 1970."""
    if isinstance(value, str) and not re.match(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T", value):
        raise ValueError("2026-11-22T00:00:00+07:00")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
router = Router(tags=["telephony"], auth=[ExchangeKey(), ExchangeSignature()])


class Event(Schema):
    """One event of one call, as the exchange says it. Events may come late, twice and in any order."""

    event_id: Id = Field(
        description="of the exchange: the same again changes nothing", examples=["1732270000.17-1"]
    )
    call_id: Id = Field(description="of the exchange: all events of one call", examples=["1732270000.17"])
    kind: Literal["ringing", "answered", "held", "resumed", "transferred", "ended"]
    at: Moment = Field(
        description="by the exchange's clock, with its offset", examples=["2026-11-22T14:05:11+07:00"]
    )
    number_dialled: Text = Field(
        "", description="the line; one that is not known makes a call all the same", examples=["114"]
    )
    caller_number: Text = Field("", description="empty: withheld", examples=["0901234567"])
    agent: Text = Field("", description="who answered, as the exchange calls it", examples=["SIP/101"])
    to: Text = Field("", description="where it was transferred to", examples=["115"])
    cause: Text = Field("", description="why it ended", examples=["Normal Clearing"])
    said: Words = Field(
        "", description="the caller's words, where a drill or a machine at the line writes them down"
    )
    recording: Text = Field("", description="the exchange's own reference; no sound is kept here")


class Noted(Schema):
    """The call that the event belongs to, as it stands now."""

    call: str = Field(examples=["CG-2026-000123"])
    state: str = Field(description="ringing, answered, held, ended or abandoned", examples=["ringing"])


class Problem(Schema):
    """A refusal (RFC 7807), in the language of the request."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="stable, for programs", examples=["api-key-tells-no-calls"])


@router.post(
    "telephony/events",
    response={200: Noted, 400: Problem, 401: Problem, 403: Problem, 409: Problem},
    operation_id="tellOfCall",
    summary="Tell of a call",
)
def tell_of_call(request: HttpRequest, event: Event) -> dict[str, Any]:
    """Stores the event; the desks see the call at once. Exchanges that sort nothing and repeat after a time-out are welcome.

    409: one call has more events than are kept (`call-events-many`); to send it again is of no use, its first end is still taken.
    """
    key: Key = request.auth  # type: ignore[attr-defined]
    call = hear(
        Told(
            adapter=f"hook-{key.id}",  # two exchanges may count their calls alike
            event_id=event.event_id,
            call_id=event.call_id,
            kind=event.kind,
            at=event.at,
            number_dialled=event.number_dialled,
            caller_number=event.caller_number,
            recording=event.recording,
            origin=int(key.origin),
            fields=_said(event),
        )
    )
    return {"call": call.code, "state": call.state}


def _said(event: Event) -> dict[str, str]:
    return {name: text for name in ("agent", "to", "cause", "said") if (text := getattr(event, name))}
