"""pack.toml: code = folder, a version of three numbers, names in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dothi.packs.check import shape
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.reserved import is_reserved

FILE = "pack.toml"
_VERSION = re.compile(r"^\d+\.\d+\.\d+$")


def _version(value: object) -> shape.Wrong:
    return None if _VERSION.match(str(value)) else ("packs-check-version", {"value": str(value)})


def _code(value: object) -> shape.Wrong:
    if isinstance(value, str) and is_reserved(value):
        return "packs-check-code-reserved", {"code": value}
    return shape.code(value)


_SHAPE = shape.Shape(
    needed={
        "code": _code,
        "version": _version,
        "requires_dothi": _version,
        "name": shape.words,
        "description": shape.words,
    },
    allowed={
        "licence": shape.text,
        "owner": shape.text,
        "judgement": shape.one_of("none", "flag", "reject"),
        "uses": shape.texts,  # types of other packs that this one speaks of
    },
)


def check(pack: PackFolder) -> Iterator[Complaint]:
    manifest = pack.manifest
    if not manifest:
        return
    yield from _SHAPE.check(FILE, manifest, ())
    if "code" in manifest and manifest["code"] != pack.code:
        yield Complaint(
            FILE, ("code",), "packs-check-code", {"code": str(manifest["code"]), "folder": pack.code}
        )
