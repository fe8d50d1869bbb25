"""Seeing who reported: with a reason, on the record of the report and in the audit trail."""

from __future__ import annotations

from dothi.accounts import looks
from dothi.accounts.models import LookKind, Person
from dothi.accounts.rules import limit
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.said import plain
from dothi.reports.identity.vault.contact import Contact
from dothi.reports.models import Report
from dothi.reports.models.people import Reporter
from dothi.reports.telling import write


def may_unmask(report: Report, by: Person) -> bool:
    """Does their right to see people reach this report?"""
    return by.scope("reports.person").covers(report.unit_id, report.agency_id)


def unmask(report: Report, *, reason: str, by: Person) -> Contact:
    """Who reported it. Raises NotAllowed, BadRequest (no reason), NotFound (nobody, or forgotten by now)."""
    said = plain(reason)[:1000]
    if not may_unmask(report, by):
        raise NotAllowed(permission="reports.person")
    if len(said) < 10:
        raise BadRequest("report-unmask-needs-reason")
    row = Reporter.objects.filter(report=report).first()
    if row is None:
        raise NotFound("report-reporter-unknown", code=report.code)
    looks.begin(
        by, LookKind.REPORTER, report.code, report.code, "reporter", words=said,
        unit_id=report.unit_id, agency_id=report.agency_id, minutes=limit("look-minutes-reporter"),
    )  # fmt: skip
    write(report, "unmasked", said, by)
    return Contact(row.name, row.phone, row.email, row.language)


def is_known(report: Report) -> bool:
    """Does anybody stand behind it who could be asked?"""
    return Reporter.objects.filter(report=report).exists()
