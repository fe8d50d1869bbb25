"""This room's part of what is held of a person: their reports, what they follow, what they asked about their data."""

from __future__ import annotations

from dothi.kernel.holdings import Holding, Subject, holds
from dothi.reports.identity import erasing, exporting, vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import DataRequest
from dothi.reports.intake import waiting


def _forget(subject: Subject) -> int:
    """That they asked, and was answered when, stays; what they wrote to it does not."""
    way, address = subject.way, subject.address
    gone = waiting.forget(way, address)
    DataRequest.objects.filter(holder=digest_of(way, address)).exclude(text="").update(text="")
    return gone + erasing.erase(way, address)


holds(
    Holding("reports", exporting.told, _forget, lambda subject: vault.silence(subject.way, subject.address))
)
