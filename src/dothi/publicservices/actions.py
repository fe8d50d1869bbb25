"""What people decide here: which feeds there are. Dossiers themselves are only mirrored."""

from __future__ import annotations

import re

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.said import plain
from dothi.publicservices.models import Feed

_action = action_of("publicservices")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
RESERVED = ("new",)  # words of addresses


@_action
def describe_feed(
    code: str, *, name_vi: str, name_en: str = "", agency: str = "", origin: str = "live", is_on: bool = True, quiet_hours: int = 48, source: str = "",
    by: Person | None, reason: str = "",
) -> Feed:  # fmt: skip
    """A system that tells dossiers, new or described anew. Raises BadRequest, NotAllowed (only who manages the room everywhere)."""
    if by is not None and not by.scope("publicservices.manage").everywhere:
        raise NotAllowed(permission="publicservices.manage")
    if not _CODE.fullmatch(code) or code in RESERVED:
        raise BadRequest("publicservices-feed-code", code=code[:60])
    if not plain(name_vi):
        raise BadRequest("publicservices-feed-name")
    if origin not in {one.word for one in Origin}:
        raise BadRequest(
            "publicservices-feed-origin", origin=origin[:20], known=", ".join(one.word for one in Origin)
        )
    if source and not _CODE.fullmatch(source):
        raise BadRequest("publicservices-feed-code", code=source[:60])
    if not 1 <= quiet_hours <= 24 * 366:
        raise BadRequest("publicservices-feed-quiet", hours=quiet_hours)
    owner = Agency.objects.filter(code=agency).first() if agency else None
    if agency and owner is None:
        raise BadRequest("publicservices-feed-agency", agency=agency[:60])
    locks.hold(f"dossier feed {code}")
    told = {
        "name_vi": plain(name_vi)[:200], "name_en": plain(name_en or name_vi)[:200], "agency": owner, "origin": Origin.of(origin),
        "is_on": is_on, "source": source, "quiet_hours": quiet_hours,
    }  # fmt: skip
    return Feed.objects.update_or_create(
        code=code, defaults=told, create_defaults=told | {"made_at": clock.now()}
    )[0]
