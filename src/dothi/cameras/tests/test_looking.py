"""Real looks at streams over TCP: at what goes well, at every way of going wrong that we could think of, and at a film of a street."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dothi.cameras import health
from dothi.cameras.health import Seen, Standing
from dothi.cameras.looking.pool import Look, Pool
from dothi.cameras.looking.relay import Answers
from dothi.cameras.looks_taken import Target
from dothi.cameras.reaching import url_of
from dothi.cameras.rules import SEEDS
from dothi.cameras.secrets import Login
from dothi.cameras.simulated import reels
from dothi.cameras.simulated.reels import Fault, Picture, Source
from dothi.cameras.simulated.rtsp import Server
from dothi.cameras.tests.views import film, filmed, street, turned
from dothi.cameras.watching import figures_of
from dothi.kernel.errors import DothiError
from dothi.kernel.testing.absent import missing

LIMITS = {seed.code: seed.value for seed in SEEDS}
PATIENT_S = 30.0  # a busy machine takes its time; what waits for a trouble has a shorter one of its own


@contextlib.asynccontextmanager
async def served(**sources: Source) -> AsyncIterator[tuple[Server, Pool]]:
    async with Server(sources) as server, Pool(1) as pool:
        yield server, pool


def nothing() -> Iterator[reels.Unit]:
    return iter(())


async def test_one_look_brings_one_small_picture_and_its_figures() -> None:
    async with served(gate=reels.reel(film(street()))) as (server, pool):
        look = await pool.look(server.url("gate"), width=160, seconds=PATIENT_S)
    assert look.picture.startswith(b"\xff\xd8")
    assert (look.answer.trouble, look.answer.width, look.answer.height) == ("", 384, 216)
    assert len(look.answer.descriptor) == health.BYTES
    assert len(look.picture) < 20_000


@pytest.mark.parametrize(
    ("fault", "trouble", "seconds"),
    [
        (Fault.SLOW, "no-answer", 2.0),
        (Fault.RUBBISH, "undecodable", PATIENT_S),
        (Fault.HEADERS, "undecodable", PATIENT_S),
        (Fault.ELSEWHERE, "elsewhere", PATIENT_S),
        (Fault.STALLS, "stalled", 2.0),
    ],
)
async def test_a_camera_that_misbehaves_is_told_in_words_and_harms_nobody(
    fault: Fault, trouble: str, seconds: float
) -> None:
    bad = (
        reels.once([street()], fault=Fault.STALLS) if fault is Fault.STALLS else Source(nothing, fault=fault)
    )
    async with served(bad=bad, good=reels.reel(film(street()))) as (server, pool):
        one, other = await asyncio.gather(
            pool.look(server.url("bad"), seconds=seconds), pool.look(server.url("good"), seconds=PATIENT_S)
        )
    assert (one.answer.trouble, other.answer.trouble) == (trouble, "")


TWO = (
    b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Base: rtsp://a/\r\nContent-Length: 26\r\n\r\ns=RTSP/RTP 302 stream\nabcd"
    b"RTSP/1.0 401 Unauthorized\r\n\r\n"
)


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_answers_are_read_whole_in_whatever_pieces_they_come(piece: int) -> None:
    answers = Answers()
    assert all(answers.take(TWO[at : at + piece]) for at in range(0, len(TWO), piece))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (b"RTSP/1.0 302 Moved\r\n", "elsewhere"),
        (b"RTSP/1.0 200 OK\r\nlocation: rtsp://10.0.0.1/\r\n\r\n", "elsewhere"),
        (b"RTSP/1.0 2\r00 OK\nLOC\rATION: x\n", "elsewhere"),
        (b"RTSP/1.0 4294967598 Moved\r\n", "undecodable"),  # 302 to who counts in 32 bits
        (b"RTSP/1.0 +302 Moved\r\n", "undecodable"),
        (b"RTSP/1.0\t302 Moved\r\n", "undecodable"),
        (b"$\0\0\3\ns=RTSP/1.0 302 Moved\n", "undecodable"),  # an answer behind a packet
        (b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n$   a\nContent-Length: 20000\n\n", "undecodable"),
        (b"RTSP/1.0 200 OK\nContent-Length: 4\nContent-Length: 0\n\n", "undecodable"),
        (b"RTSP/1.0 200 OK\nContent-Length: 0x10\n\n", "undecodable"),
        (b"RTSP/1.0 200 OK\nX: " + b"y" * 5000, "undecodable"),
        (b"RTSP/1.0 200 OK\n" + b"X: y\n" * 60_000, "undecodable"),
    ],
    ids=range(12),
)
def test_an_answer_that_leads_elsewhere_or_can_be_read_in_two_ways_ends_the_line(
    said: bytes, refused: str
) -> None:
    answers = Answers()
    assert not answers.take(said)
    assert answers.refused == refused


async def test_a_wrong_password_a_wrong_path_and_a_dead_port_have_words_of_their_own() -> None:
    async with served(gate=reels.reel(film(street(), 4), login=("u", "p@ss"))) as (server, pool):
        target = Target(1, "gate", server.url("gate"), Login("u", "p@ss"))
        right = await figures_of(pool, target, PATIENT_S)
        troubles = [
            (await figures_of(pool, one, PATIENT_S)).seen.trouble
            for one in (
                Target(1, "gate", server.url("gate"), Login("u", "wrong")),
                Target(1, "gate", server.url("gate"), None),
                Target(1, "gate", server.url("other"), None),
                Target(1, "gate", "rtsp://127.0.0.1:9/a", None),
            )
        ]
    assert right.seen.trouble == ""
    assert troubles == ["refused", "refused", "no-stream", "no-answer"]


@pytest.fixture(autouse=True)
def _inside_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


async def test_an_inside_address_is_looked_at_only_where_it_was_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    with pytest.raises(DothiError, match="egress-refused"):
        await url_of(Target(1, "gate", "rtsp://127.0.0.1:9/a", None))
    async with Pool(1) as pool:
        assert (
            await figures_of(pool, Target(1, "x", "rtsp://127.0.0.1:9/a", None))
        ).seen.trouble == "forbidden"


async def test_a_decoder_that_dies_is_replaced_and_its_work_is_done() -> None:
    async with served(gate=reels.reel(film(street()))) as (server, pool):
        await pool.look(server.url("gate"), seconds=PATIENT_S)
        looking = asyncio.create_task(pool.look(server.url("gate"), seconds=PATIENT_S))
        while not pool._workers[0].takers:
            await asyncio.sleep(0)
        before = pool.processes
        pool._workers[0].process.kill()
        assert (await looking).answer.trouble == ""
        assert pool.processes != before


async def test_a_live_view_gives_picture_after_picture_until_it_is_ended() -> None:
    came: asyncio.Queue[Look | None] = asyncio.Queue()
    async with served(gate=reels.reel(film(street()))) as (server, pool):
        stop = await pool.live(server.url("gate"), came.put_nowait, fps=20, seconds=PATIENT_S)
        async with asyncio.timeout(PATIENT_S):
            looks = [await came.get() for _ in range(3)]
        stop()
        assert all(look is not None and look.picture and not look.answer.done for look in looks)
        assert len({look.picture for look in looks if look}) == 3
        assert pool._workers[0].takers == {}


async def told(pictures: list[Callable[[], Iterator[Picture]] | None]) -> list[str]:
    """The states after looks at streams that begin one after the other (None: nobody answers)."""
    standing, states = Standing(), []
    async with Pool(1) as pool:
        for one in pictures:
            seen = Seen("no-answer")
            if one is not None:
                async with Server({"gate": reels.reel(one(), gop=1)}) as server:
                    look = await pool.look(server.url("gate"), seconds=PATIENT_S)
                    seen = Seen(look.answer.trouble, look.answer.descriptor)
            standing = health.judge(standing, seen, LIMITS)
            states.append(standing.state)
    return states


def from_(number: int, view: Picture) -> Callable[[], Iterator[Picture]]:
    return lambda: (filmed(view, number + each) for each in range(3))


async def test_started_stopped_frozen_and_turned_each_has_its_word() -> None:
    view = street()
    still = lambda: iter([filmed(view, 50)] * 3)  # noqa: E731
    states = await told(
        [
            *(from_(0, view), from_(10, view), None, None, from_(20, view), still, still, still, still),
            *(from_(30, view), *(from_(40 + n, turned(view, 6)) for n in range(0, 9, 3)), from_(60, view)),
        ]
    )
    assert states == [
        "ok", "ok", "ok", "down", "ok", "ok", "ok", "ok", "frozen",
        "ok", "ok", "ok", "moved", "ok",
    ]  # fmt: skip


async def test_a_film_of_a_real_street_started_stopped_frozen_and_shifted(shared_data: Path) -> None:
    """377 pictures of a fixed camera over a car park's entrance, cars large in the view."""
    file = shared_data / "video" / "intel_car-detection.mp4"
    if not file.is_file():
        missing(f"the film is not here ({file})")
    frames = list(reels.frames_of(file, most=14, every=25))

    def at(*numbers: int, shift: int = 0) -> Callable[[], Iterator[Picture]]:
        return lambda: (np.roll(frames[number], shift, 1) for number in numbers)

    states = await told(
        [
            *(at(0, 1), at(1, 2), at(2, 0), None, None, at(0, 1), at(5), at(5), at(5), at(5)),
            *(at(6, 7), *(at(one, shift=72) for one in (5, 6, 10)), at(7, 6)),
        ]
    )
    assert states == [
        "ok", "ok", "ok", "ok", "down", "ok", "ok", "ok", "ok", "frozen",
        "ok", "ok", "ok", "moved", "ok",
    ]  # fmt: skip
