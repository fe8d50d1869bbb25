"""The answer goes back by the way it came: whoever left a number or an e-mail, and whoever follows, is told that something public was
said of a report. What was said stands on its page; a message names neither person nor place nor words."""

from __future__ import annotations

from dothi.incidents import kinds
from dothi.kernel import settings
from dothi.kernel.origin import Origin
from dothi.notify import actions as notify
from dothi.notify.queries import has_channel
from dothi.notify.said import Said
from dothi.reports.identity import vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.vault import Told
from dothi.reports.models import Report, ReportLine

# steps that are told; more time and a rest, its begin and its end, tell themselves (`actions/timing.py`, `actions/pausing.py`)
REPLIED = frozenset({"publish", "ask", "refuse", "merge"})
_OWN = "/phan-anh/cua-toi/"  # whoever proves their number sees their own there


def reply(report: Report, line: ReportLine) -> int:
    """Hands a message for each of them to the room of messages, in the running transaction: it leaves after the commit, and the same
    line is the same message however often it is asked for. How many are told; those without a way, or whose way has no channel, hear
    by their link alone."""
    open_ways = {way for way, is_open in ways_of(report).items() if is_open}
    told = [one for one in vault.addresses_of(report) if one.way in open_ways]
    for one in told:
        _send(report, line, one)
    return len(told)


def ways_of(report: Report) -> dict[str, bool]:
    """By which ways an answer would go, and whether there is a channel for each; empty: by the link alone."""
    return {way: has_channel(way) for way in sorted({one.way for one in vault.addresses_of(report)})}


def _send(report: Report, line: ReportLine, to: Told) -> None:
    base = str(settings.read("PUBLIC_URL")).rstrip("/")
    fields = {"code": report.code, "category": kinds.name_of(report.category, to.language)}
    key = f"reports-reply-{line.what}" + ("" if base else "-plain")
    if base:
        own = to.is_reporter or report.released_at is None
        fields |= {"address": base + (_OWN if own else f"/phan-anh/{report.code}/"), "link": base + to.unfollow}  # fmt: skip
    whose = digest_of(to.way, to.address)[:16]  # keyed: the name of a message outlives its address
    notify.send_to_address(
        to.way, to.address, Said(key, fields), about=report.path, purpose="report-reply", key=f"report-reply {line.pk} {whose}",
        unit_id=report.unit_id, agency_id=report.agency_id, importance="normal", language=to.language,
        origin=Origin(report.origin).word,
    )  # fmt: skip
