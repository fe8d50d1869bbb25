"""Whoever reports is put away, and their link, of which a digest alone is kept, opens what they reported."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import NamedTuple

from dothi.kernel.errors import NotFound
from dothi.reports.identity.vault.contact import Contact
from dothi.reports.models import Report
from dothi.reports.models.people import Follower, Reporter

TOKEN_BYTES = 15  # 120 random bits: nobody finds one by trying


class Kept(NamedTuple):
    """Who reported what. `token`: what the form yields each time it is sent (`intake/formkey.py`); empty: one of chance, told once."""

    report: Report
    contact: Contact
    token: str = ""


def keep(told: Iterable[Kept], at: dt.datetime) -> list[str]:
    """Puts reporters away and returns the tokens of their links, kept as digests."""
    kept = [one._replace(token=one.token or secrets.token_urlsafe(TOKEN_BYTES)) for one in told]
    Reporter.objects.bulk_create(
        Reporter(
            report=report, name=who.name, phone=who.phone, email=who.email, language=who.language, recorded_at=at
        )
        for report, who, _ in kept
        if who.name or who.phone or who.email
    )  # fmt: skip
    Follower.objects.bulk_create(
        Follower(
            report=report, way=way, address=address, digest=digest_of(token), language=who.language, is_reporter=True,
            recorded_at=at,
        )
        for report, who, token in kept
        for way, address in who.ways
    )  # fmt: skip
    return [one.token for one in kept]


def share(report: Report, other: Report, at: dt.datetime) -> None:
    """Who reported one reported the other, too, and hears of both: it was one letter about two things."""
    row = Reporter.objects.filter(report=report).first()
    if row is not None:
        Reporter.objects.create(
            report=other, name=row.name, phone=row.phone, email=row.email, language=row.language, proven_at=row.proven_at,
            recorded_at=at,
        )  # fmt: skip
    Follower.objects.bulk_create(
        Follower(
            report=other, way=one.way, address=one.address, digest=one.digest, language=one.language, is_reporter=True,
            proven_at=one.proven_at, recorded_at=at,
        )
        for one in report.followers.filter(is_reporter=True)
    )  # fmt: skip


def lead_on(report: Report, into: Report) -> None:
    """Their links lead on by `merged_into`; whoever has an address hears of the other from now on."""
    told = (
        Follower(
            report=into,
            way=one.way,
            address=one.address,
            digest=one.digest,
            language=one.language,
            proven_at=one.proven_at,
            recorded_at=one.recorded_at,
        )
        for one in report.followers.exclude(way="")
    )
    Follower.objects.bulk_create(
        told, ignore_conflicts=True
    )  # who follows the other, be it since this moment, goes on as they are


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def opens(token: str, report: Report) -> bool:
    """Does this link still open that report?"""
    return bool(token) and Follower.objects.filter(report=report, digest=digest_of(token)).exists()


def report_of(token: str) -> tuple[Report, bool]:
    """The report that a link opens, and whether its holder is the one who reported it. Raises NotFound."""
    rows = Follower.objects.filter(digest=digest_of(token[:60])).select_related(
        "report__agency", "report__unit"
    )
    found = rows.order_by("pk").first()
    if found is None:
        raise NotFound("report-link-does-not-exist")
    return found.report, found.is_reporter
