"""Whoever writes by e-mail: as their letter says, how they stand to a report, and – while an officer decides about a letter – who sent it."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.kernel.errors import BadRequest
from dothi.notify.models import Way
from dothi.reports.email.models import Mail
from dothi.reports.identity.vault.contact import Contact, contact_of
from dothi.reports.identity.vault.hearing import addresses_of
from dothi.reports.identity.vault.owning import named
from dothi.reports.models import Report
from dothi.reports.models.people import MailSender


def sender_contact(name: str, address: str, language: str) -> Contact | None:
    """Whoever a letter says that it is from; None: no address that could be answered."""
    try:
        return contact_of(name, "", address, language) if address else None
    except BadRequest:
        return None


def stands_with(report: Report, address: str) -> bool:
    """Did this e-mail address report it, or follow it?"""
    return named(str(Way.EMAIL), address).filter(pk=report.pk).exists() if address else False


def is_reporter_s(report: Report, address: str) -> bool:
    """Did this e-mail address report it, or something that was merged into it?"""
    told = addresses_of(report)
    return any(one.is_reporter and (one.way, one.address) == (Way.EMAIL, address) for one in told)


def put_sender_by(mail: Mail, name: str, address: str, language: str) -> None:
    """Until an officer decided about the letter."""
    if address:
        MailSender.objects.create(mail=mail, name=name[:120], address=address[:200], language=language)


def sender_of(mail: Mail) -> Contact:
    """For the report that it becomes; empty: it named none that could be answered."""
    row = MailSender.objects.filter(mail=mail).first()
    return (sender_contact(row.name, row.address, row.language) if row else None) or Contact()


def masked_senders(mails: Iterable[Mail]) -> dict[int, str]:
    """By letter: enough to tell two senders apart, not enough to write to one."""
    rows = MailSender.objects.filter(mail__in=list(mails)).values_list("mail_id", "address")
    return {pk: f"{address[:1]}…@{address.rpartition('@')[2]}" for pk, address in rows}


def mails_of(way: str, address: str) -> list[int]:
    """Letters of theirs that wait."""
    rows = MailSender.objects.filter(address=address) if way == Way.EMAIL else MailSender.objects.none()
    return list(rows.values_list("mail_id", flat=True))


def forget_sender(mail: Mail) -> None:
    MailSender.objects.filter(mail=mail).delete()
