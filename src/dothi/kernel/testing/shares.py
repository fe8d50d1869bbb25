"""How a run of several processes shares out its tests: the longest first, so that no process is left with one at the end.

Quick tests go by modules (`--dist loadscope`), for most of a module share what it made. Slow ones (`--dist loadgroup`) go each where
it may stand: one that shares a server of its module with others stays with them, one that starts its own is a share by itself.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

USUAL_S = 10.0  # of a slow test whose mark does not say `seconds=`
# of a quick one that says nothing: seconds on a machine that does the others meanwhile
SYSTEM_S, BROWSER_S, COMMITTING_S, OTHERS_S = 60.0, 6.0, 1.0, 0.2


def share_out(items: list[pytest.Item]) -> None:
    """Marks those that stay together and sorts, in place; the same in every process of the run."""
    seconds: defaultdict[str, float] = defaultdict(float)
    shares = {item: _share(item) for item in items}
    for item, share in shares.items():
        seconds[share] += _seconds(item)
        if share != item.nodeid:
            item.add_marker(pytest.mark.xdist_group(share))
    items.sort(key=lambda item: (-seconds[shares[item]], shares[item]))


def refuse_scattered(items: list[pytest.Item]) -> None:
    """Raises UsageError: xdist did not read the groups (3.8 beside pytest 9.2), so each test would start the servers of its module anew."""
    if any(item.get_closest_marker("xdist_group") and "@" not in item.nodeid for item in items):
        raise pytest.UsageError("xdist does not keep the tests of a group together: see requirements/dev.in")


def longest_first(items: list[pytest.Item]) -> None:
    """Sorts whole modules, in place; the same in every process of the run."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for item in items:
        seconds[_module(item)] += _quick_seconds(item)
    items.sort(key=lambda item: (-seconds[_module(item)], _module(item)))


def _quick_seconds(item: pytest.Item) -> float:
    if long := item.get_closest_marker("long"):
        return float(long.kwargs["seconds"])
    fixtures = getattr(item, "fixturenames", ())
    if "running_system" in fixtures:
        return SYSTEM_S
    if "browser" in fixtures:
        return BROWSER_S
    database = item.get_closest_marker("django_db")
    commits = "transactional_db" in fixtures or (database and database.kwargs.get("transaction"))
    return COMMITTING_S if commits else OTHERS_S


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _share(item: pytest.Item) -> str:
    found = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - pytest has no public name for it
    shared = any(fixture.scope == "module" for several in found for fixture in several)
    return _module(item) if shared else item.nodeid


def _seconds(item: pytest.Item) -> float:
    slow = item.get_closest_marker("slow")
    return float(slow.kwargs.get("seconds", USUAL_S)) if slow else 0.0
