"""What is whose: the reports of a number or an e-mail, and the voice under which its holder judges them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dothi.kernel.errors import NotFound
from dothi.kernel.origin import Origin
from dothi.notify.unnamed import NOBODY, Reach, reach
from dothi.reports.identity.digests import digest_of as keyed
from dothi.reports.identity.vault.contact import COLUMN, LINK
from dothi.reports.models import Report
from dothi.reports.models.people import Follower, Reporter


def prove(way: str, address: str, at: dt.datetime) -> None:
    """A code came back from there: it is its holder's, wherever it stands."""
    Follower.objects.filter(way=way, address=address, proven_at__isnull=True).update(proven_at=at)
    Reporter.objects.filter(**{COLUMN[way]: address}, proven_at__isnull=True).update(proven_at=at)


def own(way: str, address: str) -> QuerySet[Report]:
    """What somebody reported, or follows and may read, the newest first. A neighbour reads what everybody reads: what was withdrawn is shut
    to them, too; whose own report was merged reads what it was merged into."""
    links = Follower.objects.filter(digest=OuterRef("digest"), is_reporter=True)  # moved along by a merge
    follows = Follower.objects.filter(_stands(way, address)).filter(
        Q(is_reporter=True) | Q(report__released_at__isnull=False) | Exists(links)
    )
    return named(way, address).filter(
        Q(pk__in=follows.values("report_id")) | Q(pk__in=_reported(way, address))
    )


def _reported(way: str, address: str) -> QuerySet[Reporter, int]:
    rows = Reporter.objects.filter(**{COLUMN[way]: address}) if way in COLUMN else Reporter.objects.none()
    return rows.values_list("report_id", flat=True)


def _stands(way: str, address: str) -> Q:
    """Where a follower's row is this person's. Whoever left a number or an e-mail beside their link proves that."""
    return Q(way="", is_reporter=True, digest=address) if way == LINK else Q(way=way, address=address)


def named(way: str, address: str) -> QuerySet[Report]:
    """Where somebody stands, whatever of it they may read."""
    follows = Follower.objects.filter(_stands(way, address)).values("report_id")
    rows = Report.objects.filter(Q(pk__in=follows) | Q(pk__in=_reported(way, address)))
    return rows.select_related("agency", "unit").order_by("-received_at", "-pk")


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody stands to a report: whether they reported it, and the digest under which they judge it."""

    is_reporter: bool
    digest: str


def get_own(code: str, way: str, address: str) -> tuple[Report, Voice]:
    """Raises NotFound, also for a report that is somebody else's."""
    report = own(way, address).filter(code=code[:20]).first()
    if report is None:
        raise NotFound("report-does-not-exist", code=code[:20])
    return report, voice_of(report, way, address)


def voice_of(report: Report, way: str, address: str) -> Voice:
    reported = _reported(way, address).filter(report=report).exists()
    rows = report.followers.filter(_stands(way, address) | (Q(is_reporter=True) if reported else Q(pk=None)))
    row = rows.order_by("-is_reporter", "pk").first()
    if row is None:  # they had asked to hear no more: they judge under a name of their own all the same
        return Voice(reported, own_voice(report, way, address))
    return Voice(reported or row.is_reporter, row.digest)


def by_link_alone(report: Report, digest: str) -> bool:
    """Is it the link of its reporter, of whom nothing else is known that could be proved by a code?"""
    own = report.followers.filter(is_reporter=True)
    known = Reporter.objects.filter(report=report).exclude(phone="", email="")
    return own.filter(digest=digest).exists() and not own.exclude(way="").exists() and not known.exists()


def own_voice(report: Report, way: str, address: str) -> str:
    return keyed("voice", str(report.pk), way, address)


def reach_of(code: str) -> Reach:
    """A way to whoever reported it, which tells nobody who that is; `NOBODY`: no address, or it is forgotten by now."""
    rows = Follower.objects.filter(report__code=code, is_reporter=True).exclude(way="")
    found = rows.select_related("report").order_by("pk").first()
    if found is None:
        return NOBODY
    report = found.report
    return reach(
        found.way, found.address, unit_id=report.unit_id, agency_id=report.agency_id, language=found.language,
        origin=Origin(report.origin).word,
    )  # fmt: skip


def told_by(way: str, address: str) -> list[dict[str, Any]]:
    """What the vault holds of them, row by row, for the file that they get."""
    rows = Reporter.objects.filter(report__in=_reported(way, address)).select_related("report")
    return [
        {
            "report": row.report.code, "name": row.name, "phone": row.phone, "email": row.email, "language": row.language,
            "recorded_at": row.recorded_at.isoformat(), "proven_at": row.proven_at.isoformat() if row.proven_at else None,
        }
        for row in rows.order_by("recorded_at")
    ]  # fmt: skip
