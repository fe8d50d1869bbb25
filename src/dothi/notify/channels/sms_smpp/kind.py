"""SMS by SMPP 3.4 to an operator or an aggregator: one bound session, receipts over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from smpplib import consts

from dothi.connectors.sources.asking import ask
from dothi.notify.channels.kinds import Accepted, Kind, Outgoing, Report_
from dothi.notify.channels.sms_http.kind import number_of, without_marks
from dothi.notify.channels.sms_smpp.session import Session, parts_of
from dothi.notify.models import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to bind, as whom, and under which brand name messages go."""

    host: str = ask(whereto=True, example="smpp.example.vn")
    port: int = ask(2775, lowest=1, highest=65535, whereto=True)
    tls: bool = ask(False, whereto=True)
    system_id: str = ask()
    password: str = ask(secret=True)
    system_type: str = ask("")
    sender: str = ask(example="IOC-DOTHI")
    plain: bool = ask(False)  # without Vietnamese marks: one SMS holds 160 letters, not 70


class Sender:
    """A session and how messages look in it."""

    def __init__(self, settings: Settings, report: Report_) -> None:
        self.settings = settings
        self.session = Session(
            settings.host,
            settings.port,
            settings.tls,
            settings.system_id,
            settings.password,
            settings.system_type,
            report,
        )

    async def send(self, one: Outgoing) -> Accepted:
        """The id of its last part, for which alone a receipt is asked: parts arrive together or not at all."""
        text = " ".join(part for part in (one.text, one.link) if part)
        parts, coding, esm_class = parts_of(without_marks(text) if self.settings.plain else text)
        number, key = number_of(one.address, country=True).lstrip("+"), ""
        for at, part in enumerate(parts, start=1):
            key = await self.session.submit(
                source_addr_ton=consts.SMPP_TON_ALNUM, source_addr_npi=consts.SMPP_NPI_UNK, source_addr=self.settings.sender,
                dest_addr_ton=consts.SMPP_TON_INTL, dest_addr_npi=consts.SMPP_NPI_ISDN, destination_addr=number,
                short_message=part, data_coding=coding, esm_class=esm_class,
                registered_delivery=consts.SMPP_SMSC_DELIVERY_RECEIPT_BOTH if at == len(parts) else 0,
            )  # fmt: skip
        return Accepted(key)

    async def keep(self) -> None:
        await self.session.stay()

    async def close(self) -> None:
        await self.session.close()


def opened(settings: Any, report: Report_) -> Sender:
    return Sender(settings, report)


KIND = Kind("sms_smpp", Way.SMS, Settings, open=opened, patience_s=20.0, at_once=8)
