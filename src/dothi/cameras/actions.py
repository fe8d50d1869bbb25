"""What people do with the register: take a camera in, change it, take it out of service, say that its view is right, let others look.

Each is one transaction with its event; callers read rows through `queries` before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dothi.accounts import looks
from dothi.accounts.models import Agency, Person
from dothi.cameras import journal, secrets
from dothi.cameras.health import with_reference
from dothi.cameras.models import Camera, CameraGrant, CameraHealth, CameraPeriod, Recorder, State
from dothi.cameras.secrets import Login
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.said import plain
from dothi.territory.lookup import unit_at
from dothi.territory.models import Unit

Act = Callable[[], object]
_action = action_of("cameras")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
RESERVED = (
    "new",
    "import",
    "grants",
    "rows",
    "near",
    "beside",
    "sheet",
    "looks",
    "recorders",
)  # words of addresses
MOST_WORDS = 20  # groups, purposes


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of a camera. `unit` None: the commune that the point lies in."""

    name: str
    agency: Agency
    lon: float
    lat: float
    unit: Unit | None = None
    recorder: Recorder | None = None
    direction: int | None = None
    field_of_view: int | None = None
    groups: Sequence[str] = ()
    purposes: Sequence[str] = ()
    notice: str = ""


@_action
def take_in(
    code: str, address: str, described: Described, *, login: Login | None = None, by: Person | None
) -> Camera:
    """A camera into the register, in service at once. Raises BadRequest, NotAllowed, Conflict (the code is taken)."""
    if not CODE.fullmatch(code) or code in RESERVED:
        raise BadRequest("camera-code", code=code[:60])
    told, (address, inside) = _checked(described), secrets.split(address)
    _check_manages(told["unit_id"], described.agency.pk, by)
    locks.hold("register of cameras")
    if Camera.objects.filter(code=code).exists():
        raise Conflict("camera-code-taken", code=code)
    now, login = clock.now(), login or inside
    camera = Camera.objects.create(
        code=code, address=address, changed_at=now, changed_by=by, secret_changed_at=now if login else None, **told
    )  # fmt: skip
    if login:
        secrets.keep(camera, login)
    CameraHealth.objects.create(camera=camera, since=now, next_at=now)
    CameraPeriod.objects.create(camera=camera, state=State.UNKNOWN, began_at=now)
    journal.tell(camera, "register")
    return camera


@_action
def change(
    camera: Camera,
    address: str,
    described: Described,
    *,
    login: Login | None = None,
    by: Person | None,
    reason: str = "",
) -> Camera:
    """Describes it anew; a login that is not given stays, unless the camera is now elsewhere. Raises as `take_in`."""
    _check_manages(camera.unit_id, camera.agency_id, by)
    told, (address, inside) = _checked(described), secrets.split(address)
    _check_manages(told["unit_id"], described.agency.pk, by)
    now, login, elsewhere = clock.now(), login or inside, address != camera.address
    if elsewhere and login is None and camera.secret_changed_at is not None:
        raise BadRequest(
            "camera-login-again", camera=camera.name
        )  # else a password goes to whoever answers there
    if login:
        told["secret_changed_at"] = now
    Camera.objects.filter(pk=camera.pk).update(address=address, changed_at=now, changed_by=by, **told)
    camera.refresh_from_db()
    if login:
        secrets.keep(camera, login)
    if elsewhere:
        _begin_anew(camera, now)
        CameraHealth.objects.filter(camera=camera).update(
            newest=b"", references=b"", confirmed_at=None, confirmed_by=None
        )
    journal.tell(camera, "register")
    return camera


@_action
def switch(camera: Camera, *, on: bool, by: Person | None, reason: str = "") -> None:
    """Out of service (with a reason: it is looked at no more, by nobody) and in again. Raises NotAllowed, BadRequest, Conflict."""
    _check_manages(camera.unit_id, camera.agency_id, by)
    if not on and not plain(reason):
        raise BadRequest("camera-needs-reason", camera=camera.name)
    now = clock.now()
    if not Camera.objects.filter(pk=camera.pk, in_service=not on).update(
        in_service=on, changed_at=now, changed_by=by
    ):
        raise Conflict("camera-stands-so", camera=camera.name)
    camera.refresh_from_db()
    if on:
        _begin_anew(camera, now)
    else:  # the time out of service is no time of any state
        CameraPeriod.objects.filter(camera=camera, ended_at__isnull=True).update(ended_at=now)
    journal.tell(camera, "register")


def _begin_anew(camera: Camera, now: dt.datetime) -> None:
    """How it is, is not known until it is looked at, at once."""
    CameraHealth.objects.filter(camera=camera).update(
        state=State.UNKNOWN, since=now, trouble="", suspected="", suspected_looks=0, failures=0, next_at=now
    )
    if not camera.in_service:
        return
    CameraPeriod.objects.filter(camera=camera, ended_at__isnull=True).update(ended_at=now)
    CameraPeriod.objects.create(camera=camera, state=State.UNKNOWN, began_at=now)


@_action
def look_now(camera: Camera, *, by: Person) -> None:
    """The next look of the house is taken at once. Raises NotAllowed, Conflict (out of service)."""
    _check_manages(camera.unit_id, camera.agency_id, by)
    if not camera.in_service:
        raise Conflict("camera-out", camera=camera.name)
    CameraHealth.objects.filter(camera=camera).update(next_at=clock.now())


