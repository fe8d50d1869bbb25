"""The description of the machine door cannot drift: it is made from what the door itself goes by, and held to it both ways here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Route

from dothi import gateway
from dothi.entities.core.past import AT, KNOWN_AT
from dothi.gateway import parameters, positions, streams
from dothi.gateway.access import TENANT
from dothi.gateway.routes import OPEN, ROUTES
from dothi.gateway.tests.conftest import caller
from dothi.gateway.tests.documented import described, operation_of

# taken, so that clients of other brokers work unmodified; nothing reads them
_UNREAD = {"via", "splitEntities", "entityMap", "n"}  # taken, and change nothing
_BY_NAME = {AT, KNOWN_AT}  # read by the constants that name them
_READERS = {"get", "names", "getlist", "flag", "_number", "_listed", "_names", "__getitem__"}


def _operations() -> list[tuple[str, str, Any]]:
    return [
        (method, route.path, route.endpoint)
        for route in [*ROUTES, *OPEN, *positions.routes, *streams.routes]
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def test_it_is_openapi_3_1() -> None:
    OpenAPIV31SpecValidator(described()).validate()
    assert described()["openapi"].startswith("3.1")


async def test_who_has_no_key_may_read_it(door: Any) -> None:
    async with caller(door, None) as nobody:
        answer = await nobody.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["paths"].keys() == described()["paths"].keys() - {"/stream/live", "/stream/picture"}


def test_every_route_is_described_and_nothing_else() -> None:
    told = {
        (method.upper(), path)
        for path, item in described()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert told == {(method, path.replace(":path}", "}")) for method, path, _ in _operations()}
    names = [operation_of(method, _address(path))["operationId"] for method, path, _ in _operations()]  # type: ignore[index]
    assert len(set(names)) == len(names) > 40


@pytest.mark.parametrize(
    ("method", "path", "endpoint"),
    _operations(),
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_rights_parameters_and_places_are_those_of_the_endpoint(
    method: str, path: str, endpoint: Any
) -> None:
    item = described()["paths"][path.replace(":path}", "}")]
    told = item[method.lower()]
    assert {one["name"] for one in item["parameters"]} == set(re.findall(r"{(\w+)", path))
    named = {one["name"] for one in told["parameters"] if one.get("in") == "query"}
    assert named == endpoint.dothi_operation.takes
    schemes = {"public": [], "ticket": [{"ticket": []}], "crew-ticket": [{"crew": []}]}
    assert told["security"] == schemes.get(endpoint.dothi_access, [{"key": []}])
    assert f"`{endpoint.dothi_access}`" in told["description"]


def _asked_for() -> Iterator[str]:
    """Every word by which the gateway's code reads a parameter: the first text in the call of a reader."""
    for file in Path(str(gateway.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in _READERS
            ):
                yield from (
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                yield str(node.slice.value)
            elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple):
                yield from (str(one.value) for one in node.iter.elts if isinstance(one, ast.Constant))


def test_every_parameter_is_taken_somewhere_and_read_in_the_code() -> None:
    taken = frozenset[str]().union(*(endpoint.dothi_operation.takes for _, _, endpoint in _operations()))
    assert taken == parameters.QUERY.keys()
    assert taken - _UNREAD - _BY_NAME <= set(_asked_for())


def test_every_header_that_is_read_is_described_or_http() -> None:
    http = {"authorization", "content-type", "content-encoding", "content-length", "accept", "accept-language", "prefer", "last-event-id"}  # fmt: skip
    text = "".join(file.read_text() for file in Path(str(gateway.__file__)).parent.glob("*.py"))
    read = (
        set(re.findall(r'headers\.get\(\s*"([^"]+)"', text))
        | set(re.findall(r'"([^"]+)" in request\.headers', text))
        | {TENANT}
    )
    assert read - http - {"ngsild-entitymap"} == {name.lower() for name in parameters.HEADERS}


def _address(path: str) -> str:
    return re.sub(
        r"{instance}|{(entity|subscription)[^}]*}",
        "urn:x:y",
        re.sub(r"{(attribute|name|context)[^}]*}", "x", path),
    )


async def test_the_door_takes_what_is_described_and_nothing_else(client: httpx.AsyncClient) -> None:
    """Another parameter, one that stands twice, another word of `options`: refused, whatever the method."""
    for method, path, endpoint in _operations():
        if not endpoint.dothi_access.startswith("key:"):
            continue
        address, declared = _address(path).removeprefix("/ngsi-ld/v1"), endpoint.dothi_operation
        wrong = [("nonsense=1", "parameter-unknown")]
        if "local" in declared.takes:
            wrong.append(("local=true&local=false", "parameter-twice"))
        if "options" in declared.takes and declared.words is not None:
            wrong.append(("options=nonsense", "parameter-malformed"))
        for query, code in wrong:
            answer = await client.request(method, f"{address}?{query}", json={})
            assert (answer.status_code, answer.json()["code"]) == (400, code), (method, path, query)
        for name in sorted(declared.takes):
            answer = await client.request(method, address, params={name: "x"}, json={})
            assert "parameter-unknown" not in answer.text, (method, path, name)


def test_a_route_without_a_declaration_cannot_be_made() -> None:
    from dothi.gateway.access import access

    async def endpoint(request: Any) -> Any: ...

    with pytest.raises(AttributeError):
        access("key:read")(endpoint)
    assert all(isinstance(route, Route) for route in [*ROUTES, *OPEN])
