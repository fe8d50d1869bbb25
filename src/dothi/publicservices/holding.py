"""What this room holds of a person: a digest of the phone number that they gave with a dossier, and nothing else. The dossier stays its
system's; without the digest nobody looks it up here any more. Where that system still tells the number, the next delivery brings the digest back:
whoever wants it gone for good asks there, too."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dothi.kernel.holdings import Holding, Subject, holds
from dothi.publicservices.marks import mark_of
from dothi.publicservices.models import Dossier


def _theirs(subject: Subject) -> QuerySet[Dossier]:
    mark = mark_of(subject.address) if subject.way == "sms" else ""
    return Dossier.objects.filter(phone_mark=mark) if mark else Dossier.objects.none()


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = _theirs(subject).select_related("feed").order_by("received_at", "pk")
    return [
        {"code": one.code, "procedure": one.procedure_code, "received_at": one.received_at.isoformat(), "state": one.state, "told_by": one.feed.code}
        for one in rows
    ]  # fmt: skip


def _forget(subject: Subject) -> int:
    return _theirs(subject).update(phone_mark="")


holds(Holding("dossiers", _told, _forget))
