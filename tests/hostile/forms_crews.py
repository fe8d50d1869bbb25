"""Forms of the crew page: a duty begun, a picture handed in by two tabs with one queue, a look at where a crew was."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dothi.accounts import actions as accounts
from dothi.crews import duties
from dothi.crews.models import CrewDuty
from dothi.forces.models import Assignment, Force
from dothi.kernel import clock

from .city import City
from .form import Case, Form
from .forms_forces import sent, unit

FORCE = "X-CREW"


def _crew(city: City) -> Any:
    """Minh works as a crew, too."""
    person = city.cast.minh
    if not person.scope("crews.work"):
        accounts.grant_role(person, "crew", by=None)
    return person


def _on(city: City) -> str:
    _crew(city)
    for duty in CrewDuty.objects.filter(person=city.cast.minh, ended_at__isnull=True):
        duties.sign_off(duty, by=city.cast.minh)
    return "/crew/on/"


def _begin(city: City) -> str:
    Force.objects.filter(pk=unit(city).pk).update(call_sign=FORCE, urn="urn:ngsi-ld:Vehicle:crew")
    return _on(city)


def _duty(city: City) -> str:
    """Of somebody else, who forgot."""
    duty = CrewDuty.objects.filter(person=city.cast.lan, ended_at__isnull=True).first()
    if duty is None:
        now = clock.now()
        duty = CrewDuty.objects.create(
            person=city.cast.lan, force=unit(city), began_at=now, until=now + dt.timedelta(hours=1)
        )
    return f"/crew/duties/{duty.pk}/end/"


def _files(city: City) -> str:
    _on(city)
    duties.sign_on(_crew(city), sent(city).force.call_sign)
    return "/crew/files/"


def _picture(city: City) -> Form:
    duty = CrewDuty.objects.get(person=city.cast.minh, ended_at__isnull=True)
    assignment = Assignment.objects.get(force=duty.force)
    now, out = clock.iso(clock.now()), io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    deed = {
        "id": "01JD0000000000000000000000", "seq": 1, "at": now, "what": "photo", "duty": duty.pk, "assignment": assignment.pk,
    }  # fmt: skip
    told = {"device": "a1b2c3d4", "sent_at": now, "deeds": [deed]}
    return {"deed": json.dumps(told), "file": SimpleUploadedFile("x.png", out.getvalue())}


CASES: dict[str, Case] = {
    "crew-on": Case("minh", _begin, lambda c: {"force": FORCE}, {"crews_duty": 1, "forces_log": 1}, frozenset({200, 409})),
    "crew-files": Case("minh", _files, _picture, {"crews_deed": 1, "crews_attachment": 1}, frozenset({200})),
    "crew-duty-end": Case(
        "minh", _duty, lambda c: {"reason": "quên rời ca"}, {"forces_log": 1, "kernel_event": 1}
    ),
    "crew-track": Case(
        "minh", lambda c: f"/crew/tracks/{unit(c).call_sign}/", lambda c: {"purpose": "assignment"}, {"accounts_look": 1}
    ),
}  # fmt: skip
