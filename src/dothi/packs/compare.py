"""What would change in a running centre if a pack were put in force, thing by thing and in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from dothi.kernel.i18n import has, language, t
from dothi.kernel.pack_contents import Path, Remark, contents
from dothi.packs.check import shape
from dothi.packs.check.strings import phrases
from dothi.packs.folder import PackFolder, pack_of
from dothi.packs.models import LoadedPack, PackEdition
from dothi.packs.profile import profile_files

LONGEST = 160  # characters of a value that is shown
_NUMBER = re.compile(r"(?<![\w.'\"])\d+(?:\.\d+)?(?![\w.])")
_TABLES = {  # folder or file → the tables in it, and what tells one from another
    "rules": ("rule", ("code", "valid_from")),
    "schedules": ("schedule", ("code", "valid_from")),
    "derived": ("derived", ("attribute", "valid_from")),
    "indicators": ("indicator", ("code", "valid_from")),
    "forms": ("form", ("code", "valid_from")),
    "sops": ("sop", ("code", "valid_from")),
    "commands": ("command", ("code", "valid_from")),
    "categories.toml": ("category", ("code",)),
    "services": ("service", ("code", "valid_from")),
    "run_cards": ("run_card", ("code", "valid_from")),
    "unit_kinds": ("unit_kind", ("code", "valid_from")),
    "status_limits": ("status_limit", ("code", "valid_from")),
    "targets": ("target", ("code", "valid_from")),
    "protocols": ("protocol", ("code", "valid_from")),
    "duplicates": ("duplicate", ("category", "valid_from")),
    "street_names": ("street", ("old", "now", "area")),
    "command_roles": ("command_role", ("code", "valid_from")),
    "near.toml": ("near", ("type",)),
    "ranges.toml": ("range", ("attribute", "valid_from")),
}
_WHOLE = {
    "pack.toml": "pack",
    "quality.toml": "quality",
    "board.toml": "board",
}

Key = tuple[str, str]  # kind of thing, what tells it from others of its kind
Leaf = dict[Path, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would be added, removed or changed; `details` are sentences in the reader's language."""

    kind: str
    code: str
    change: str
    name: str
    details: list[str] = field(default_factory=list)
    closing: int = 0  # how many open alarms end with it

    @property
    def said(self) -> str:
        return t(f"packs-diff-{self.change}", kind=t(f"packs-kind-{self.kind}"), name=self.name)


def in_force(code: str) -> PackFolder | None:
    """The pack as it holds now."""
    row = LoadedPack.objects.select_related("edition").filter(pk=code).first()
    return pack_of(code, row.edition.texts) if row and row.edition else None


def before_last(code: str) -> PackFolder | None:
    """The pack as it would hold if the last load were taken back."""
    editions = PackEdition.objects.filter(pack=code, taken_back_at=None).order_by("-number")[1:2]
    return pack_of(code, editions[0].texts) if editions else None


def differences(before: PackFolder | None, after: PackFolder) -> list[Difference]:
    """Everything that differs, kind by kind."""
    old = _things(before) if before else {}
    new = _things(after)
    remarks: dict[str, list[Remark]] = {}
    for part in contents():
        for remark in part.remarks(after.told):
            remarks.setdefault(remark.code, []).append(remark)
    found = (
        _difference(key, old.get(key), new.get(key))
        for key in [*new, *(key for key in old if key not in new)]
    )
    return [
        _remarked(one, remarks.get(one.code.split(" ")[0], [])) if one.kind == "rule" else one
        for one in found
        if one is not None
    ]


def _remarked(one: Difference, remarks: list[Remark]) -> Difference:
    said = [t(remark.key, **remark.fields) for remark in remarks]
    closing = sum(remark.closing for remark in remarks)
    return replace(one, details=[*one.details, *said], closing=closing)


