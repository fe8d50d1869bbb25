"""What a follower does: follow a place, change how, end it. Whose it is was proved by a code (`reports.identity`)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from dothi.around import rules
from dothi.around.here.place import Place
from dothi.around.watching import ending, wants
from dothi.around.watching.area import RADII_M
from dothi.around.watching.models import Watch
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.notify import rules as notify_rules
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.sessions import Holder
from dothi.territory.queries import parent_on

COMMUNE, PROVINCE = "commune", "province"  # followed whole
AIR_LEVELS = (100, 150, 200)  # VN_AQI: above which one wants to be told

_action = action_of("around")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told of where: plain values, so that it can wait in a cookie until the code came back."""

    wants: tuple[str, ...]
    unit_id: int | None
    lon: float | None = None
    lat: float | None = None
    radius_m: int | None = None
    air_above: int = 150
    daily: bool = False
    quiet: bool = True

    def kept(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def of(cls, kept: str) -> Wish:
        """What `kept` wrote; the cookie is ours, so nobody else did."""
        told = json.loads(kept)
        return cls(**{**told, "wants": tuple(told["wants"])})


def wish_of(
    place: Place,
    radius: str,
    topics: Iterable[str],
    kinds: Mapping[str, Iterable[str]] = MappingProxyType({}),
    *,
    air_above: str = "",
    daily: bool = False,
    quiet: bool = True,
) -> Wish:
    """`kinds`: by topic the kinds that are wanted of it, none: all. `radius`: metres of `RADII_M`, `commune` or `province`.

    Raises BadRequest: no topic, too many kinds, no such radius, a whole commune at sea. The point is kept to about 100 m, a commune
    without one."""
    chosen = wants.chosen(topics, kinds)
    level = next((one for one in AIR_LEVELS if str(one) == air_above), 150)
    unit_id = place.unit.pk if place.unit else None
    wish = Wish(chosen, unit_id, air_above=level, daily=daily, quiet=quiet)
    if radius in (COMMUNE, PROVINCE):
        if place.unit is None:
            raise BadRequest("watch-needs-commune")
        above = parent_on(place.unit, clock.today()) if radius == PROVINCE else None
        return replace(wish, unit_id=above.pk) if above else wish
    metres = next((one for one in RADII_M if str(one) == radius), None)
    if metres is None:
        raise BadRequest("watch-radius")
    return replace(wish, lon=round(place.lon, 3), lat=round(place.lat, 3), radius_m=metres)


@_action
def follow(holder: Holder, wish: Wish, *, language: str) -> Watch:
    """The same place again changes how it is followed. Raises Conflict: so many places already."""
    digest = digest_of(holder.way, holder.address)
    locks.hold(f"watches of {digest}")
    own = Watch.objects.filter(holder=digest)
    where: dict[str, Any] = {"unit_id": wish.unit_id, "lon": wish.lon, "lat": wish.lat}
    if not own.filter(**where).exists() and own.count() >= (most := rules.value("watches")):
        raise Conflict("watch-too-many", most=most)
    begin, end = notify_rules.quiet_hours() if wish.quiet else (dt.time(), dt.time())
    how = {
        "way": holder.way, "address": holder.address, "radius_m": wish.radius_m, "wants": list(wish.wants), "air_above": wish.air_above,
        "daily": wish.daily, "quiet_from": begin, "quiet_to": end, "language": language, "confirmed_at": clock.now(),
    }  # fmt: skip
    return Watch.objects.update_or_create(holder=digest, **where, defaults=how)[0]


def own(holder: Holder) -> list[Watch]:
    """What this person follows."""
    rows = Watch.objects.filter(holder=digest_of(holder.way, holder.address))
    return list(rows.select_related("unit__parent").order_by("pk"))


@_action
def stop(watch: Watch) -> None:
    """Ends it: nothing of it is kept, and what waited is told no more, unless another place of theirs is concerned, too."""
    ending.end([watch.pk])


@_action
def stop_all(holder: Holder) -> int:
    """Ends every one; how many."""
    watches = own(holder)
    ending.end([one.pk for one in watches])
    return len(watches)
