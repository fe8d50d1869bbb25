"""What an Asterisk says (lines of its documentation's shape, ids and numbers made up), and a server that says it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

GREETING = b"Asterisk Call Manager/8.0.2\r\n"
CALL = "1795330000.41"  # the caller's own channel
AGENT = "1795330005.42"


def message(**fields: str) -> str:
    return "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in fields.items()) + "\r\n"


def new(
    own: str = CALL, linked: str = CALL, context: str = "from-trunk", exten: str = "114", **more: str
) -> str:
    return message(
        Event="Newchannel", Privilege="call,all", Channel=f"PJSIP/vnpt-{own[-4:]}", ChannelState="4",
        ChannelStateDesc="Ring", CallerIDNum="0901234456", CallerIDName="", Context=context, Exten=exten,
        Uniqueid=own, Linkedid=linked, **more,
    )  # fmt: skip


def bridged(own: str = AGENT, linked: str = CALL, number: str = "2") -> str:
    return message(
        Event="BridgeEnter", BridgeUniqueid="b-1", BridgeType="basic", BridgeNumChannels=number,
        Channel=f"PJSIP/101-{own[-4:]}", Uniqueid=own, Linkedid=linked,
    )  # fmt: skip


def hung_up(own: str = CALL, linked: str = CALL) -> str:
    return message(
        Event="Hangup",
        Channel="PJSIP/vnpt-0041",
        Uniqueid=own,
        Linkedid=linked,
        Cause="16",
        Cause_txt="Normal Clearing",
    )


def stands(own: str = CALL, bridge: str = "", context: str = "from-trunk", lasted: str = "00:00:30") -> str:
    return message(
        Event="CoreShowChannel", ActionID="stand", Channel=f"PJSIP/vnpt-{own[-4:]}", ChannelStateDesc="Up", CallerIDNum="0901234456",
        Context=context, Exten="114", Uniqueid=own, Linkedid=own, Duration=lasted, BridgeId=bridge,
    )  # fmt: skip


@dataclass(slots=True)
class Exchange:
    """A server on a free port. `standing`: what it shows when asked for its channels; `say` sends to whoever is signed on."""

    port: int = 0
    standing: list[str] = field(default_factory=list)
    signed_on: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    _writer: asyncio.StreamWriter | None = None

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.asked.append(asked)
                if "Action: Login" in asked:
                    good = "Secret: mật khẩu" in asked
                    writer.write(
                        message(
                            Response="Success" if good else "Error", ActionID="on", Message="Authentication"
                        ).encode()
                    )
                elif "Action: CoreShowChannels" in asked:
                    writer.write(message(Response="Success", ActionID="stand", EventList="start").encode())
                    writer.write(
                        "".join(
                            [*self.standing, message(Event="CoreShowChannelsComplete", ActionID="stand")]
                        ).encode()
                    )
                    self._writer = writer
                    self.signed_on.set()
        writer.close()

    def say(self, *messages: str) -> None:
        assert self._writer is not None
        self._writer.write("".join(messages).encode())

    def hang(self) -> None:
        """The cable is cut; the next connection begins anew."""
        assert self._writer is not None
        self.signed_on.clear()
        self._writer.close()


@asynccontextmanager
async def exchange() -> AsyncIterator[Exchange]:
    one = Exchange()
    server = await asyncio.start_server(one.answer, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    async with server:
        yield one


async def until(true: Callable[[], Awaitable[bool]], patience_s: float = 60.0) -> None:
    """Returns when it is so; fails long after any machine would have been done."""
    async with asyncio.timeout(patience_s):
        while not await true():
            await asyncio.sleep(0.05)