def _things(pack: PackFolder) -> dict[Key, dict[str, Any]]:
    """All that a pack says, by kind and code."""
    found: dict[Key, dict[str, Any]] = {}
    for file, kind in _WHOLE.items():
        if file in pack.trees:
            found[kind, ""] = pack.trees[file]
    for name, schema in pack.types().items():
        found["type", name] = schema
    for place, (kind, keys) in _TABLES.items():
        for row in shape.every(pack, place, kind):
            found[kind, " ".join(_value(row.get(key)) for key in keys)] = row
    for row in shape.every(pack, "schedules", "day"):
        found["day", _value(row.get("date"))] = row
    for file in shape.files(pack, "words"):
        found["call-words", file.removeprefix("words/")] = pack.trees[file]
    for file in shape.files(pack, "mappings"):
        found["mapping", file.removeprefix("mappings/")] = pack.trees[file]
    for file in profile_files(pack.trees):
        found["simulator", str(pack.trees[file].get("type"))] = pack.trees[file]
    for file in shape.files(pack, "scenarios"):
        found["scenario", str(pack.trees[file].get("code"))] = pack.trees[file]
    for file in shape.files(pack, "drills"):
        found["drill", str(pack.trees[file].get("code"))] = pack.trees[file]
    for one in ("vi", "en"):
        if words := {key: phrase.text for key, phrase in phrases(pack, one).items()}:
            found["words", one] = words
    for file in pack.texts:
        if file.startswith(("samples/", "indices/")) or file.endswith(".md"):
            found["file", file] = {"": pack.texts[file]}
    return found


def _difference(key: Key, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Difference | None:
    kind, code = key
    if old == new:
        return None
    name = _name(code, new or old or {})
    if old is None or new is None:
        sentence = _in_language((new or {}).get("words") or (new or {}).get("about"))
        return Difference(kind, code, "added" if new else "removed", name, [sentence] if sentence else [])
    details = [] if kind == "file" else list(_details(_leaves(old), _leaves(new)))
    return Difference(kind, code, "changed", name, details)


def _name(code: str, thing: dict[str, Any]) -> str:
    name = _in_language(thing.get("name"))
    return f"{name} ({code})" if name and code else name or code


def _details(old: Leaf, new: Leaf) -> Iterator[str]:
    for path in [*old, *(path for path in new if path not in old)]:
        if path not in new:
            yield t("packs-diff-no-more", field=_label(path), before=_value(old[path]))
        elif path not in old:
            yield t("packs-diff-now", field=_label(path), after=_value(new[path]))
        elif old[path] != new[path]:
            yield from _changed(path, old[path], new[path])


def _changed(path: Path, old: Any, new: Any) -> Iterator[str]:
    if path[-1] in ("condition", "clear") and (limits := _limits(str(old), str(new))):
        for before, after in limits:
            yield t("packs-diff-limit", field=_label(path), before=before, after=after)
        return
    before, after = _value(old), _value(new)
    if before == after:  # only the other language, or what is cut off, differs
        yield t("packs-diff-elsewhere", field=_label(path))
    else:
        yield t("packs-diff-value", field=_label(path), before=before, after=after)


def _limits(old: str, new: str) -> list[tuple[str, str]]:
    """The numbers that differ between two conditions that are the same otherwise."""
    if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return []
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return [(_value(float(one)), _value(float(other))) for one, other in pairs if one != other]


def _leaves(value: Any, path: Path = ()) -> Leaf:
    """Path → value of everything inside; a text in two languages and a list of plain values are one value."""
    if isinstance(value, dict) and not (value and set(value) <= {"vi", "en"}):
        inside: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        inside = list(enumerate(value))
    else:
        return {path: value}
    return {place: leaf for key, one in inside for place, leaf in _leaves(one, (*path, key)).items()}


def _label(path: Path) -> str:
    """`properties.pm25.x-unitCode` → `pm25 · unit`, `step[2].within` → `step 2 · deadline`."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, int):
            parts[-1:] = [f"{parts[-1] if parts else ''} {part + 1}".strip()]
        elif part != "properties":
            parts.append(t(f"packs-field-{part}") if has(f"packs-field-{part}") else part)
    return " · ".join(parts)


def _in_language(value: Any) -> str:
    return str(value.get(language(), "")) if isinstance(value, dict) else ""


def _value(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return t("packs-yes" if value else "packs-no")
    if isinstance(value, dict):
        text = _in_language(value)
    elif isinstance(value, list):
        text = ", ".join(map(_value, value))
    elif isinstance(value, dt.date):
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, float):
        text = f"{value:g}".replace(".", "," if language() == "vi" else ".")
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
