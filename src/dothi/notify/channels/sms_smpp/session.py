"""One SMPP 3.4 session (transceiver): PDUs are written and read by `smpplib`, the line is ours, so the guard judges it and nothing blocks.

The session stays bound, because receipts come over it; it says `enquire_link` when nothing else is said, and binds anew when it broke.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from smpplib import consts, gsm, smpp
from smpplib.command import Command

from dothi.kernel import egress
from dothi.notify.channels.kinds import PATIENCE_S, NotSent, Report
from dothi.notify.models import State

QUIET_S = 30.0  # then we ask whether the other side is there
AGAIN_S = 5.0  # between two tries to bind
_IS_RECEIPT = 0x04  # of esm_class (SMPP 3.4 §5.2.12)
_LONGEST = 65_536  # bytes of a PDU
_RECEIPT = re.compile(rb"id:(\S+).*?stat:(\S+)", re.S | re.I)
_STATES = {
    "DELIVRD": State.DELIVERED,
    "ACCEPTD": None,
    "ENROUTE": None,
    "UNKNOWN": None,
}  # every other one is a failure
_STATE_NUMBERS = {
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
    1: "ENROUTE",
}
_OURS = frozenset({0x0D, 0x0E, 0x0F, 0x05, 0x03})  # bind failed, password, system id, already bound, command
_LATER = frozenset({0x14, 0x58, 0x08, 0x64, 0x65})  # queue full, throttled, system error, temporary
logger = logging.getLogger(__name__)
Report_ = Callable[[Report], Awaitable[None]]


class Numbers:
    """Sequence numbers of one session (smpplib asks its client for the next)."""

    def __init__(self) -> None:
        self.sequence = 0

    def next_sequence(self) -> int:
        self.sequence = self.sequence % 0x7FFFFFFF + 1
        return self.sequence


@dataclass(slots=True)
class Session:
    """`host`, `port`, TLS, who we are; `report` takes every receipt."""

    host: str
    port: int
    tls: bool
    system_id: str
    password: str
    system_type: str
    report: Report_
    _writer: asyncio.StreamWriter | None = None
    _reading: asyncio.Task[None] | None = None
    _waiting: dict[int, asyncio.Future[Command]] = field(default_factory=dict)
    _numbers: Numbers = field(default_factory=Numbers)
    _binding: asyncio.Lock = field(default_factory=asyncio.Lock)
    _heard_at: float = 0.0
    _next_bind_at: float = 0.0

    @property
    def is_bound(self) -> bool:
        return self._writer is not None and self._reading is not None and not self._reading.done()

    async def submit(self, **fields: Any) -> str:
        """The id that the other side gave it. Raises NotSent."""
        await self.bind()
        answer = await self._ask("submit_sm", **fields)
        if answer.status:
            raise _refused(answer)
        told = getattr(answer, "message_id", None) or b""
        return bytes(told).decode("ascii", "replace")

    async def bind(self) -> None:
        """Bound, or NotSent."""
        async with self._binding:
            if not self.is_bound:
                await self._bind()

    async def _bind(self) -> None:
        await self.close()
        try:
            reader, self._writer = await egress.connect(self.host, self.port, tls=self.tls)
        except egress.EgressRefused as error:
            raise NotSent("inside", self.host, down=True) from error
        except (OSError, TimeoutError) as error:
            raise NotSent("no-connection", str(error) or type(error).__name__, down=True) from error
        self._reading = asyncio.create_task(self._read(reader))
        answer = await self._ask(
            "bind_transceiver", system_id=self.system_id, password=self.password, system_type=self.system_type,
            addr_ton=0, addr_npi=0, address_range="",
        )  # fmt: skip
        if answer.status:
            await self.close()
            raise NotSent("refused-us", answer.get_status_desc(), down=True)

    async def stay(self) -> None:
        """Called each round: bound, so that receipts come; never waits for the other side."""
        now = asyncio.get_running_loop().time()
        if not self.is_bound:
            if now >= self._next_bind_at and not self._binding.locked():
                self._next_bind_at = now + AGAIN_S
                _kept.add(task := asyncio.create_task(self._try_bind()))
                task.add_done_callback(_kept.discard)
        elif now - self._heard_at > 2 * QUIET_S:
            await self.close()
        elif now - self._heard_at > QUIET_S and self._writer is not None:
            self._write(smpp.make_pdu("enquire_link", client=self._numbers))

    async def _try_bind(self) -> None:
        with contextlib.suppress(NotSent):
            await self.bind()

    async def close(self) -> None:
        """Ends the session; who waits for an answer is told."""
        if self._reading is not None and self._reading is not asyncio.current_task():
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        self._lost()

    def _lost(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer, self._reading = None, None
        for one in self._waiting.values():
            if not one.done():
                one.set_exception(NotSent("broke-off", down=True))
        self._waiting.clear()

    async def _ask(self, command: str, **fields: Any) -> Command:
        asked = smpp.make_pdu(command, client=self._numbers, **fields)
        answered: asyncio.Future[Command] = asyncio.get_running_loop().create_future()
        self._waiting[asked.sequence] = answered
        try:
            self._write(asked)
            async with asyncio.timeout(PATIENCE_S - 1):
                return await answered
        except TimeoutError as error:
            raise NotSent("slow", down=True) from error
        finally:
            self._waiting.pop(asked.sequence, None)

    def _write(self, pdu: Command) -> None:
        if self._writer is None:
            raise NotSent("broke-off", down=True)
        self._writer.write(pdu.generate())

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                head = await reader.readexactly(16)
                size = struct.unpack(">L", head[:4])[0]
                if not 16 <= size <= _LONGEST:
                    return
                await self._take(head + await reader.readexactly(size - 16))
        except (asyncio.IncompleteReadError, OSError):
            pass
        except Exception:  # a PDU that nobody can read: the line cannot be trusted any more
            logger.warning("smpp: unreadable", exc_info=True)
        finally:
            if self._reading is asyncio.current_task():
                self._lost()

    async def _take(self, data: bytes) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        pdu = smpp.parse_pdu(data, client=Numbers(), allow_unknown_opt_params=True)
        if pdu.is_response():
            waiting = self._waiting.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu)
        elif pdu.command == "deliver_sm":
            told = receipt_of(pdu)
            if told is not None:
                await self.report(told)  # noted before it is answered: what is not answered comes again
            self._answer(pdu)
        elif pdu.command in ("enquire_link", "unbind"):
            self._answer(pdu)
            if pdu.command == "unbind":
                raise asyncio.IncompleteReadError(b"", None)

    def _answer(self, pdu: Command) -> None:
        answer = smpp.make_pdu(f"{pdu.command}_resp", client=Numbers())
        answer.sequence = pdu.sequence
        if pdu.command == "deliver_sm":
            answer.message_id = ""
        self._write(answer)


_kept: set[asyncio.Task[None]] = set()  # asyncio itself keeps tasks only weakly


def receipt_of(pdu: Command) -> Report | None:
    """SMPP 3.4 §5.3.2.35 and Appendix B: by optional parameters where there are, else by the text; None: no receipt, or no news."""
    if not (pdu.esm_class or 0) & _IS_RECEIPT:
        return None
    key, stat = (
        getattr(pdu, "receipted_message_id", None),
        _STATE_NUMBERS.get(getattr(pdu, "message_state", None) or 0),
    )
    found = _RECEIPT.search(bytes(getattr(pdu, "short_message", None) or b""))
    if found is not None:
        key, stat = key or found[1], stat or found[2].decode("ascii", "replace").upper()
    if not key or stat is None:
        return None
    state = _STATES.get(stat, State.FAILED)
    return Report(bytes(key).decode("ascii", "replace").rstrip("\0"), state, stat) if state else None


def _refused(answer: Command) -> NotSent:
    said = answer.get_status_desc()
    if answer.status in _OURS:
        return NotSent("refused-us", said, down=True)
    if answer.status in _LATER:
        return NotSent("busy", said, down=True)
    return NotSent("refused", said, permanent=True)


def parts_of(text: str) -> tuple[list[bytes], int, int]:
    """The text as SMS: parts, data coding, esm_class. Vietnamese goes as UCS-2, 70 letters in one and 67 in each of several."""
    encoding = consts.SMPP_ENCODING_DEFAULT if text.isascii() else consts.SMPP_ENCODING_ISO10646
    parts, coding, esm_class = gsm.make_parts(text, encoding)
    return list(parts), int(coding), int(esm_class)
