"""What simulated cameras show: pictures encoded as H.264 access units, from frames, from a file, or drawn while one looks."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # high x wide x 3
Unit = list[bytes]  # NAL units of one picture


class Fault(enum.Enum):
    """What a camera does wrong."""

    NONE = "none"
    SLOW = "slow"  # a byte now and then, never an answer
    RUBBISH = "rubbish"  # bytes without any sense
    ELSEWHERE = "elsewhere"  # it points to another address: the path `good` of its server
    HEADERS = "headers"  # an answer whose headers never end
    STALLS = "stalls"  # one picture, and then silence on an open line


@dataclass(slots=True)
class Source:
    """One camera of the server; `units()` begins anew, with a key picture, for each client."""

    units: Callable[[], Iterator[Unit]]
    fps: float = 10.0
    parameter_sets: tuple[bytes, ...] = ()
    login: tuple[str, str] | None = None
    fault: Fault = Fault.NONE


@dataclass(slots=True)
class Encoder:
    """Pictures → access units (Annex B split at its start codes). `still`: quick and without waiting for later pictures."""

    width: int
    height: int
    fps: float
    gop: int
    _context: Any = field(init=False)
    _number: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        import av

        context = av.codec.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = self.width, self.height, "yuv420p"
        context.time_base = Fraction(1000, round(self.fps * 1000))
        context.framerate = Fraction(round(self.fps * 1000), 1000)
        context.gop_size, context.max_b_frames, context.thread_count = self.gop, 0, 1
        context.options = {
            "preset": "ultrafast", "tune": "zerolatency", "crf": "23",
            "x264-params": "repeat-headers=1:scenecut=0:sliced-threads=0",
        }  # fmt: skip
        self._context = context

    def encode(self, picture: Picture) -> Unit:
        import av

        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts, self._number = self._number, self._number + 1
        return [nal for packet in self._context.encode(frame) for nal in nals_of(bytes(packet))]


def nals_of(data: bytes) -> list[bytes]:
    """The NAL units between start codes."""
    parts = data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [one for one in parts if one]


def encoded(pictures: Iterable[Picture], *, fps: float = 10.0, gop: int = 10) -> list[Unit]:
    """All of them, encoded once."""
    units: list[Unit] = []
    encoder: Encoder | None = None
    for picture in pictures:
        encoder = encoder or Encoder(picture.shape[1], picture.shape[0], fps, gop)
        units.append(encoder.encode(picture))
    return units


def reel(pictures: Iterable[Picture], *, fps: float = 10.0, gop: int = 10, **more: Any) -> Source:
    """A source that plays these pictures round and round."""
    units = encoded(pictures, fps=fps, gop=gop)
    return Source(lambda: itertools.cycle(units), fps, sets_of(units[0]), **more)


def once(pictures: Iterable[Picture], *, fps: float = 10.0, **more: Any) -> Source:
    """Plays them once; with `Fault.STALLS` it then stands still."""
    units = encoded(pictures, fps=fps)
    return Source(lambda: iter(units), fps, sets_of(units[0]), **more)


def drawn(draw: Callable[[], Picture], *, fps: float = 4.0, **more: Any) -> Source:
    """Drawn while somebody looks, for each client anew: nobody looks, nothing is drawn."""

    def units() -> Iterator[Unit]:
        picture = draw()
        encoder = Encoder(picture.shape[1], picture.shape[0], fps, max(1, round(fps)))
        yield encoder.encode(picture)
        while True:
            yield encoder.encode(draw())

    return Source(units, fps, **more)


def sets_of(unit: Sequence[bytes]) -> tuple[bytes, ...]:
    """SPS and PPS, which a client is told before the first picture."""
    return tuple(nal for nal in unit if nal[0] & 0x1F in (7, 8))


def frames_of(file: Path, *, most: int = 400, every: int = 1) -> Iterator[Picture]:
    """Pictures of a video file, every n-th of them."""
    import av

    with av.open(str(file)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number >= most * every:
                return
            if number % every == 0:
                yield np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
