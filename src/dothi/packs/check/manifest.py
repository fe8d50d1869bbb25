"""pack.toml: code = folder, a version of three numbers, names in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dothi.packs.folder import Complaint, PackFolder

FILE = "pack.toml"
_KNOWN = {"code", "version", "requires_dothi", "licence", "owner", "name", "description", "judgement"}
_JUDGEMENTS = ("none", "flag", "reject")
_VERSION = re.compile(r"^\d+\.\d+\.\d+$")


def check(pack: PackFolder) -> Iterator[Complaint]:
    manifest = pack.manifest
    if not manifest:
        return
    for key in sorted(set(manifest) - _KNOWN):
        yield Complaint(FILE, key, "packs-check-unknown-key", {"known": ", ".join(sorted(_KNOWN))})
    if manifest.get("code") != pack.code:
        yield Complaint(
            FILE, "code", "packs-check-code", {"code": str(manifest.get("code")), "folder": pack.code}
        )
    for key in ("version", "requires_dothi"):
        if not _VERSION.match(str(manifest.get(key, ""))):
            yield Complaint(FILE, key, "packs-check-version", {"value": str(manifest.get(key, ""))})
    for key in ("name", "description"):
        for language in ("vi", "en"):
            if not isinstance(manifest.get(key), dict) or not manifest[key].get(language):
                yield Complaint(FILE, f"{key}.{language}", "packs-check-language", {"language": language})
    if manifest.get("judgement", "none") not in _JUDGEMENTS:
        yield Complaint(FILE, "judgement", "packs-check-choice", {"known": ", ".join(_JUDGEMENTS)})
