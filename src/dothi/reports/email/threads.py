"""Which report a letter goes on about: it answers a letter of ours by its id, which only its receiver knows, or it has the code in its
subject and comes from an address that stands with that report."""

from __future__ import annotations

import re
from uuid import UUID

from dothi.notify.queries import about_of
from dothi.reports.actions.numbering import PREFIX
from dothi.reports.email.letters import Letter
from dothi.reports.identity import vault
from dothi.reports.models import Report

_CODE = re.compile(rf"\b{PREFIX}-\d{{4}}-\d{{6,9}}\b", re.IGNORECASE)
_MARKS = re.compile(r"^(?:\s*(?:re|fw|fwd|tr|trả lời|chuyển tiếp)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


def report_of(letter: Letter) -> Report | None:
    """The report as it stands now: of one that was merged, the one that it was merged into."""
    found = _by_thread(letter) or _by_code(letter)
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def without_marks(subject: str) -> str:
    """A subject without what mail programs put before it when somebody answers."""
    return _MARKS.sub("", subject).strip()


def is_answer(letter: Letter) -> bool:
    """Does it answer a letter of ours, whatever that was about?"""
    return bool(_answered(letter))


def _answered(letter: Letter) -> list[str]:
    """What the letters of ours were about that it answers."""
    ids = []
    for one in letter.answers:
        try:
            ids.append(UUID(one.partition("@")[0]))
        except ValueError:
            continue  # some other mail program's
    return about_of(ids)


def _by_thread(letter: Letter) -> Report | None:
    answered = _answered(letter)
    codes = [about.strip("/").rpartition("/")[2] for about in answered if about.startswith("/reports/")]
    return Report.objects.filter(code__in=codes).order_by("-pk").first() if codes else None


def _by_code(letter: Letter) -> Report | None:
    match = _CODE.search(letter.subject)
    found = Report.objects.filter(code=match[0].upper()).first() if match else None
    return found if found is not None and vault.stands_with(found, letter.address) else None
