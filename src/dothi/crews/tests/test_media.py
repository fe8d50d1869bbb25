"""What is handed in is distrusted: decoded and written anew, or told apart by how it begins; never what its sender calls it."""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dothi.crews import duties, media, retention
from dothi.crews.models import Attachment, Deed
from dothi.crews.tests.phone import Phone
from dothi.forces.models import Assignment
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotFound, TooLarge
from dothi.kernel.testing.cast import Cast

GPS = 0x8825
DAY = dt.timedelta(days=1)
WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 200


def jpeg(size: tuple[int, int] = (640, 480), *, exif: bool = True) -> bytes:
    picture, out = Image.new("RGB", size, "red"), io.BytesIO()
    told = Image.Exif()
    if exif:
        told[0x010F] = "Máy ảnh"
        told[0x0112] = 6  # lies on its side
        told.get_ifd(GPS)[2] = (10.0, 20.0, 30.0)
    picture.save(out, "JPEG", exif=told)
    return out.getvalue()


def test_a_picture_loses_its_place_its_camera_and_its_tail() -> None:
    tail = b"<script>alert(1)</script>PK\x03\x04"
    kept = media.picture(jpeg() + tail, most_mb=8)
    assert kept.media_type == "image/jpeg"
    assert tail not in kept.body
    with Image.open(io.BytesIO(kept.body)) as found:
        assert dict(found.getexif()) == {}
        assert found.size == (480, 640), "stands upright"


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(io.BytesIO(media.picture(jpeg((6000, 3000), exif=False), most_mb=8).body)) as found:
        assert found.size == (2560, 1280)


def png_bomb() -> bytes:
    """A few hundred bytes that say they are 50,000 × 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xd8\xff", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a" + b"\0" * 50, b"%PDF-1.7",
        b"<!doctype html><script>alert(1)</script>", WEBM, png_bomb(), jpeg()[:200],
    ],
    ids=["nothing", "magic", "svg", "gif", "pdf", "html", "sound", "bomb", "half"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="crew-picture"):
        media.picture(body, most_mb=8)


def test_limits_of_bytes_and_seconds() -> None:
    with pytest.raises(TooLarge):
        media.picture(b"\0" * 8_000_001, most_mb=8)
    with pytest.raises(TooLarge):
        media.voice(b"\0" * 4_000_001, 5, most_mb=4, most_seconds=120)
    for seconds in (0, 121):
        with pytest.raises(BadRequest, match="crew-voice-long"):
            media.voice(WEBM, seconds, most_mb=4, most_seconds=120)


def test_sound_is_known_by_how_it_begins() -> None:
    begins = {WEBM: "audio/webm", b"OggS" + b"\0" * 20: "audio/ogg", b"\0\0\0\x18ftypM4A ": "audio/mp4"}
    for body, media_type in begins.items():
        assert media.voice(body, 5, most_mb=4, most_seconds=120).media_type == media_type
    for body in (b"<html>", b"RIFF....WAVE", b"ID3\x03", jpeg()):
        with pytest.raises(BadRequest, match="crew-voice"):
            media.voice(body, 5, most_mb=4, most_seconds=120)


@pytest.fixture
def uploads_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def hand_in(
    binh: Any, sent: Assignment, client_of: Callable[[Any], Any], uploads_of_its_own: Path
) -> Callable[..., Any]:
    """Sends one file as the page does; returns the answer."""
    duty = duties.sign_on(binh, sent.force.call_sign)
    phone = Phone(duty, sent)

    def send(what: str, body: bytes, *, name: str = "x.jpg", again: bool = False) -> Any:
        if not again:
            phone.press(what, clock.now())
        deed = phone.batch(phone.queue[-1:]).decode()
        file = SimpleUploadedFile(name, body, content_type="text/html")
        answer = client_of(binh).post("/crew/files/", {"deed": deed, "file": file, "seconds": "5"})
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)["answers"][0]

    return send


@pytest.mark.django_db
def test_a_picture_stands_in_the_log_of_its_case_for_whoever_sees_the_case(
    cast: Cast, hand_in: Any, sent: Assignment, client_of: Callable[[Any], Any]
) -> None:
    assert hand_in("photo", jpeg())["outcome"] == "done"
    assert hand_in("photo", jpeg(), again=True)["outcome"] == "done"
    attachment = Attachment.objects.get()
    address = f"/crew/files/{attachment.deed.client_id}/"
    page = client_of(cast.minh).get(f"/incidents/{sent.incident.code}/")
    assert page.content.decode().count(f'src="{address}"') == 1
    answer = client_of(cast.minh).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert client_of(cast.tuan).get(address).status_code == 404, "another ward"
    assert client_of(cast.dung).get(address).status_code == 403


@pytest.mark.django_db
def test_a_voice_note_is_saved_not_run(
    cast: Cast, hand_in: Any, sent: Assignment, client_of: Callable[[Any], Any]
) -> None:
    assert hand_in("voice", WEBM, name="../../evil.html")["outcome"] == "done"
    answer = client_of(cast.minh).get(f"/crew/files/{Deed.objects.get().client_id}/")
    assert answer["Content-Type"] == "audio/webm"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "evil" not in answer["Content-Disposition"]


@pytest.mark.django_db
def test_a_refused_file_is_answered_so_that_the_queue_goes_on(hand_in: Any) -> None:
    answer = hand_in("photo", b"<html>", name="x.jpg")
    assert answer["outcome"] == "refused"
    assert "JPEG" in answer["text"]
    assert not Deed.objects.exists()


@pytest.mark.django_db
def test_files_are_forgotten_after_their_time_and_shared_bytes_stay(
    hand_in: Any, uploads_of_its_own: Path
) -> None:
    hand_in("photo", jpeg())
    hand_in("photo", jpeg())
    first, second = Attachment.objects.order_by("pk")
    assert first.sha256 == second.sha256
    path = media.path_of(first.sha256)
    assert path.is_relative_to(uploads_of_its_own)
    Attachment.objects.filter(pk=first.pk).update(recorded_at=clock.now() - 900 * DAY)
    assert retention.forget_files(clock.now() - 400 * DAY, 100) == 1
    assert path.is_file(), "the other still shows it"
    assert retention.forget_files(clock.now() + DAY, 100) == 1
    assert not path.exists()
    with pytest.raises(NotFound):
        media.read(first.sha256)
