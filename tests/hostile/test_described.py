"""The machine door against its own description: whatever fits it and whatever does not, no fault, and no answer that it does not name.

Schemathesis makes the requests out of /ngsi-ld/v1/openapi.json, always the same ones; a whole running system answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dothi.gateway.tests.documented import described
from dothi.kernel.testing.system import running_system as running

pytestmark = [pytest.mark.slow(seconds=1), pytest.mark.filterwarnings("ignore")]  # of the library's own
EXAMPLES = 4  # of each operation, of requests that fit and of requests that do not
STREAM = "/stream/live"  # without end
OPEN_API = "/ngsi-ld/v1/openapi.json"  # takes nothing
URN, AT = "urn:ngsi-ld:Building:a", "2026-11-01T08:00:00Z"
CITY = [
    {
        "id": URN,
        "type": "Building",
        "name": {"value": "Đình làng", "observedAt": AT},
        "location": {"type": "Point", "coordinates": [107.08, 10.34]},
    }
]
SUBSCRIPTION = {
    "id": "urn:ngsi-ld:Subscription:a",
    "type": "Subscription",
    "entities": [{"type": "Building"}],
    "notification": {"endpoint": {"uri": "http://127.0.0.1:9/x"}},
}
KNOWN = {"entity": URN, "attribute": "name", "subscription": SUBSCRIPTION["id"], "name": "Building"}
OPERATIONS = [
    (path, method)
    for path, item in described()["paths"].items()
    if path not in (STREAM, OPEN_API)
    for method in item
    if method != "parameters"
]
always_the_same = settings(
    max_examples=EXAMPLES,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class City:
    """The running system as one caller with every right sees it."""

    def __init__(self, address: str, key: str) -> None:
        import requests  # both only where they are needed: a second of every start of the quick tests
        import schemathesis
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi import checks

        self.schema = schemathesis.openapi.from_url(f"{address}/ngsi-ld/v1/openapi.json").exclude(path=STREAM)
        self.address, self.session = f"{address}/ngsi-ld/v1", requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"
        self.checks = [
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_headers_conformance,
            checks.response_schema_conformance,
        ]

    def stand(self) -> None:
        """What the requests are about is there."""
        assert (
            self.session.post(f"{self.address}/entityOperations/upsert", json=CITY, timeout=60).status_code
            < 300
        )
        assert self.session.post(
            f"{self.address}/subscriptions", json=SUBSCRIPTION, timeout=60
        ).status_code in (201, 409)

    def hold(self, case: Any) -> None:
        """One request: answered, and answered as it is described. A @context that cannot be had is 504 by the standard."""
        answer = case.call(session=self.session, timeout=60)
        if answer.status_code != 504:
            case.validate_response(answer, checks=self.checks)


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with running() as system:
        key = system.command("apikey", "create", "robot", "--kind", "admin").stdout.split()[-1]
        yield City(system.addresses.base_url, key)


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda one: one.removeprefix("/ngsi-ld/v1"))
def test_no_request_makes_a_fault(city: City, path: str, method: str, mode: str) -> None:
    from schemathesis import GenerationMode

    city.stand()

    @always_the_same
    @given(
        case=city.schema[path][method].as_strategy(generation_mode=GenerationMode(mode)),
        known=st.sampled_from([True, True, False]),
    )
    def ask(case: Any, known: bool) -> None:
        if known:  # else nearly all of them ask about nothing, in a tenant that nobody made
            case.path_parameters.update(
                {name: KNOWN[name] for name in KNOWN.keys() & (case.path_parameters or {}).keys()}
            )
            for header in ("NGSILD-Tenant", "Link"):
                (case.headers or {}).pop(header, None)
        city.hold(case)

    ask()


def test_no_walk_through_the_door_makes_a_fault(city: City) -> None:
    """What one answer told is asked for next: made, read, changed, deleted, read again."""
    city.stand()

    class Walk(city.schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"session": city.session, "timeout": 60}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            if response.status_code != 504:
                case.validate_response(response, checks=city.checks)

    Walk.run(settings=settings(always_the_same, max_examples=6, stateful_step_count=6))
