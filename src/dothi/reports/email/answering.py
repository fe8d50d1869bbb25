"""What is written back to whoever wrote: the receipt with their own link, and – once – why a letter is no report yet. Every letter of ours
says that a machine wrote it (RFC 3834); to a machine's nothing is answered."""

from __future__ import annotations

import re

from dothi.kernel import settings
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.notify import actions as notify
from dothi.notify.queries import has_channel, senders_of
from dothi.notify.said import Said
from dothi.reports.actions.receiving import Received
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.vault import Contact
from dothi.reports.matching.proposing import Stop
from dothi.reports.models import Report

EMAIL = "email"
RECEIPT = "report-mail-receipt {}"  # key of the message that holds the link, by the report's row
_LINK = "/phan-anh/cua-toi/{}/?thu=1"
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|and|there|please|street|road|has|have|been|this|our|near|not)\b", re.IGNORECASE
)


def language_of(text: str) -> str:
    """Vietnamese unless it has none of its letters and several English words: many write Vietnamese without accents."""
    return "en" if not _VIETNAMESE.search(text) and len(set(_ENGLISH.findall(text.lower()))) >= 3 else "vi"


def own_addresses(mailbox: Mailbox) -> frozenset[str]:
    """Which addresses are ours: a letter from one of them is our own, come back."""
    boxes = Mailbox.objects.values_list("address", flat=True)
    return frozenset(one.lower() for one in (mailbox.address, *boxes, *senders_of(EMAIL)))


def no_place() -> str:
    return t("reports-mail-no-place", "vi")


def receipt(received: Received, contact: Contact, left_out: int = 0) -> None:
    """Their code and their own link; where the place is missing, that it can be told there. Nothing where no channel goes."""
    report, base = received.report, _base()
    if not received.token or not has_channel(EMAIL):
        return
    fields = {"code": report.code, "left": left_out}
    if base:
        fields |= {"link": base + _LINK.format(received.token)}
    key = "reports-mail-receipt" + ("" if report.lon is not None else "-place") + ("" if base else "-plain")
    _send(Said(key, fields), contact.email, contact.language, RECEIPT.format(report.pk), report)


def is_over(report: Report, address: str) -> None:
    """Somebody writes to what is done: their own page says how it is judged and reopened, an officer reads what they wrote. Each is told
    once: what answers that by itself would be told for ever."""
    fields = {"code": report.code} | ({"address": f"{_base()}/phan-anh/cua-toi/"} if _base() else {})
    key = "reports-mail-over" + ("" if _base() else "-plain")
    whose = digest_of(EMAIL, address)[:16]  # keyed: the name of a message outlives its address
    _send(Said(key, fields), address, "vi", f"report-mail-over {report.pk}/{report.reopened} {whose}", report)


def aside(mail: Mail, address: str, language: str, stop: Stop | None = None) -> None:
    """Why it is no report yet. An emergency is told whom to call."""
    base = _base()
    fields = (
        {"number": stop.number, "text": stop.text}
        if stop
        else {"form": f"{base}/phan-anh/moi/" if base else "1022"}
    )
    _send(Said(f"reports-mail-{mail.why}", fields), address, language, f"report-mail-aside {mail.pk}", None)


def _send(said: Said, address: str, language: str, key: str, report: Report | None) -> None:
    if not address or not has_channel(EMAIL):
        return
    notify.send_to_address(
        EMAIL, address, said, purpose="report-reply", key=key, about=report.path if report else "",
        unit_id=report.unit_id if report else None, agency_id=report.agency_id if report else None, importance="normal",
        language=language, origin=Origin(report.origin if report else Origin.LIVE).word,
    )  # fmt: skip


def _base() -> str:
    return str(settings.read("PUBLIC_URL")).rstrip("/")
