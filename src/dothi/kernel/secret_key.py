"""The key that signs sessions and stream tickets: given, or made once in the data folder (mode 0600)."""

from __future__ import annotations

import os
import secrets

from dothi.kernel import settings
from dothi.kernel.errors import ConfigurationError


def secret_key() -> str:
    """The signing key. Raises ConfigurationError where the data folder cannot be written."""
    given: str = settings.read("SECRET_KEY")
    if given:
        return given
    path = settings.data_folder() / "secrets" / "secret_key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise ConfigurationError(
            "data-folder-not-writable", path=str(path.parent), detail=error.strerror or ""
        ) from error
