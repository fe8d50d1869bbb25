"""As much of MQTT 3.1.1 as a publisher at QoS 1 needs, on a plain asyncio connection.

Written by hand (the packets are six lines each) because a replay plays thousands of messages per second and has to know,
when a connection breaks, exactly which messages were not acknowledged: general clients give back neither.
Numbers in comments are sections of the OASIS standard MQTT 3.1.1.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dothi.kernel.errors import NotAuthenticated

KEEP_ALIVE_S = 30
_CONNECT, _PUBLISH_QOS1, _PINGREQ, _DISCONNECT = 0x10, 0x32, b"\xc0\x00", b"\xe0\x00"
_CONNACK, _PUBACK = 0x20, 0x40
_IDS = 65_535


class Line:
    """One connection. `in_flight`: packet id → (topic, payload), in the order sent, until its PUBACK."""

    def __init__(self, on_acknowledged: Callable[[int], None]) -> None:
        self.in_flight: dict[int, tuple[str, bytes]] = {}
        self._on_acknowledged = on_acknowledged
        self._next = 0

    async def open(self, host: str, port: int, client_id: str, user: str, password: str) -> None:
        """Connects and logs in. Raises OSError, EOFError, or NotAuthenticated when the key is refused."""
        self._reader, self._writer = await asyncio.wait_for(asyncio.open_connection(host, port), 10)
        # 3.1: protocol name and level, flags (user name, password, clean session), keep alive
        body = (
            _text("MQTT")
            + bytes([4, 0b11000010])
            + KEEP_ALIVE_S.to_bytes(2, "big")
            + _text(client_id)
            + _text(user)
            + _text(password)
        )
        self._writer.write(_packet(_CONNECT, body))
        async with asyncio.timeout(10):
            kind, answer = await self._read()
        if kind != _CONNACK or answer[1] != 0:  # 3.2.2.3: 4 and 5 are refusals of the login
            self.close()
            if kind == _CONNACK and answer[1] in {4, 5}:
                raise NotAuthenticated("mqtt-key-refused", key=user)
            raise ConnectionError(f"MQTT login answered {kind:#x} {answer.hex()}")

    def send(self, topic: str, payload: bytes) -> None:
        """Writes one PUBLISH (3.3); fewer than 65,535 may be in flight."""
        while True:
            self._next = self._next % _IDS + 1
            if self._next not in self.in_flight:
                break
        self.in_flight[self._next] = (topic, payload)
        self._writer.write(_packet(_PUBLISH_QOS1, _text(topic) + self._next.to_bytes(2, "big") + payload))

    async def flush(self) -> None:
        """Waits while the connection's buffer is full."""
        await self._writer.drain()

    async def listen(self) -> None:
        """Takes PUBACKs until the connection breaks (OSError, EOFError); asks for a sign of life when it is silent."""
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE_S / 2):
                    kind, body = await self._read()
            except TimeoutError:
                self._writer.write(_PINGREQ)
                async with asyncio.timeout(KEEP_ALIVE_S / 2):
                    kind, body = await self._read()
            if kind == _PUBACK:
                number = int.from_bytes(body[:2], "big")
                if self.in_flight.pop(number, None) is not None:
                    self._on_acknowledged(1)

    def close(self) -> None:
        if not self._writer.is_closing():
            self._writer.write(_DISCONNECT)
        self._writer.close()

    async def _read(self) -> tuple[int, bytes]:
        """One packet: its kind and body (2.2)."""
        head = await self._reader.readexactly(1)
        length, shift = 0, 0
        while True:
            byte = (await self._reader.readexactly(1))[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        return head[0] & 0xF0, await self._reader.readexactly(length)


def _packet(head: int, body: bytes) -> bytes:
    length, rest = bytearray(), len(body)
    while True:
        rest, low = rest >> 7, rest & 0x7F
        length.append(low | (0x80 if rest else 0))
        if not rest:
            return bytes([head]) + bytes(length) + body


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data
