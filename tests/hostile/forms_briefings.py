"""Forms of briefings."""

from __future__ import annotations

import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.briefings import actions, composing, scheduling, standing
from dothi.briefings.models import Briefing, Kind, Schedule
from dothi.kernel import clock

from .city import City
from .form import Case

ONCE = "00000000-0000-4000-8000-00000000b001"


class _Draft:
    """One draft, made once."""

    def __init__(self) -> None:
        self.code = ""

    def one(self, city: City) -> Briefing:
        if not Briefing.objects.filter(code=self.code).exists():
            self.code = actions.make(Kind.DEMAND, by=city.cast.minh).code
        return Briefing.objects.get(code=self.code)

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        return lambda city: rest.format(self.one(city).code)


_written, _handed, _reviewed = _Draft(), _Draft(), _Draft()


def _handed_in(city: City) -> dict[str, object]:
    body = composing.drawn(_handed.one(city)).docx
    return {"revision": "1", "file": SimpleUploadedFile("bao-cao.docx", body)}


def _form(_city: City) -> dict[str, object]:
    from docx import Document

    made = Document(io.BytesIO(standing.body()))
    made.core_properties.title = "mẫu mới"
    out = io.BytesIO()
    made.save(out)
    return {"valid_from": f"{clock.today():%Y-%m-%d}", "file": SimpleUploadedFile("mau.docx", out.getvalue())}


def _planned(city: City) -> str:
    found = Schedule.objects.filter(kind=Kind.MONTHLY, is_on=True).first() or scheduling.plan(
        Kind.MONTHLY,
        template=None,
        agency=None,
        unit=None,
        at=dt.time(7),
        working_days=True,
        by=city.cast.minh,
    )
    return f"/briefings/schedules/{found.pk}/stop/"


# made for this case, its figures taken, and then once what the form asks for
THREE = {"briefings_briefingevent": 3}
CASES: dict[str, Case] = {
    "briefing-new": Case("minh", lambda c: "/briefings/new/", lambda c: {"kind": "demand", "agency": str(c.cast.centre.pk), "once": ONCE}, {"briefings_briefing": 1}),
    "briefing-edit": Case("minh", _written.path("/briefings/{}/edit/"), lambda c: {"revision": "1", "text-danh_gia": "Ổn định", "place": "An Hải"}, THREE),
    "briefing-hand-in": Case("minh", _handed.path("/briefings/{}/hand-in/"), _handed_in, {"briefings_file": 1}),
    "briefing-step": Case("minh", _reviewed.path("/briefings/{}/step/"), lambda c: {"do": "review"}, THREE),
    "briefing-form": Case("vy", lambda c: "/briefings/forms/tuan/", _form, {"briefings_template": 1}),
    "briefing-schedules": Case("minh", lambda c: "/briefings/schedules/", lambda c: {"kind": "weekly", "agency": str(c.cast.centre.pk), "at": "07:00"}, {"briefings_schedule": 1}),
    "briefing-schedule-stop": Case("minh", _planned, lambda c: {}, {}),
    "briefings-limit": Case("vy", lambda c: "/briefings/limits/archive-days/", lambda c: {"value": 40, "valid_from": f"{clock.today() + dt.timedelta(days=1):%Y-%m-%d}", "source": "x", "certainty": "D", "reason": "x"}, {"briefings_rule": 1}),
}  # fmt: skip
