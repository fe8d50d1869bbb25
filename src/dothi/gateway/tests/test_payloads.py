"""Entities of Smart Data Models are accepted, stored and told again as they came: normalized and key-values (CIM 009 §4.5.1-4.5.4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

FOLDER = Path(__file__).parent / "payloads"
SUBJECTS = {"environment", "transportation", "waste", "water", "energy", "alert"}
Entity = dict[str, Any]


def _read(name: str) -> Entity:
    found: Entity = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def test_every_subject_is_there_in_both_forms() -> None:
    for normalized in (True, False):
        found = {name.partition("-")[0] for name in NAMES if name.endswith("-normalized") is normalized}
        assert found == SUBJECTS


def _normalized(entity: Entity) -> Entity:
    """Key-values written out: a geometry is a GeoProperty, everything else a Property."""
    return {k: v if k in ("id", "type") else _attribute(v) for k, v in entity.items()}


def _attribute(value: Any) -> Entity:
    if isinstance(value, dict) and "languageMap" in value:
        return {"type": "LanguageProperty", **value}
    is_geometry = isinstance(value, dict) and "coordinates" in value
    return {"type": "GeoProperty" if is_geometry else "Property", "value": value}


def _simplified(entity: Entity) -> Entity:
    """The bare values; an instant is told as its text (§4.5.4)."""
    return {k: v if k in ("id", "type") else _bare(v) for k, v in entity.items()}


def _bare(attribute: Entity) -> Any:
    if attribute["type"] == "LanguageProperty":
        return {"languageMap": attribute["languageMap"]}
    value = attribute.get("object", attribute.get("value"))
    is_instant = isinstance(value, dict) and value.get("@type") == "DateTime" and "/" not in value["@value"]
    return value["@value"] if is_instant else value


@pytest.mark.parametrize("name", NAMES)
async def test_what_came_is_told_again(client: httpx.AsyncClient, name: str) -> None:
    sent = _read(name)
    normalized, simple = (
        (sent, _simplified(sent)) if name.endswith("-normalized") else (_normalized(sent), sent)
    )
    for form in (normalized, simple):
        address = f"/entities/{form['id']}"
        await client.delete(address)
        created = await client.post("/entities", json=form)
        assert created.status_code == 201, created.text
        assert (await client.get(address, params={"options": "keyValues"})).json() == simple
        told = (await client.get(address)).json()
        assert told == (normalized if form is normalized else _normalized(simple))
        listed = await client.get("/entities", params={"type": form["type"], "id": form["id"]})
        assert listed.json() == [told]
