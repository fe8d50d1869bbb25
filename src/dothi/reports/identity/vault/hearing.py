"""Those who hear of a report: its reporter, and neighbours who proved their address; and how each of them ends it."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dothi.accounts.signed import opened, seal
from dothi.kernel.errors import NotAuthenticated, NotFound
from dothi.reports.identity.vault.keeping import TOKEN_BYTES, digest_of
from dothi.reports.models import Report
from dothi.reports.models.people import Follower

_UNFOLLOW = "reports-unfollow"


@dataclass(frozen=True, slots=True)
class Told:
    """By which way somebody hears of a report; `unfollow` is the address that ends it with one press, for each message."""

    way: str
    address: str
    language: str
    is_reporter: bool
    unfollow: str


def addresses_of(report: Report) -> list[Told]:
    """Who is told of what is public about a report: its reporter, and the others who proved that their address is theirs.

    For the one part that sends; whoever calls keeps none of it. Each address once, the reporter first; those who reported what was
    merged into it are its reporters, too.
    """
    rows = Follower.objects.filter(report_id__in=_with_merged(report)).exclude(way="")
    told: dict[tuple[str, str], Told] = {}
    for row in rows.filter(Q(is_reporter=True) | Q(proven_at__isnull=False)).order_by("-is_reporter", "pk"):
        link = f"/phan-anh/thoi-theo-doi/{_unfollow_token(row)}/"
        told.setdefault(
            (row.way, row.address), Told(row.way, row.address, row.language, row.is_reporter, link)
        )
    return list(told.values())


def _with_merged(report: Report) -> set[int]:
    """The report and all that were merged into it, also by way of another."""
    found, new = {report.pk}, {report.pk}
    while new:
        new = set(Report.objects.filter(merged_into_id__in=new).values_list("pk", flat=True)) - found
        found |= new
    return found


def _unfollow_token(row: Follower) -> str:
    return seal(_UNFOLLOW, str(row.pk).encode())


def follow(report: Report, way: str, address: str, language: str, at: dt.datetime) -> bool:
    """Whoever proved the address hears of it from now on. False: they did already."""
    row, is_new = Follower.objects.get_or_create(
        report=report, way=way, address=address,
        defaults={"digest": digest_of(secrets.token_urlsafe(TOKEN_BYTES)), "language": language, "recorded_at": at},
    )  # fmt: skip
    Follower.objects.filter(pk=row.pk, proven_at__isnull=True).update(proven_at=at)
    return is_new


def followed_by(token: str) -> Report | None:
    """The report whose news an unfollow link would end; None: it ended already. Raises NotFound: no link of ours."""
    row = _unfollowing(token).select_related("report").first()
    return row.report if row else None


def unfollow(token: str) -> None:
    """No more messages, also of what it was merged into or with. A reporter keeps their link and their report; only their way is
    forgotten by it. Raises NotFound."""
    for one in _unfollowing(token).select_related("report__merged_into"):
        end(one)


def silence(way: str, address: str) -> int:
    """No more messages about what they reported or follow; a reporter keeps report and link. How many they would have heard of."""
    rows = list(Follower.objects.filter(way=way, address=address).select_related("report__merged_into"))
    for row in rows:
        end(row)
    return len(rows)


def end(told: Follower) -> None:
    last = told.report
    while last.merged_into is not None:
        last = last.merged_into
    for row in Follower.objects.filter(report_id__in=_with_merged(last), way=told.way, address=told.address):
        if (
            not row.is_reporter
            or Follower.objects.filter(report_id=row.report_id, way="", address="").exists()
        ):
            row.delete()
        else:
            Follower.objects.filter(pk=row.pk).update(way="", address="")


def _unfollowing(token: str) -> QuerySet[Follower]:
    try:
        return Follower.objects.filter(pk=int(opened(_UNFOLLOW, token, 200)))
    except NotAuthenticated as error:
        raise NotFound("report-link-does-not-exist") from error
