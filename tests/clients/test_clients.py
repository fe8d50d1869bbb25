"""Clients that others wrote work with a running system as they come: ngsildclient, FiLiP, georeport (Open311), paho-mqtt, mosquitto_pub -q 1.

The Python clients pin what we do not, so each is installed by pip into an environment of its own, in a temporary folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from dothi.kernel.engines.ports import free_port
from dothi.kernel.testing.absent import missing
from dothi.kernel.testing.system import System, running_system

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
LONG_S = 300
_NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "Could not fetch URL",
    "Temporary failure in name resolution",
)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running_system(DOTHI_EGRESS_ALLOW="127.0.0.1") as found:
        found.wait_ok(120)
        yield found


@pytest.fixture(scope="module")
def key(system: System) -> Callable[[str], str]:
    """The key of a kind, whole."""

    @cache
    def made(kind: str) -> str:
        said = system.command("apikey", "create", f"walk {kind}", "--kind", kind).stdout
        return next(word for word in said.split() if "." in word and len(word) > 40)

    return made


def install(package: str, folder: Path) -> Path:
    """The Python of a new environment that has the package; skips where pip reaches no index."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=LONG_S)
    python = folder / "bin" / "python"
    command = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--retries",
        "1",
        package,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    if done.returncode and any(sign in done.stderr for sign in _NO_NETWORK):
        missing(f"pip reaches no package index for {package}")
    assert done.returncode == 0, done.stderr
    return python


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=LONG_S)
    assert (done.returncode, done.stdout.split()[-1:]) == (0, ["done"]), done.stdout + done.stderr


def told(system: System, urn: str, key: str, level: float) -> bool:
    """Waits until the entity tells this level: what came by MQTT is in the tables a moment after it was acknowledged."""
    request = urllib.request.Request(
        f"{system.addresses.base_url}/ngsi-ld/v1/entities/{urn}?options=keyValues",
        headers={"Authorization": f"Bearer {key}"},
    )
    until, found = time.monotonic() + 60, None
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            assert error.code == 404, error.read()
        if found == {"id": urn, "type": "WalkLevel", "level": level}:
            return True
        time.sleep(0.1)
    raise AssertionError(f"{found}\n{system.output()}")


@pytest.mark.parametrize(
    ("package", "walk"), [("ngsildclient==0.5.2", "walk_ngsildclient.py"), ("filip==0.8.1", "walk_filip.py")]
)
def test_a_python_client(
    system: System, key: Callable[[str], str], tmp_path: Path, package: str, walk: str
) -> None:
    python = install(package, tmp_path / "venv")
    receiver = f"http://127.0.0.1:{free_port()}/walk"  # nobody listens there: what is told waits
    run(python, HERE / walk, system.addresses.port, key("admin"), receiver)


def test_georeport(system: System, key: Callable[[str], str], tmp_path: Path) -> None:
    """Open311 as an application of others reads it, in JSON and in XML."""
    system.command("pack", "load", "urban-services", "--yes")
    codes = [_reported(system, key("reports"), text) for text in ("Rác chất đống", "Ống nước <vỡ> & tràn")]
    with psycopg.connect(system.addresses.database_url, autocommit=True) as connection:  # as an officer would
        connection.execute("update reports_report set released_at = now(), public_text = text")
    run(
        install("georeport==0.3.1", tmp_path / "venv"),
        HERE / "walk_georeport.py",
        system.addresses.port,
        *codes,
    )


def _reported(system: System, key: str, text: str) -> str:
    said = {
        "api_key": key,
        "service_code": "urban-services.waste-left",
        "address_string": "12 Trần Phú",
        "description": text,
    }
    request = urllib.request.Request(
        f"{system.addresses.base_url}/open311/v2/requests.json", urllib.parse.urlencode(said).encode()
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.load(answer)[0]["service_request_id"])


def test_paho(system: System, key: Callable[[str], str]) -> None:
    run(sys.executable, HERE / "walk_paho.py", system.addresses.mqtt_port, key("device"))
    assert told(system, "urn:ngsi-ld:WalkLevel:paho", key("read"), 9)


def test_mosquitto_pub(system: System, key: Callable[[str], str]) -> None:
    program = shutil.which("mosquitto_pub") or missing("mosquitto_pub is not installed (mosquitto-clients)")
    name, secret = key("device").split(".", 1)
    urn = "urn:ngsi-ld:WalkLevel:mosquitto"
    message = json.dumps({"level": {"value": 4.5, "unitCode": "CMT"}})
    done = subprocess.run(
        [program, "-h", "127.0.0.1", "-p", str(system.addresses.mqtt_port), "-u", name, "-P", secret, "-q", "1",
         "-t", f"dothi/{urn}/attrs", "-m", message],
        capture_output=True, text=True, timeout=LONG_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert told(system, urn, key("read"), 4.5)
