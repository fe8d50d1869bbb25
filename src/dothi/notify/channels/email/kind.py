"""E-mail by SMTP. A server's yes says that it took the letter, not that anybody has it: there are no receipts."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Literal

import aiosmtplib

from dothi.connectors.sources.asking import ask
from dothi.kernel import egress
from dothi.notify.channels.kinds import PATIENCE_S, Accepted, Kind, NotSent, Outgoing
from dothi.notify.models import Way

_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")
_REFUSES_ALL = (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPSenderRefused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A mail server; `security`: TLS from the first byte (465), STARTTLS (587), or none (only inside)."""

    host: str = ask(whereto=True, example="smtp.example.vn")
    port: int = ask(587, lowest=1, highest=65535, whereto=True)
    security: Literal["starttls", "tls", "none"] = ask("starttls", whereto=True)
    username: str = ask("")
    password: str = ask("", secret=True)
    sender: str = ask(example="ioc@example.vn")
    sender_name: str = ask("")
    reply_to: str = ask("", example="phananh@example.vn")

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """What the types do not say."""
        if not is_mailbox(self.sender):
            yield "sender", "mailbox", {}
        if self.reply_to and not is_mailbox(self.reply_to):
            yield "reply_to", "mailbox", {}


def is_mailbox(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def letter(one: Outgoing, settings: Settings) -> EmailMessage:
    """The same Message-ID however often it is tried: many servers and readers drop the double by it."""
    made, domain = EmailMessage(), settings.sender.rpartition("@")[2]
    made["Subject"] = one.title
    made["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    made["To"] = one.address
    if settings.reply_to:
        made["Reply-To"] = settings.reply_to
    made["Message-ID"] = f"<{one.key}@{domain}>"
    made["Date"] = one.at
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers
    made.set_content("\n\n".join(part for part in (one.text, one.link) if part) + "\n")
    return made


async def send(one: Outgoing, settings: Settings) -> Accepted:
    if not is_mailbox(one.address):
        raise NotSent("address", permanent=True)
    client = await _connected(settings)
    try:
        if settings.username:
            await client.login(settings.username, settings.password)
        _, said = await client.send_message(letter(one, settings))
    except _REFUSES_ALL as error:
        raise NotSent("refused-us", f"{error.code} {error.message}", down=True) from error
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _refused(error.recipients[0]) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error) from error
    except aiosmtplib.SMTPTimeoutError as error:
        raise NotSent("slow", down=True) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotSent("no-connection", str(error), down=True) from error
    finally:
        client.close()
    return Accepted(provider_id=one.key, said=said)


def _refused(error: aiosmtplib.SMTPResponseException) -> NotSent:
    """5xx is for good, 4xx is "later" (RFC 5321 §4.2.1)."""
    return NotSent("refused", f"{error.code} {error.message}", permanent=error.code >= 500)


async def _connected(settings: Settings) -> aiosmtplib.SMTP:
    """The guard judges the address; the certificate is judged by the name that was configured."""
    tls = egress.tls_context(settings.host) if settings.security != "none" else None
    try:
        line = await _line(settings)
        client = aiosmtplib.SMTP(
            hostname=None, port=None, sock=line, timeout=PATIENCE_S, tls_context=tls, use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls", local_hostname="dothi.invalid",
        )  # fmt: skip
        await client.connect()
    except egress.EgressRefused as error:
        raise NotSent("inside", settings.host, down=True) from error
    except aiosmtplib.SMTPTimeoutError as error:
        raise NotSent("slow", down=True) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotSent("no-connection", str(error) or type(error).__name__, down=True) from error
    return client


async def _line(settings: Settings) -> socket.socket:
    address = await egress.address_of(settings.host, settings.port)
    line = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    line.setblocking(False)
    try:
        async with asyncio.timeout(egress.CONNECT_S):
            await asyncio.get_running_loop().sock_connect(line, (address, settings.port))
    except BaseException:
        line.close()
        raise
    return line


KIND = Kind("email", Way.EMAIL, Settings, send, receipts=False, patience_s=20.0)
