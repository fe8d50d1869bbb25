"""A pack that was handed in is judged in a process of its own, with little time and memory, and without any database.

Nothing of it is parsed in a process that serves people before it was found sound here: what takes this process its whole time, or
makes it fall, is refused.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dothi.kernel import pack_files
from dothi.kernel.errors import BadRequest, Conflict
from dothi.packs.folder import LARGEST, Complaint, PackFolder, pack_of

logger = logging.getLogger(__name__)

CPU_S = 20  # the largest shipped pack takes two
WALL_S = 240  # only a machine that has no time for it takes so long: work alone is ended by CPU_S
MEMORY = 2 * 2**30  # bytes of data; the program itself takes 200 MB
LARGEST_FILE = 2 * LARGEST  # bytes that it may write
MOST_COMPLAINTS = 200
LONGEST = 300  # characters of what a complaint quotes

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judging found; nothing to complain of: it can be loaded."""

    code: str
    version: str
    complaints: list[Complaint]


def judge(texts: Texts) -> Judged:
    """Checks these files as a pack. Raises BadRequest `pack-takes-too-long` when that is more work than it may be,
    Conflict `pack-judging-no-time` when the machine did not come to do it: that says nothing against the pack."""
    told = json.dumps(
        {
            "seconds": CPU_S,
            "texts": dict(texts),
            "others": {code: dict(one) for code, one in pack_files.texts().items()},
        }
    )
    try:
        with tempfile.TemporaryDirectory(
            prefix="dothi-pack-"
        ) as private:  # samples of mappings are read from files
            done = subprocess.run(
                [sys.executable, "-m", "dothi.packs.judging"],
                input=told, capture_output=True, text=True, timeout=WALL_S, env=_surroundings(private), check=True,
            )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        logger.warning("packs: no time to judge one that was handed in")
        raise Conflict("pack-judging-no-time", minutes=max(1, round(WALL_S / 60))) from error
    except subprocess.CalledProcessError as error:
        logger.warning(
            "packs: judging one that was handed in did not end: %s", str(error.stderr or "")[-2000:]
        )
        raise BadRequest("pack-takes-too-long", seconds=CPU_S) from error
    found = json.loads(done.stdout)
    complaints = [Complaint(**one | {"path": tuple(one["path"])}) for one in found["complaints"]]
    return Judged(found["code"], found["version"], complaints)


def _surroundings(private: str) -> dict[str, str]:
    """No address of a database or of anything else, no secret: where programs are, and the one folder to write in."""
    kept = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": private,
        "TMPDIR": private,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
        "DOTHI_SECRET_KEY": "only-for-judging-" + "x" * 40,
        "OPENBLAS_NUM_THREADS": "1",
        "POLARS_MAX_THREADS": "1",
    }


def pack_handed_in(texts: Texts) -> PackFolder:
    """Under the name that it gives itself: of what is handed in there is no folder that could be named otherwise."""
    try:
        code = tomllib.loads(texts.get("pack.toml", "")).get("code", "")
    except (ValueError, RecursionError):
        code = ""
    return pack_of(code if isinstance(code, str) and len(code) <= 60 else "", texts)


def main() -> None:
    """Reads files, writes complaints."""
    told = json.load(sys.stdin)
    _bound(told["seconds"])
    import django

    django.setup()
    from dothi.packs.check import check_pack

    pack_files.come_from(pack_files.Source(lambda: True, lambda: "told", lambda: told["others"]))
    pack = pack_handed_in(told["texts"])
    complaints = check_pack(pack)[:MOST_COMPLAINTS]
    json.dump(
        {"code": pack.code, "version": pack.version[:20], "complaints": [_plain(one) for one in complaints]},
        sys.stdout,
    )


def _bound(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    os.nice(10)


def _plain(one: Complaint) -> dict[str, Any]:
    fields = {name: str(value)[:LONGEST] for name, value in one.fields.items()}
    return asdict(one) | {"fields": fields, "path": list(one.path)}


if __name__ == "__main__":
    main()
