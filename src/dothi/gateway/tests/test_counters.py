"""What the machine door counts of itself."""

from httpx import AsyncClient

from dothi.gateway import counters


async def test_requests_are_counted_by_template_and_never_by_address(client: AsyncClient) -> None:
    counters.reset()
    for number in range(3):
        await client.get(f"/entities/urn:x:nobody-{number}")
    await client.get("/no-such-route")
    counted = dict(counters.requests())
    assert counted[("/ngsi-ld/v1/entities/{entity:path}", "GET", "4xx")] == 3
    assert counted[(counters.OTHER, "GET", "4xx")] == 1
    assert not any("nobody" in route for route, _, _ in counted)