@_action
def confirm_view(camera: Camera, *, by: Person) -> None:
    """The view as the last look found it is right: it becomes one more reference (day and night may differ).

    Raises NotAllowed, Conflict (never looked at, or it serves no picture now).
    """
    _check_manages(camera.unit_id, camera.agency_id, by)
    health = CameraHealth.objects.select_for_update(no_key=True).get(camera=camera)
    if not health.newest or health.state not in (State.OK, State.MOVED):
        raise Conflict("camera-no-view", camera=camera.name)
    health.references = with_reference(bytes(health.references), bytes(health.newest))
    health.confirmed_at, health.confirmed_by, health.next_at = clock.now(), by, clock.now()
    health.save(update_fields=["references", "confirmed_at", "confirmed_by", "next_at"])
    journal.tell(camera, "view")


@dataclass(frozen=True, slots=True)
class Leave:
    """That `agency` may look at the cameras of `group` of `owner` for `purpose`, by `document`; `last` day included."""

    group: str
    owner: Agency
    agency: Agency
    purpose: str
    document: str
    valid_from: dt.date
    last: dt.date | None = None


@_action
def grant(leave: Leave, *, by: Person) -> CameraGrant:
    """Lets another agency look. Raises NotAllowed (only who manages every camera of the owner), BadRequest, Conflict."""
    _check_owns(leave.owner, by)
    _check_leave(leave)
    told = {"group": leave.group, "owner": leave.owner, "agency": leave.agency, "purpose": leave.purpose}
    locks.hold("leave to look at cameras")
    if CameraGrant.objects.filter(**told, valid_from=leave.valid_from).exists():
        raise Conflict("camera-granted-already", group=leave.group)
    return CameraGrant.objects.create(
        **told,
        valid_from=leave.valid_from,
        valid_to=leave.last + dt.timedelta(days=1) if leave.last else None,
        document=plain(leave.document)[:300],
        granted_by=by,
        granted_at=clock.now(),
    )


@_action
def end_grant(row: CameraGrant, *, by: Person, reason: str) -> None:
    """From today it holds no more. Raises NotAllowed, BadRequest (no reason), Conflict (over already)."""
    _check_owns(row.owner, by)
    if not plain(reason):
        raise BadRequest("camera-grant-needs-reason")
    today = clock.today()
    if row.valid_to is not None and row.valid_to <= today:
        raise Conflict("camera-grant-over")
    row.valid_to = max(today, row.valid_from)
    row.save(update_fields=["valid_to"])


def _check_leave(leave: Leave) -> None:
    if leave.owner.pk == leave.agency.pk:
        raise BadRequest("camera-grant-own")
    if not plain(leave.document):
        raise BadRequest("camera-grant-document")
    if leave.last is not None and leave.last < leave.valid_from:
        raise BadRequest("camera-grant-days")
    if not Camera.objects.filter(agency=leave.owner, groups__contains=[leave.group]).exists():
        raise BadRequest("camera-grant-group", group=leave.group[:60])
    _check_purposes([leave.purpose])


def _check_owns(owner: Agency, by: Person) -> None:
    """A grant speaks for all cameras of an owner: whoever manages only a part of them may not give it."""
    whole = (
        grant.unit_ids is None and grant.agency_id in (None, owner.pk)
        for grant in by.scope("cameras.manage").grants
    )
    if not any(whole):
        raise NotAllowed("camera-grant-not-owner", agency=owner.name_vi)


def _check_manages(unit_id: int | None, agency_id: int, by: Person | None) -> None:
    if by is not None and not by.scope("cameras.manage").covers(unit_id, agency_id):
        raise NotAllowed("camera-beyond")


def _check_purposes(codes: Sequence[str]) -> None:
    known = {one.code for one in looks.purposes("camera")} if codes else set()
    if unknown := [one for one in codes if one not in known]:
        raise BadRequest("camera-purpose", purpose=unknown[0][:60])


def _checked(told: Described) -> dict[str, Any]:
    """What a row keeps of it. Raises BadRequest."""
    if not plain(told.name):
        raise BadRequest("camera-needs-name")
    if not (-180 <= told.lon <= 180 and -90 <= told.lat <= 90):
        raise BadRequest("camera-place")
    if told.direction is not None and not 0 <= told.direction < 360:
        raise BadRequest("camera-direction")
    if told.field_of_view is not None and not 1 <= told.field_of_view <= 360:
        raise BadRequest("camera-field-of-view")
    groups, purposes = list(dict.fromkeys(told.groups)), list(dict.fromkeys(told.purposes))
    if len(groups) > MOST_WORDS or any(not CODE.fullmatch(one) for one in groups):
        raise BadRequest("camera-group")
    _check_purposes(purposes)
    kept = asdict(told) | {"groups": groups, "purposes": purposes}
    for name in ("agency", "unit", "recorder"):
        kept.pop(name)
    unit_id = told.unit.pk if told.unit else unit_at(told.lon, told.lat, clock.today()).unit_id
    return kept | {
        "name": plain(told.name)[:200],
        "notice": plain(told.notice)[:500],
        "agency_id": told.agency.pk,
        "unit_id": unit_id,
        "recorder_id": told.recorder.pk if told.recorder else None,
    }
