"""A few decoder processes (`child.py`) and what is asked of them. One that dies or hangs is replaced; what it was about is asked once more."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from dothi.cameras.looking.child import Answer, Order

logger = logging.getLogger(__name__)
GRACE_S = 3.0  # beyond the time of an order: then the decoder itself hangs
START_S = 60.0
LARGEST = 4_000_000
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought: the picture (JPEG, empty with a trouble) and its figures."""

    answer: Answer
    picture: bytes


class Died(Exception):
    """The decoder ended while this was under way."""


Take = Callable[[Look | None], None]  # None: the decoder died


@dataclass(eq=False, slots=True)
class Worker:
    """One decoder process."""

    process: asyncio.subprocess.Process
    takers: dict[int, Take] = field(default_factory=dict)
    reading: asyncio.Task[None] | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)  # it has started, or ended before

    @classmethod
    async def begin(cls) -> Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "dothi.cameras.looking.child",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        worker = cls(process)
        worker.reading = asyncio.create_task(worker.read())
        return worker

    @property
    def alive(self) -> bool:
        return self.process.returncode is None and self.reading is not None and not self.reading.done()

    def order(self, order: Order, take: Take) -> None:
        assert self.process.stdin is not None
        self.takers[order.id] = take
        self.process.stdin.write(msgspec.json.encode(order) + b"\n")

    def forget(self, number: int) -> None:
        if self.takers.pop(number, None) and self.alive and self.process.stdin is not None:
            self.process.stdin.write(msgspec.json.encode(Order(number, "stop")) + b"\n")

    async def read(self) -> None:
        """Hands out what the decoder says until it ends."""
        assert self.process.stdout is not None
        try:
            while True:
                (size,) = struct.unpack(">I", await self.process.stdout.readexactly(4))
                if size > LARGEST:
                    raise ValueError("a decoder says too much")
                head, _, picture = (await self.process.stdout.readexactly(size)).partition(b"\n")
                self.ready.set()
                answer = msgspec.json.decode(head, type=Answer)
                take = self.takers.pop(answer.id, None) if answer.done else self.takers.get(answer.id)
                if take is not None:
                    take(Look(answer, picture))
        except (asyncio.IncompleteReadError, ValueError, msgspec.MsgspecError) as error:
            logger.warning("a decoder of cameras ended", extra={"detail": repr(error)[:200]})
        finally:
            await self.kill()
            self.ready.set()
            for take in [*self.takers.values()]:
                take(None)
            self.takers.clear()

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Pool:
    """`async with Pool(2) as pool`."""

    def __init__(self, size: int = 2) -> None:
        self._size = size
        self._workers: list[Worker] = []
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._workers:
            if worker.reading is not None:
                worker.reading.cancel()
                await asyncio.gather(worker.reading, return_exceptions=True)
        self._workers.clear()

    @property
    def processes(self) -> list[int]:
        return [worker.process.pid for worker in self._workers if worker.alive]

    async def look(self, url: str, *, width: int = 960, seconds: float = 8.0, name: str = "") -> Look:
        """One picture with its figures, or the trouble. Never raises for what a camera does."""
        for _ in range(2):  # a decoder dies with all that it had under way: the innocent are asked again
            try:
                return await self._once(Order(next(_numbers), "look", url, name, width, seconds))
            except Died:
                continue
        return Look(Answer(0, True, "broke-decoder"), b"")

    async def _once(self, order: Order) -> Look:
        worker = await self._ready()
        waiting: asyncio.Future[Look | None] = asyncio.get_running_loop().create_future()
        worker.order(order, lambda look: None if waiting.done() else waiting.set_result(look))
        try:
            async with asyncio.timeout(order.seconds + GRACE_S):
                found = await waiting
        except TimeoutError:
            await worker.kill()
            return Look(Answer(order.id, True, "no-answer"), b"")
        if found is None:
            raise Died
        return found

    async def live(
        self, url: str, take: Take, *, fps: float, seconds: float, width: int = 960, name: str = ""
    ) -> Callable[[], None]:
        """Every picture is given to `take`, the last call has `done` (or is None: the decoder died); the result ends it."""
        worker = await self._ready()
        order = Order(next(_numbers), "live", url, name, width, seconds, fps)
        worker.order(order, take)
        return lambda: worker.forget(order.id)

    async def _ready(self) -> Worker:
        """One that has started: on a busy machine that takes longer than a look, and is no fault of a camera's."""
        worker = await self._free()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_S):
                await worker.ready.wait()
        return worker

    async def _free(self) -> Worker:
        """The one with least to do; those that died are replaced."""
        async with self._lock:
            self._workers = [worker for worker in self._workers if worker.alive]
            while len(self._workers) < self._size:
                self._workers.append(await Worker.begin())
            return min(self._workers, key=lambda worker: len(worker.takers))
