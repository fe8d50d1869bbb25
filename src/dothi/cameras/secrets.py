"""User and password of a camera: encrypted by the keys of sources, joined to the address only in the process that looks."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

import msgspec

from dothi.cameras.models import Camera, CameraSecret, Recorder, RecorderSecret
from dothi.connectors.sources import keeping, secrets
from dothi.kernel.errors import BadRequest

_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}")
SCHEMES = ("rtsp", "rtsps")


class Login(msgspec.Struct, frozen=True):
    user: str
    password: str


def split(text: str) -> tuple[str, Login | None]:
    """An address as people have it (`rtsp://user:password@host/path`) → the address without login, and the login.

    Raises BadRequest `camera-address`.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadRequest("camera-address") from error
    host = parts.hostname or ""
    if parts.scheme not in SCHEMES or not _HOST.fullmatch(host) or any(sign.isspace() for sign in text):
        raise BadRequest("camera-address")
    place = f"[{host}]" if ":" in host else host
    where = f"{place}:{port}" if port else place
    plain = f"{parts.scheme}://{where}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    if "@" in plain or len(plain) > 500:
        raise BadRequest("camera-address")
    login = Login(unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return plain, login


def is_host(text: str) -> bool:
    """A name or address of a machine, and nothing else."""
    return _HOST.fullmatch(text) is not None


def keep(camera: Camera, login: Login) -> None:
    CameraSecret.objects.update_or_create(camera=camera, defaults={"token": _closed(login)})


def keep_of(recorder: Recorder, login: Login) -> None:
    RecorderSecret.objects.update_or_create(recorder=recorder, defaults={"token": _closed(login)})


def login_of(camera: Camera) -> Login | None:
    """Its own; else its recorder's, where it stands at the recorder's host. Raises SourceError when no key reads it."""
    row: CameraSecret | RecorderSecret | None = CameraSecret.objects.filter(camera=camera).first()
    if row is None and camera.recorder_id is not None:
        host = (urlsplit(camera.address).hostname or "").casefold()
        held = (
            RecorderSecret.objects.filter(recorder_id=camera.recorder_id).select_related("recorder").first()
        )
        row = held if held is not None and held.recorder.host.casefold() == host else None
    return msgspec.json.decode(secrets.decrypt(row.token), type=Login) if row else None


def _closed(login: Login) -> str:
    return secrets.encrypt(msgspec.json.encode(login).decode())


def encrypt_anew() -> int:
    """Every secret by the first key; how many."""
    return keeping.encrypt_anew(CameraSecret) + keeping.encrypt_anew(RecorderSecret)


def whole(address: str, host: str, login: Login | None) -> str:
    """The address to open: `host` resolved and checked, the login inside. Only for the process that looks; never kept or logged."""
    parts = urlsplit(address)
    place = f"[{host}]" if ":" in host else host
    where = f"{place}:{parts.port}" if parts.port else place
    inside = f"{quote(login.user, safe='')}:{quote(login.password, safe='')}@" if login else ""
    return parts._replace(netloc=inside + where).geturl()
