"""The beginning of a pack: a folder that passes the check, with everything that is missing on its quality list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from dothi import __version__
from dothi.kernel.errors import BadRequest, Conflict
from dothi.packs.check import shape
from dothi.packs.folder import pack_of
from dothi.packs.quality import FILE, POINTS, State
from dothi.packs.reserved import is_reserved

_TYPE = re.compile(r"^[A-Z][A-Za-z0-9]{1,59}$")
_SEEN_BY_MACHINE = {"types", "strings", "samples", "readme"}  # what a beginning can honestly call done

_PACK = """\
# What this field is, and who answers for it. See docs/reference/packs.md for every file and key.
code = "{code}"
version = "0.1.0"
requires_dothi = "{dothi}"
judgement = "flag"   # a value that types/*.json do not allow is stored as suspect; "reject" refuses it, "none" stores it

[name]
vi = "{code}"
en = "{code}"

[description]
vi = "Lĩnh vực {code}."
en = "The field {code}."
"""
_README = """\
# {code}

What this pack owns: its entity types, where its figures come from, what is not verified yet.

Check it: `dothi pack check {code}` · see what loading would change: `dothi pack diff {code}` · load it: `dothi pack load {code}`.
"""


def new_pack(code: str, into: Path, *, type_: str = "") -> Path:
    """Makes `into/code`; with `type_` also that entity type, its words and a sample.

    Raises BadRequest for a code or type that no pack may have, Conflict when the folder exists already.
    """
    if shape.code(code):
        raise BadRequest("pack-code-shape", code=code[:80])
    if is_reserved(code):
        raise BadRequest("pack-code-reserved", code=code[:80])
    if type_ and not _TYPE.match(type_):
        raise BadRequest("pack-type-shape", name=type_[:80])
    folder = into / code
    if folder.exists():
        raise Conflict("pack-folder-exists", folder=str(folder))
    for name, text in _files(code, type_).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _files(code: str, type_: str) -> dict[str, str]:
    texts = {
        "pack.toml": _PACK.format(code=code, dothi=__version__.partition("+")[0]),
        "README.md": _README.format(code=code),
        "strings/vi.ftl": _words(code, type_, {"name": "Tên", "location": "Vị trí"}),
        "strings/en.ftl": _words(code, type_, {"name": "Name", "location": "Location"}),
    }
    if type_:
        texts[f"types/{type_}.json"] = _schema(code, type_)
        texts[f"samples/{type_}.json"] = _sample(type_)
    return texts | {FILE: _quality(code, texts)}


def _words(code: str, type_: str, attributes: Mapping[str, str]) -> str:
    lines = [f"# {code}-type-<Type>, -about, -purpose · {code}-attribute-<name>, -about"]
    if type_:
        lines.append(f"{code}-type-{type_} = {type_}")
        lines += [f"{code}-attribute-{name} = {word}" for name, word in attributes.items()]
    return "\n".join(lines) + "\n"


def _schema(code: str, type_: str) -> str:
    label = f"{code}-attribute-"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:dothi:pack:{code}:{type_}",
        "title": type_,
        "type": "object",
        "required": ["id", "type"],
        "properties": {
            "id": {"type": "string", "pattern": f"^urn:ngsi-ld:{type_}:"},
            "type": {"const": type_},
            "name": {"type": "string", "maxLength": 200, "x-label": f"{label}name"},
            "location": {
                "type": "object", "required": ["type", "coordinates"], "x-kind": "GeoProperty", "x-label": f"{label}location",
            },
        },
    }  # fmt: skip
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _sample(type_: str) -> str:
    place = {"type": "Point", "coordinates": [105.85, 21.03]}
    entity = {"id": f"urn:ngsi-ld:{type_}:mau-1", "type": type_, "name": "Mẫu", "location": place}
    return json.dumps([entity], indent=2, ensure_ascii=False) + "\n"


def _quality(code: str, texts: Mapping[str, str]) -> str:
    pack = pack_of(code, texts)
    told = ["# How far this pack has come. state: done, exempt (because = { vi, en }) or todo.\n"]
    for name, is_there in POINTS.items():
        done = name in _SEEN_BY_MACHINE and is_there(pack)
        told.append(f'[{name}]\nstate = "{State.DONE if done else State.TODO}"\n')
    return "\n".join(told)
