"""Forms of what is around a place: planned works, which officers announce."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.around.tests.works import drafted, published, said
from dothi.around.works.forms import initial_of
from dothi.around.works.models import Work
from dothi.kernel import clock

from .city import City
from .form import Case, Form

KEY = str(uuid4())


def _form(city: City) -> Form:
    told = initial_of(Work(**said(city.cast.ward_a).columns))
    times = {name: f"{told[name]:%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
    return {**told, **times, "key": KEY, "reason": "x"}


def _page(city: City, code: str) -> Form:
    return {
        "code": code, "kind": "page", "audience": "visitor", "title_vi": "Chợ", "hours": "unknown", "agency": city.cast.office_a.pk, "position": 1,
        "source": "x", "review_days": 30, "is_on": "on", "valid_from": f"{clock.today():%Y-%m-%d}",
    }  # fmt: skip


class _Standing:
    """The work that a case is about, made once."""

    def __init__(self, state: str) -> None:
        self.state, self.code, self.revision = state, "", 0

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        def of(city: City) -> str:
            if not Work.objects.filter(code=self.code).exists():
                made = (drafted if self.state == "draft" else published)(city.cast.lan, city.cast.ward_a)
                self.code, self.revision = made.code, made.revision
            return f"/around/works/{self.code}/{rest}/"

        return of


_EDITED, _STEPPED = _Standing("published"), _Standing("draft")

# the work that a case makes for itself counts too: its publication is a line
CASES: dict[str, Case] = {
    "work-new": Case("lan", lambda c: "/around/works/new/", _form, {"around_work": 1}),
    "work-edit": Case("lan", _EDITED.path("edit"), lambda c: _form(c) | {"revision": _EDITED.revision}, {"around_work_line": 2}),
    "work-step": Case("lan", _STEPPED.path("step"), lambda c: {"step": "publish"}, {"around_work_line": 1}),
    "guide-new": Case("lan", lambda c: "/around/guide/new/", lambda c: _page(c, "cho"), {"around_guide": 1}),
    "guide-edit": Case("lan", lambda c: "/around/guide/cho/edit/", lambda c: _page(c, "cho"), {"around_guide": 0}),
    "around-limit": Case("minh", lambda c: "/around/limits/watches/", lambda c: {"value": 7, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "source": "x", "certainty": "D", "reason": "x"}, {"around_rule": 1}),
    "guide-confirm": Case("lan", lambda c: "/around/guide/cho/confirm/", lambda c: {}, {"around_guide": 0}),
}  # fmt: skip
ELSEWHERE = {
    "around-public": "a question: nothing is written (around/tests/test_here.py)",
    "watch-new": "asks for a code: the same code twice within seconds is one (reports/identity/tests/test_codes.py)",
    "watch-code": "a code is good once (around/tests/test_watching.py)",
    "watch-mine": "asks for a code, or ends what is over already (around/tests/test_watching.py)",
    "watch-stop": "the second time it is over already (around/tests/test_watching.py)",
    "works-file": "a file twice makes nothing twice (around/tests/test_works.py)",
}
