"""Pages of reference are current: what is generated, and what lists the addresses of the machine door."""

from __future__ import annotations

import re
from pathlib import Path

from dothi.gateway import asking, entities
from dothi.gateway.routes import ROUTES
from dothi.kernel import env_example, health, settings_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_settings_page_and_the_example_are_current() -> None:
    remedy = "run `make env-example`"
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example.render(), remedy
    assert (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8") == settings_page.render(), remedy


def test_every_route_of_the_machine_door_stands_in_its_page_with_its_methods() -> None:
    page = _addresses((ROOT / "docs/reference/ngsi-ld.md").read_text(encoding="utf-8"))
    for route in ROUTES:
        if route.endpoint is entities.without_id:  # says what is missing in the address
            continue
        address = re.sub(r"{.*?}", "{}", route.path.removeprefix("/ngsi-ld/v1"))
        missing = (route.methods or set()) - {"HEAD"} - page.get(address, set())
        assert not missing, f"docs/reference/ngsi-ld.md does not tell of {missing} {address}"


def test_the_map_of_the_house_names_every_room_and_every_process() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "src/dothi").glob("*/README.md")}
    assert not {room for room in rooms if f"`{room}`" not in page}
    commands = {
        f"dothi worker --only {','.join(loops)}" for name, loops in health.PROCESSES.items() if name != "jobs"
    }
    assert not {command for command in commands if command not in page}


def test_every_parameter_of_a_query_stands_in_its_page() -> None:
    page = (ROOT / "docs/reference/ngsi-ld.md").read_text(encoding="utf-8")
    known = asking.QUERY_PARAMETERS | asking.ENTITY_PARAMETERS
    assert not {name for name in known if f"`{name}" not in page}


def _addresses(page: str) -> dict[str, set[str]]:
    """Address, its ids as {}, -> the methods in its row."""
    found: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`/.*?) \| (.*?) \|", page, re.MULTILINE):
        for address in re.findall(r"`(.*?)`", row[0]):
            for one in _written_out(address):
                found.setdefault(one, set()).update(re.findall(r"[A-Z]{3,}", row[1]))
    return found


def _written_out(address: str) -> list[str]:
    """`/a/{x,y}` is two addresses, `/a/{id}` one."""
    choice = re.search(r"{([^}]*,[^}]*)}", address)
    if choice:
        return [address.replace(choice[0], one) for one in choice[1].split(",")]
    return [re.sub(r"{.*?}", "{}", address)]
