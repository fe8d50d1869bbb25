"""Every answer that a test of the gateway gets is held against the description: what it does not name fails that test."""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import msgspec

from dothi.gateway.app import build
from dothi.gateway.dispatch import MachineDoor
from dothi.gateway.openapi import Document, document
from dothi.kernel.errors import DothiError


async def is_documented(answer: httpx.Response) -> None:
    """A hook of httpx."""
    await answer.aread()
    request = answer.request
    told = operation_of(request.method, request.url.path)
    if told is None or request.method == "HEAD" or answer.status_code == 500:  # a fault is nothing to rely on
        return
    where = f"{request.method} {request.url} → {answer.status_code}"
    assert str(answer.status_code) in told["responses"], f"{where}: {answer.text[:300]}"
    said = _resolved(told["responses"][str(answer.status_code)])
    media = answer.headers.get("content-type", "").partition(";")[0]
    assert media in said.get("content", {"": None}), f"{where} {media}"
    if media.endswith("json"):
        schema = said["content"][media]["schema"]["$ref"]
        error = next(_validator(schema).iter_errors(answer.json()), None)
        assert error is None, f"{where} {schema}: {error}"


def operation_of(method: str, path: str) -> Document | None:
    """What the description says of it; None: nothing is there."""
    try:
        _, template, _ = _door()._find(method, path.rstrip("/"))
    except DothiError:
        return None
    found: Document = described()["paths"][template.replace(":path}", "}")][
        "get" if method == "HEAD" else method.lower()
    ]
    return found


@cache
def _door() -> MachineDoor:
    door = build(with_streams=True)
    assert isinstance(door, MachineDoor)
    return door


@cache
def described() -> Document:
    """As JSON has it."""
    told: Document = msgspec.json.decode(msgspec.json.encode(document(_door().routes)))
    return told


def _resolved(answer: Document) -> Document:
    if "$ref" not in answer:
        return answer
    found: Document = described()["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    return found


@cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.validator_for({"$ref": schema, "components": described()["components"]})
