"""What we hold of one person, as a file that they can read and another program too: every room tells its part (`kernel/holdings.py`)."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q

from dothi.incidents import kinds
from dothi.kernel import clock, holdings
from dothi.kernel.holdings import Subject
from dothi.reports.identity import vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import DataRequest, Words
from dothi.reports.intake import waiting
from dothi.reports.models import Report


def export(subject: Subject) -> bytes:
    """JSON, indented, in whole words."""
    told = {"made_at": clock.now().isoformat(), "for": subject.address, **holdings.told(subject)}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def told(subject: Subject) -> dict[str, Any]:
    """This room's part: who they said they are, what they reported, follow and asked for, and forms that are no reports yet."""
    way, address = subject.way, subject.address
    requests = DataRequest.objects.filter(holder=digest_of(way, address)).order_by("asked_at")
    return {
        "people": vault.told_by(way, address),
        "reports": [_report(one, way, address) for one in vault.own(way, address)],
        "waiting": [waiting.said(one) for one in waiting.of(way, address)],
        "requests": [
            {
                "code": one.code, "kind": one.kind, "state": one.state, "asked_at": one.asked_at.isoformat(), "text": one.text,
                "answer": one.reason,
            }
            for one in requests
        ],
    }  # fmt: skip


def _report(report: Report, way: str, address: str) -> dict[str, Any]:
    _, voice = vault.get_own(report.code, way, address)
    words = Words.objects.filter(line__report=report).select_related("line").order_by("pk")
    written = Q(
        line__what="mailed", line__fields__voice=vault.own_voice(report, way, address)
    )  # a neighbour's letter is the neighbour's
    said = words.filter(written | ~Q(line__what="mailed") if voice.is_reporter else written)
    ratings = report.ratings.filter(voice=voice.digest)
    told: dict[str, Any] = {
        "code": report.code, "category": kinds.name_of(report.category), "state": report.state, "is_reporter": voice.is_reporter,
        "received_at": report.received_at.isoformat(), "agency": str(report.agency or ""),
        "public_text": report.public_text if report.released_at else "",
        "ratings": [{"face": one.face, "text": one.text, "at": one.recorded_at.isoformat()} for one in ratings],
        "said_later": [{"what": one.line.what, "text": one.text, "at": one.line.recorded_at.isoformat()} for one in said],
    }  # fmt: skip
    if voice.is_reporter:
        pictures = report.photos.filter(kind="seen")
        told |= {
            "text": report.text, "place": report.place, "lon": report.lon, "lat": report.lat, "accuracy_m": report.accuracy_m,
            "pictures": [{"number": one.number, "bytes": one.size, "released": one.released_at is not None} for one in pictures],
        }  # fmt: skip
    return told
