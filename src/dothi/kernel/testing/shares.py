"""How a run of several processes shares out its slow tests (`--dist loadgroup`): the longest first, each where it may stand.

A test that shares a server of its module with others stays with them; one that starts its own is a share by itself. So no
process is left with three whole systems to start, one after the other, when the others have long finished.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

USUAL_S = 10.0  # of a slow test whose mark does not say `seconds=`


def share_out(items: list[pytest.Item]) -> None:
    """Marks those that stay together and sorts, in place; the same in every process of the run."""
    seconds: defaultdict[str, float] = defaultdict(float)
    shares = {item: _share(item) for item in items}
    for item, share in shares.items():
        seconds[share] += _seconds(item)
        if share != item.nodeid:
            item.add_marker(pytest.mark.xdist_group(share))
    items.sort(key=lambda item: (-seconds[shares[item]], shares[item]))


def _share(item: pytest.Item) -> str:
    found = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - pytest has no public name for it
    shared = any(fixture.scope == "module" for several in found for fixture in several)
    return item.nodeid.partition("::")[0] if shared else item.nodeid


def _seconds(item: pytest.Item) -> float:
    slow = item.get_closest_marker("slow")
    return float(slow.kwargs.get("seconds", USUAL_S)) if slow else 0.0
