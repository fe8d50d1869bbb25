"""Who reported is forgotten: when they ask for it, and by itself after its time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from dothi.kernel.retention import forgets_keys
from dothi.notify.forgetting import forget_address
from dothi.reports.identity.vault.contact import Contact
from dothi.reports.identity.vault.owning import named, own_voice, voice_of
from dothi.reports.models import Report
from dothi.reports.models.people import Follower, Reporter


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What somebody reported, and under which digests they judged that and what they followed."""

    reported: list[Report]
    voices: frozenset[str]


def erase(way: str, address: str) -> Forgotten:
    """Forgets who reads there, wherever they stand. An address that they gave beside it and nobody asks for now may be somebody else's: it is
    taken out of what they reported, and nothing else that happens there ends."""
    reported: list[Report] = []
    voices: set[str] = set()
    # asked before anything goes: one link may open several, as after a split
    for report, voice in [(one, voice_of(one, way, address)) for one in named(way, address)]:
        voices |= {voice.digest, own_voice(report, way, address)}
        if voice.is_reporter:
            voices |= _forget_reporter(report)
            reported.append(report)
    Follower.objects.filter(way=way, address=address).delete()
    return Forgotten(reported, frozenset(voices))


def _forget_reporter(report: Report) -> frozenset[str]:
    """Their link opens nothing any more, also where a merge or a split took it along. The digests of their links."""
    follows = report.followers.filter(is_reporter=True)
    digests = frozenset(follows.values_list("digest", flat=True))
    ways = set(follows.exclude(way="").values_list("way", "address"))
    for row in Reporter.objects.filter(report=report):
        ways |= {one for one in Contact(phone=row.phone, email=row.email).ways if one[1]}
    for way, address in ways:
        forget_address(way, address, about=report.path)
    Follower.objects.filter(Q(digest__in=digests) | Q(report=report, is_reporter=True)).delete()
    Reporter.objects.filter(report=report).delete()
    return digests


@forgets_keys(
    "report-people",
    365,
    "Trả lời, hỏi thêm người phản ánh; một năm sau khi kết thúc xóa tên, số điện thoại, thư điện tử",
    rows=lambda before: Reporter.objects.filter(recorded_at__lt=before, report__ended_at__lt=before).order_by(
        "recorded_at"
    ),
)
def forget_people(keys: list[int]) -> None:
    """Reporter and followers of reports that ended; what was reported and done stays."""
    Follower.objects.filter(report_id__in=keys).delete()
    Reporter.objects.filter(pk__in=keys).delete()


@forgets_keys(
    "report-followers",
    90,
    "Báo tin cho người theo dõi phản ánh; 90 ngày sau khi phản ánh kết thúc xóa số, địa chỉ của họ",
    rows=lambda before: (
        Follower.objects.exclude(way="")
        .filter(is_reporter=False, report__ended_at__lt=before)
        .order_by("recorded_at")
    ),
)
def forget_followers(keys: list[int]) -> None:
    """Neighbours who followed: there is nothing more to tell them."""
    Follower.objects.filter(pk__in=keys).delete()
