"""strings/{vi,en}.ftl: the same keys in both, all beginning with the pack's code, and every label that types use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dothi.packs.folder import Complaint, PackFolder

_KEY = re.compile(r"^([A-Za-z][\w-]*) *=", re.MULTILINE)


def keys_of(pack: PackFolder, language: str) -> dict[str, int]:
    """Key -> line."""
    path = pack.path / "strings" / f"{language}.ftl"
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    return {found[1]: text.count("\n", 0, found.start()) + 1 for found in _KEY.finditer(text)}


def check(pack: PackFolder) -> Iterator[Complaint]:
    vi, en = keys_of(pack, "vi"), keys_of(pack, "en")
    for one, other, language in ((vi, en, "en"), (en, vi, "vi")):
        for key in sorted(set(one) - set(other)):
            yield Complaint(f"strings/{language}.ftl", "—", "packs-check-string-missing", {"key": key})
    for key, line in vi.items():
        if not key.startswith(f"{pack.code}-"):
            yield Complaint(
                "strings/vi.ftl", str(line), "packs-check-string-prefix", {"key": key, "code": pack.code}
            )
    for name, schema in pack.below("types").items():
        wanted = [f"{pack.code}-type-{name.removesuffix('.json')}"]
        wanted += [about["x-label"] for about in schema.get("properties", {}).values() if "x-label" in about]
        for key in wanted:
            if key not in vi:
                yield Complaint("strings/vi.ftl", "—", "packs-check-string-missing", {"key": key})
