"""Erasing one person from their reports: name, ways, words (those said later, too), pictures as they were sent, the exact place. What an
officer released, what was done and when, and how long it took stay: nobody is in them."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.kernel import clock
from dothi.reports import photos, rules
from dothi.reports.identity import vault
from dothi.reports.identity.models import Words
from dothi.reports.models import Photo, Rating, Report
from dothi.reports.public import mapping
from dothi.reports.telling import write
from dothi.territory.names import folded


def erase(way: str, address: str) -> int:
    """What this person reported is erased, what they follow is followed no more, words beside their judgements go, and those of letters
    that they wrote to others' reports. How many reports."""
    told = vault.erase(way, address)
    Rating.objects.filter(voice__in=told.voices).exclude(text="").update(text="")
    letters = Words.objects.filter(line__what="mailed", line__fields__voice__in=list(told.voices))
    letters.filter(erased_at__isnull=True).update(text="", erased_at=clock.now())
    for report in told.reported:
        _erase_words(report)
        erase_originals(report.photos.filter(kind=Photo.Kind.SEEN, erased_at__isnull=True))
        write(report, "erased", "", None)
    return len(told.reported)


def _erase_words(report: Report) -> None:
    """The officer's released copy stays; the place stays as the public knows it."""
    columns: dict[str, object] = {
        "text": "",
        "place": "",
        "accuracy_m": None,
        "officer_text": folded(report.code),
    }
    if report.lon is not None and report.lat is not None:
        columns["lon"], columns["lat"] = mapping.public_point(
            report.lon, report.lat, rules.value("place-metres")
        )
    Report.objects.filter(pk=report.pk).update(**columns)
    Words.objects.filter(line__report=report, erased_at__isnull=True).update(text="", erased_at=clock.now())


def erase_originals(rows: Iterable[Photo]) -> int:
    """Of a released picture the public's copy stays; of one that nobody released nothing does."""
    gone: set[str] = set()
    count = 0
    for one in rows:
        count += 1
        if one.released_at is not None and not one.public_sha256:
            continue  # the picture itself is what the public sees
        if one.sha256 != one.public_sha256:
            gone.add(one.sha256)
        if one.released_at is None:
            gone.add(one.public_sha256)
            one.public_sha256 = ""
        one.sha256, one.erased_at = one.public_sha256, clock.now()
        one.save(update_fields=["sha256", "public_sha256", "erased_at"])
    photos.drop(gone - {""})
    return count
