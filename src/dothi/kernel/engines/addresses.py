"""Where the running system answers: the environment first, else what its supervisor wrote into the data folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dothi.kernel import settings
from dothi.kernel.engines.folder import write_whole
from dothi.kernel.errors import ConfigurationError

FILE = "engines.json"
# Django wants an address even for commands that never connect (--help, makemigrations): nothing listens on port 1.
NOWHERE = "postgresql://dothi@127.0.0.1:1/dothi"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one running system; the URLs hold passwords."""

    database_url: str = field(repr=False)
    nats_url: str = field(repr=False)
    mqtt_port: int
    port: int
    bind: str = "127.0.0.1"

    @property
    def base_url(self) -> str:
        host = "127.0.0.1" if self.bind in {"0.0.0.0", "::"} else self.bind  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """What a child process needs to know."""
        return {
            "DOTHI_DATABASE_URL": self.database_url,
            "DOTHI_NATS_URL": self.nats_url,
            "DOTHI_MQTT_PORT": str(self.mqtt_port),
            "DOTHI_PORT": str(self.port),
            "DOTHI_BIND": self.bind,
        }


def path(data: Path) -> Path:
    return data / "run" / FILE


def write(data: Path, addresses: Addresses) -> None:
    """Tells the other commands (mode 0600: the file holds passwords)."""
    write_whole(path(data), json.dumps(asdict(addresses), indent=1), 0o600)


def forget(data: Path) -> None:
    path(data).unlink(missing_ok=True)


def find(data: Path | None = None) -> Addresses | None:
    """What the supervisor of this data folder wrote, if it did."""
    try:
        return Addresses(**json.loads(path(data or settings.data_folder()).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise ConfigurationError(
            "data-folder-not-writable",
            path=str(path(data or settings.data_folder())),
            detail=error.strerror or "",
        ) from error
    except (OSError, ValueError, TypeError):
        return None


def _of(name: str, member: str) -> str:
    given: str = settings.read(name)
    if given:
        return given
    found = find()
    if found is None:
        raise ConfigurationError("system-not-running", path=str(settings.data_folder()))
    value: str = getattr(found, member)
    return value


def database_url() -> str:
    """PostgreSQL's URL. Raises ConfigurationError `system-not-running`."""
    return _of("DATABASE_URL", "database_url")


def database_url_or_nowhere() -> str:
    """The same for Django's settings, which are also read where nothing runs."""
    try:
        return database_url()
    except ConfigurationError:
        return NOWHERE


def nats_url() -> str:
    """NATS's URL for our own processes. Raises ConfigurationError `system-not-running`."""
    return _of("NATS_URL", "nats_url")


def mqtt_port() -> int:
    """The MQTT port of the running system, or the declared one."""
    found = find()
    return found.mqtt_port if found else int(settings.read("MQTT_PORT"))


def port() -> int:
    """The HTTP port of the running system, or the declared one."""
    found = find()
    return found.port if found else int(settings.read("PORT"))
