"""A brand-name SMS gateway that takes messages by HTTP. Every provider calls its fields otherwise, so the form is a template:
the address, the body, where in the answer the message's id stands, and how a receipt names it.

`{to}`, `{text}`, `{id}` (ours), `{token}`, `{sender}` are written in as JSON, form or address wants them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.http import headers_of, is_address, wrong_headers
from dothi.notify.channels.kinds import Accepted, Kind, NotSent, Outgoing, Report, Request, Told
from dothi.notify.channels.posting import ask as ask_them
from dothi.notify.channels.posting import decoded, document, told_in
from dothi.notify.models import State, Way

_NUMBER = re.compile(r"\+?\d{8,15}")
_HOLE = re.compile(r"\{(to|text|id|token|sender)\}")
_DELIVERED, _FAILED = "delivered,delivrd,success,1", "failed,undeliv,rejectd,expired,2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this gateway wants to be asked, and how it answers."""

    url: str = ask(whereto=True, example="https://sms.example.vn/api/send")
    method: Literal["POST", "GET"] = ask("POST")
    body: Literal["json", "form"] = ask("json")
    template: str = ask(
        '{"to": "{to}", "from": "{sender}", "content": "{text}", "requestId": "{id}"}', long=True
    )  # fields of the body (or, for GET, of the address), as JSON with holes
    sender: str = ask("")  # the brand name
    token: str = ask("", secret=True)
    headers: str = ask("", long=True)  # `Name: value`, one a line
    bearer: bool = ask(True)  # the token goes as a bearer; else only where the template has {token}
    country: bool = ask(False)  # numbers as 84…, not 0…
    plain: bool = ask(False)  # without Vietnamese marks: one SMS holds 160 letters, not 70
    id_at: str = ask("id")  # a path in the answer: `data.messageId`
    ok_at: str = ask("")  # a path that must hold `ok_is` for a yes
    ok_is: str = ask("")
    receipt_id_at: str = ask("id")
    receipt_state_at: str = ask("status")
    receipt_delivered: str = ask(_DELIVERED)  # words, by comma
    receipt_failed: str = ask(_FAILED)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_address(self.url):
            yield "url", "address", {}
        if not isinstance(_fields_of(self.template), dict):
            yield "template", "template", {}
        yield from wrong_headers("headers", self.headers)


def _fields_of(template: str) -> Any:
    try:
        return decoded(template)
    except ValueError:
        return None


def number_of(address: str, *, country: bool) -> str:
    """As the gateway wants it. Raises NotSent."""
    digits = re.sub(r"[\s.()-]", "", address)
    if not _NUMBER.fullmatch(digits):
        raise NotSent("address", permanent=True)
    if country and digits.startswith("0"):
        return "84" + digits[1:]
    return digits


def without_marks(text: str) -> str:
    """ "Đường bị ngập" → "Duong bi ngap"."""
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in split if not unicodedata.combining(one))


async def send(one: Outgoing, settings: Settings) -> Accepted:
    fields = _filled(_fields_of(settings.template), _holes(one, settings))
    headers = {"Accept": "application/json", **headers_of(settings.headers)}
    if settings.bearer and settings.token:
        headers["Authorization"] = f"Bearer {settings.token}"
    url, body = settings.url, None
    if settings.method == "GET":
        url += ("&" if "?" in url else "?") + _form(fields)
    elif settings.body == "form":
        headers["Content-Type"], body = "application/x-www-form-urlencoded", _form(fields).encode()
    else:
        headers["Content-Type"], body = "application/json", msgspec.json.encode(fields)
    headers["Idempotency-Key"] = one.key
    told = document(await ask_them(settings.method, url, headers=headers, body=body))
    if settings.ok_at and str(at(told, settings.ok_at)) != settings.ok_is:
        raise NotSent("refused", str(told), permanent=True)
    return Accepted(str(at(told, settings.id_at) or one.key))


def _holes(one: Outgoing, settings: Settings) -> dict[str, str]:
    text = " ".join(part for part in (one.text, one.link) if part)
    return {
        "to": number_of(one.address, country=settings.country),
        "text": without_marks(text) if settings.plain else text,
        "id": one.key,
        "token": settings.token,
        "sender": settings.sender,
    }


def _filled(value: Any, holes: dict[str, str]) -> Any:
    """The template with what stands in its holes: filled after it was read, so no text of ours changes its form."""
    if isinstance(value, str):
        return _HOLE.sub(lambda found: holes[found[1]], value)
    if isinstance(value, dict):
        return {name: _filled(one, holes) for name, one in value.items()}
    return [_filled(one, holes) for one in value] if isinstance(value, list) else value


def _form(fields: dict[str, Any]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(str(value), safe='')}" for name, value in fields.items())


def at(told: Any, path: str) -> Any:
    """What stands at `data.0.id`; None: nothing."""
    for step in path.split("."):
        if isinstance(told, dict):
            told = told.get(step)
        elif isinstance(told, list) and step.isdigit() and int(step) < len(told):
            told = told[int(step)]
        else:
            return None
    return told


def read(request: Request, settings: Settings) -> list[Report]:
    """One receipt, or a list of them, as JSON, form or address."""
    told = _told(request)
    return [
        report for one in (told if isinstance(told, list) else [told]) if (report := _report(one, settings))
    ]


def _told(request: Request) -> Any:
    return told_in(request) if request.body else dict(request.query)


def _report(one: Any, settings: Settings) -> Report | None:
    """A state that nobody configured (queued, buffered) says nothing yet."""
    key, said = at(one, settings.receipt_id_at), str(at(one, settings.receipt_state_at) or "")
    if key in (None, ""):
        raise Told(400)
    words = {word.strip().lower(): state
             for state, listed in ((State.FAILED, settings.receipt_failed), (State.DELIVERED, settings.receipt_delivered))
             for word in listed.split(",")}  # fmt: skip
    state = words.get(said.strip().lower())
    return Report(str(key), state, said) if state else None


KIND = Kind("sms_http", Way.SMS, Settings, send, read=read)
