"""Streams that were spoilt on purpose, by a seed: each look ends in a picture or in a word, and the next camera is looked at as before."""

from __future__ import annotations

import asyncio
import itertools
import random

import numpy as np
import pytest

from dothi.cameras import health
from dothi.cameras.looking.pool import Pool
from dothi.cameras.simulated import reels
from dothi.cameras.simulated.reels import Source, Unit
from dothi.cameras.simulated.rtsp import Server
from dothi.cameras.tests.views import film, street

pytestmark = pytest.mark.slow(seconds=60)
SECONDS = 8.0
SEEDS = range(12)


def cut(units: list[Unit], chance: random.Random) -> list[Unit]:
    return [[nal[: chance.randint(1, len(nal))] for nal in unit] for unit in units]


def flipped(units: list[Unit], chance: random.Random) -> list[Unit]:
    def spoilt(nal: bytes) -> bytes:
        data = bytearray(nal)
        for _ in range(1 + len(data) // 20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)

    return [[spoilt(nal) for nal in unit] for unit in units]


def random_bytes(units: list[Unit], chance: random.Random) -> list[Unit]:
    return [[chance.randbytes(chance.randint(1, 5000)) for _ in unit] for unit in units]


def shuffled(units: list[Unit], chance: random.Random) -> list[Unit]:
    nals = [nal for unit in units for nal in unit]
    chance.shuffle(nals)
    return [[nal] for nal in nals]


def sourced(units: list[Unit], *, told: bool) -> Source:
    """`told`: what its headers say is right, and only the stream is spoilt."""
    return Source(lambda: itertools.cycle(units), 30.0, reels.sets_of(GOOD[0]) if told else ())


GOOD = reels.encoded(film(street()), gop=2)
SPOIL = (cut, flipped, random_bytes, shuffled)


async def test_spoilt_streams_end_in_a_word_and_the_others_are_looked_at_as_before() -> None:
    sources = {
        f"bad{seed}": sourced(SPOIL[seed % 4](GOOD, random.Random(seed)), told=seed % 3 > 0) for seed in SEEDS
    }
    sources["good"] = sourced(GOOD, told=True)
    async with Server(sources) as server, Pool(2) as pool:
        for several in _batched(4):
            looks = await asyncio.gather(
                *(pool.look(server.url(f"bad{seed}"), width=160, seconds=SECONDS) for seed in several)
            )
            assert {look.answer.trouble for look in looks} <= {"", *health.OF_TROUBLE}
        good = await pool.look(server.url("good"), width=160, seconds=30.0)
    assert good.answer.trouble == ""


def _batched(size: int) -> list[list[int]]:
    return [list(SEEDS)[at : at + size] for at in range(0, len(SEEDS), size)]


async def test_a_picture_that_is_too_large_is_refused_and_costs_the_decoder_nothing() -> None:
    """8,192 x 5,120: 42 million points, 126 MB as a picture."""
    flat = reels.encoded(iter([np.zeros((5120, 8192, 3), np.uint8)]))
    sources = {"bomb": sourced(flat, told=False), "good": sourced(GOOD, told=True)}
    async with Server(sources) as server, Pool(1) as pool:
        bomb = await pool.look(server.url("bomb"), seconds=20.0)
        before = pool.processes
        good = await pool.look(server.url("good"), width=160, seconds=30.0)
        assert pool.processes == before
    assert bomb.picture == b""
    assert bomb.answer.trouble in {"size", "undecodable"}
    assert good.answer.trouble == ""
