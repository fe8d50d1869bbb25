"""Recorders and management systems of agencies: taken in, described anew, asked whether they answer.

A recorder's login serves those of its cameras that have none of their own and stand at its host; it is sent nowhere else.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from dothi.accounts.models import Agency, Person
from dothi.cameras import secrets
from dothi.cameras.actions import CODE, RESERVED
from dothi.cameras.models import CameraHealth, Recorder, State
from dothi.cameras.queries import said
from dothi.cameras.reaching import address_at
from dothi.cameras.secrets import Login
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed, NotFound
from dothi.kernel.said import plain

ASKED_S = 4.0  # one thread of the people door waits so long at most
_QUESTION = "OPTIONS rtsp://{host}:{port}/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"
_LONGEST = 2_000
_action = action_of("cameras")


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a recorder. Without `host` it only groups cameras that answer elsewhere."""

    name: str
    agency: Agency
    kind: str = Recorder.Kind.NVR
    host: str = ""
    port: int = 554


def visible(person: Person, permission: str = "cameras.manage") -> QuerySet[Recorder]:
    """Recorders whose register a person keeps, each with `many` cameras and how many of them are in trouble (`troubled`)."""
    rows = person.scope(permission).restrict(Recorder.objects.select_related("agency"), "agency__unit_id")
    in_service = Q(cameras__in_service=True)
    well = Q(cameras__health__state__in=[State.OK, State.UNKNOWN])
    return rows.annotate(
        many=Count("cameras", filter=in_service), troubled=Count("cameras", filter=in_service & ~well)
    ).order_by("name", "code")


def matching(rows: QuerySet[Recorder], words: str) -> QuerySet[Recorder]:
    """Those whose code, name or host has all of these words, accents or not."""
    return rows.alias(said=said("code", "name", "host")).filter(said__contains=words) if words else rows


def get_recorder(code: str, person: Person) -> Recorder:
    """Raises NotFound: there is none, or not of an agency whose register this person keeps."""
    found = visible(person).filter(code=code).first()
    if found is None:
        raise NotFound("recorder-does-not-exist", recorder=code[:60])
    return found


@_action
def take_in(code: str, told: Told, *, login: Login | None = None, by: Person | None) -> Recorder:
    """A recorder into the register. Raises BadRequest, NotAllowed, Conflict (the code is taken)."""
    if not CODE.fullmatch(code) or code in RESERVED:
        raise BadRequest("camera-code", code=code[:60])
    _check(told, login, by)
    locks.hold("register of cameras")
    if Recorder.objects.filter(code=code).exists():
        raise Conflict("recorder-code-taken", code=code)
    recorder = Recorder.objects.create(
        code=code, name=plain(told.name)[:200], kind=told.kind, host=told.host, port=told.port, agency=told.agency,
        secret_changed_at=clock.now() if login else None,
    )  # fmt: skip
    if login:
        secrets.keep_of(recorder, login)
    return recorder


@_action
def change(recorder: Recorder, told: Told, *, login: Login | None = None, by: Person | None) -> Recorder:
    """Describes it anew; a login that is not given stays, unless the recorder is now elsewhere. Raises as `take_in`."""
    _check_keeps(recorder.agency, by)
    _check(told, login, by)
    elsewhere = (told.host, told.port) != (recorder.host, recorder.port)
    if elsewhere and login is None and recorder.secret_changed_at is not None:
        raise BadRequest("camera-login-again", camera=recorder.name)
    recorder.name, recorder.kind, recorder.agency = plain(told.name)[:200], told.kind, told.agency
    recorder.host, recorder.port = told.host, told.port
    if login:
        recorder.secret_changed_at = clock.now()
        secrets.keep_of(recorder, login)
    recorder.save()
    return recorder


def _check(told: Told, login: Login | None, by: Person | None) -> None:
    _check_keeps(told.agency, by)
    if not plain(told.name):
        raise BadRequest("recorder-needs-name")
    if told.host and not secrets.is_host(told.host):
        raise BadRequest("recorder-host")
    if login and not told.host:
        raise BadRequest("recorder-login-needs-host")


def _check_keeps(agency: Agency, by: Person | None) -> None:
    if by is not None and not by.scope("cameras.manage").covers(agency.unit_id, agency.pk):
        raise NotAllowed("camera-beyond")


def ask(recorder: Recorder) -> str:
    """Does it answer? A word: `answers`, or a trouble as of cameras. Its cameras are looked at again at once.

    No login is sent: whether one is right is seen by the looks at its cameras.
    """
    now = clock.now()
    CameraHealth.objects.filter(camera__recorder=recorder, camera__in_service=True).update(next_at=now)
    if not recorder.host:
        return "no-host"
    try:
        return asyncio.run(asyncio.wait_for(_asked(recorder.host, recorder.port), ASKED_S))
    except DothiError:
        return "forbidden"
    except socket.gaierror:
        return "no-such-host"
    except OSError:  # also TimeoutError
        return "no-answer"


async def _asked(host: str, port: int) -> str:
    reader, writer = await asyncio.open_connection(await address_at(host, port), port)
    try:
        place = f"[{host}]" if ":" in host else host
        writer.write(_QUESTION.format(host=place, port=port).encode())
        await writer.drain()
        line = await reader.read(_LONGEST)
    finally:
        writer.close()
    return "answers" if line.startswith(b"RTSP/1.") else "undecodable"
