"""A process of its own that opens streams and decodes: rubbish, a segfault or a memory bomb ends this process and nothing else.

stdin: a JSON line for each order {"id", "do": "look" | "live" | "stop", "url", "width", "seconds", "fps"}; stdout: frames of 4 bytes
length, a JSON line (`Answer`), the JPEG. The url holds the password: it stands in no argument and in no log. No Django here.
"""

from __future__ import annotations

import contextlib
import resource
import struct
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from dothi.cameras.looking.relay import Relay

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer

MEMORY = 3_000_000_000  # of addresses: threads reserve more than they use
MOST_PIXELS = 40_000_000
LEAST_SIDE = 64
AT_ONCE = 12
PROTOCOLS = "rtsp,rtp,tcp"  # what a camera says may lead to no file and no http; where to is the relay's


class Order(msgspec.Struct):
    """What the parent wants; `seconds`: for all of it."""

    id: int
    do: str
    url: str = ""
    name: str = ""  # the host by name, of which a certificate must be
    width: int = 960
    seconds: float = 8.0
    fps: float = 4.0


class Answer(msgspec.Struct, omit_defaults=True):
    """What came of it. `done`: nothing follows for this id."""

    id: int
    done: bool
    trouble: str = ""
    width: int = 0
    height: int = 0
    took_ms: int = 0
    descriptor: bytes = b""


class Refused(Exception):
    """The stream gives no picture; its text is a trouble (health.OF_TROUBLE)."""


_speaking = threading.Lock()
_stopped: set[int] = set()


def main() -> None:
    """Until stdin ends: the parent is gone then."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(ImportError):
        import av  # before the first order: importing takes longer than a look

        av.logging.set_level(None)
    _say(Answer(0, True), b"")  # the time of an order begins now
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for line in sys.stdin.buffer:
            order = msgspec.json.decode(line, type=Order)
            if order.do == "stop":
                _stopped.add(order.id)
            else:
                threads.submit(_carry_out, order)
        _stopped.add(0)


def _carry_out(order: Order) -> None:
    begun = time.monotonic()
    try:
        if order.do == "live":
            _live(order)
            answer, picture = Answer(order.id, True), b""
        else:
            answer, picture = _look(order)
    except ImportError:  # this machine has no PyAV: that is no fault of the camera's
        answer, picture = Answer(order.id, True, "broke-decoder"), b""
    except Exception as error:
        answer, picture = Answer(order.id, True, trouble_of(error)), b""
    answer.took_ms = int((time.monotonic() - begun) * 1000)
    _stopped.discard(order.id)
    _say(answer, picture)


def trouble_of(error: Exception) -> str:
    """The word for what went wrong."""
    import ssl

    import av

    if isinstance(error, Refused):
        return str(error)
    for kind, word in (
        ((ssl.SSLError,), "certificate"),
        ((av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError), "refused"),
        (av.error.HTTPNotFoundError, "no-stream"),
        ((MemoryError, OverflowError), "size"),
        (
            (av.error.InvalidDataError, av.error.PatchWelcomeError, av.error.DecoderNotFoundError),
            "undecodable",
        ),
        ((av.error.ProtocolNotFoundError,), "forbidden"),
    ):
        if isinstance(error, kind):
            return word
    return "no-answer"


def _look(order: Order) -> tuple[Answer, bytes]:
    """One picture, and whether the stream goes on after it."""
    from dothi.cameras.looking.picture import descriptor_of, jpeg_of

    until = time.monotonic() + order.seconds
    with opened(order) as container:
        frame = _first(container, until)
        answer = Answer(order.id, True, "", frame.width, frame.height, 0, descriptor_of(frame))
        picture = jpeg_of(frame, order.width)
    return answer, picture


def _live(order: Order) -> None:
    """Pictures at most `fps` a second until told to stop, or for `seconds`."""
    from dothi.cameras.looking.picture import jpeg_of

    until, due = time.monotonic() + order.seconds, 0.0
    with opened(order) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "DEFAULT"
        for frame in container.decode(stream):
            now = time.monotonic()
            if now >= until or _stopped & {order.id, 0}:
                return
            if now >= due:
                due = now + 1 / order.fps
                _check_size(frame.width, frame.height)
                _say(Answer(order.id, False, "", frame.width, frame.height), jpeg_of(frame, order.width))
    raise Refused("stalled")


@contextlib.contextmanager
def opened(order: Order) -> Iterator[InputContainer]:
    """The stream over TCP by way of the relay, one video chosen, its decoder bounded."""
    wait = max(1.0, min(order.seconds, 5.0))
    with Relay(order.url, order.name, wait) as relay:
        try:
            with _container(relay.url, wait) as container:
                yield container
        except Exception as error:
            if relay.refused:
                raise Refused(relay.refused) from error
            raise


@contextlib.contextmanager
def _container(url: str, wait: float) -> Iterator[InputContainer]:
    import av

    options = {
        "rtsp_transport": "tcp",
        "protocol_whitelist": PROTOCOLS,
        "analyzeduration": "300000",
        "probesize": "400000",
        "allowed_media_types": "video",
        "max_pixels": str(MOST_PIXELS),
    }
    begun = time.monotonic()
    try:
        container = av.open(url, options=options, timeout=(wait, wait), format="rtsp")
    except (
        av.error.InvalidDataError
    ) as error:  # what was cut off by the time is told by the library as broken data
        raise Refused("no-answer" if time.monotonic() - begun >= wait else "undecodable") from error
    with container:
        if not container.streams.video:
            raise Refused("no-video")
        stream = container.streams.video[0]
        context = stream.codec_context
        if context.width:
            _check_size(context.width, context.height)
        stream.thread_type, context.thread_count = "NONE", 1
        context.skip_frame = "NONKEY"
        yield container


def _check_size(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE or width * height > MOST_PIXELS:
        raise Refused("size")


def _first(container: InputContainer, until: float) -> VideoFrame:
    """The first whole picture. Raises Refused: `stalled` where nothing follows it, `undecodable` where none comes in time."""
    import av

    stream, found, came = container.streams.video[0], None, False
    try:
        for packet in container.demux(stream):
            if not packet.size:
                continue  # the end
            if found is not None:
                return found  # its clock runs on
            if time.monotonic() > until:  # the library hands out what it held back when its time is over
                break
            came = True
            if packet.is_keyframe:
                found = _decoded(stream.codec_context, packet)
    except (av.error.ExitError, av.error.TimeoutError):
        pass  # nothing came for as long as was waited
    raise Refused("undecodable" if came and found is None else "stalled")


def _decoded(context: Any, packet: Any) -> VideoFrame | None:
    """A key picture needs no other: what the decoder holds back for its order is asked out of it. A broken one is passed by."""
    import av

    try:
        frames = [*context.decode(packet), *context.decode(None)]
    except av.error.FFmpegError:
        frames = []
    context.flush_buffers()
    if not frames:
        return None
    _check_size(frames[0].width, frames[0].height)
    return None if frames[0].is_corrupt else frames[0]


def _say(answer: Answer, picture: bytes) -> None:
    head = msgspec.json.encode(answer) + b"\n"
    with _speaking:
        sys.stdout.buffer.write(struct.pack(">I", len(head) + len(picture)) + head + picture)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
