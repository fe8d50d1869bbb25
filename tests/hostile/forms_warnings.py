"""Forms of warnings to the public. Those that carry a revision find it changed the second time."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.kernel import clock
from dothi.warnings.models import PublicWarning
from dothi.warnings.tests import drafts

from .city import City
from .form import Case, Form

KEYS = {name: str(uuid4()) for name in ("new", "update", "cancel")}


def _said(city: City) -> Form:
    until = clock.now().astimezone(clock.VIETNAM) + dt.timedelta(hours=5)
    return {
        "unit": [city.cast.ward_a.pk], "status": "Test", "event": "flood", "severity": "Severe", "urgency": "Expected", "certainty": "Likely",
        "expires": f"{until:%Y-%m-%dT%H:%M}", "headline_vi": "Lũ", "description_vi": "Lũ", "instruction_vi": "Lên cao", "contact": "1022",
    }  # fmt: skip


def _a(city: City, state: str) -> PublicWarning:
    """One in this state, of Minh's; of its own, so that what a case does to it disturbs no other."""
    cast = city.cast
    if state == "draft":
        return drafts.drafted(cast.minh, cast.ward_a, status="Test")
    if state == "asked":
        return drafts.asked(cast.minh, cast.ward_a, status="Test")
    return drafts.released(cast.minh, cast.hoa, cast.ward_a, status="Test")


class _Standing:
    """The warning that a case is about: made once, for the address and the form, and for the second time it is sent."""

    def __init__(self, state: str) -> None:
        self.state, self.code, self.revision = state, "", 0

    def path(self, step: str):  # type: ignore[no-untyped-def]
        def of(city: City) -> str:
            if not PublicWarning.objects.filter(code=self.code).exists():
                made = _a(city, self.state)
                self.code, self.revision = made.code, made.revision
            return f"/warnings/{self.code}/{step}/"

        return of

    def form(self, **more: str):  # type: ignore[no-untyped-def]
        return lambda city: {"revision": self.revision, **more}


_EDITED, _ASKED, _WITHDRAWN = _Standing("draft"), _Standing("draft"), _Standing("draft")
_RELEASED, _BACK = _Standing("asked"), _Standing("asked")
_UPDATED, _CANCELLED = _Standing("released"), _Standing("released")

_VERSIONS = str(PublicWarning.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]

# the warning that a case makes for itself counts too: a draft is one version, one that was asked for two, a release two more
CASES: dict[str, Case] = {
    "warning-new": Case("minh", lambda c: "/warnings/new/", lambda c: _said(c) | {"key": KEYS["new"]}, {"warnings_warning": 1, "warnings_unit": 1}),
    "warning-edit": Case("minh", _EDITED.path("edit"), lambda c: _said(c) | {"revision": _EDITED.revision}, {_VERSIONS: 2}),
    "warning-ask": Case("minh", _ASKED.path("ask"), _ASKED.form(), {_VERSIONS: 2}),
    "warning-withdraw": Case("minh", _WITHDRAWN.path("withdraw"), _WITHDRAWN.form(reason="x"), {_VERSIONS: 2}),
    "warning-release": Case("hoa", _RELEASED.path("release"), _RELEASED.form(), {_VERSIONS: 4}),
    "warning-back": Case("hoa", _BACK.path("back"), _BACK.form(reason="x"), {_VERSIONS: 3}),
    "warning-update": Case("minh", _UPDATED.path("update"), lambda c: _said(c) | {"key": KEYS["update"], "why": "x"}, {"warnings_warning": 2}),
    "warning-cancel": Case("minh", _CANCELLED.path("cancel"), lambda c: {"key": KEYS["cancel"], "reason": "x"}, {"warnings_warning": 2}),
}  # fmt: skip
