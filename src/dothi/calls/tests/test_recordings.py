"""Recordings: played with a purpose and for a while, by parts; nothing outside the folder; kept by class, held by a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dothi.accounts.models import Look
from dothi.calls.models import Call
from dothi.calls.recordings import holds, store
from dothi.calls.tests.exchange import rings
from dothi.incidents import actions as incidents
from dothi.kernel import clock, retention
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed

pytestmark = pytest.mark.django_db
SOUND = bytes(range(256)) * 40
SAID = {"purpose": "complaint", "words": "Khiếu nại số 12/KN ngày 20/11"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    store.folder().mkdir(parents=True)
    (store.folder() / "a.wav").write_bytes(SOUND)
    return store.folder()


def recorded(reference: str = "a.wav", **columns: Any) -> Call:
    call = rings(number_dialled="000")
    Call.objects.filter(pk=call.pk).update(recording=reference, **columns)
    call.refresh_from_db()
    return call


@pytest.fixture
def call(cast: Any, folder: Path) -> Call:
    return recorded(unit=cast.ward_a, agency=cast.centre)


def player(client: Any, call: Call) -> str:
    client.post(f"/calls/{call.code}/recording/", SAID)
    return f"/calls/{call.code}/recording/sound/{Look.objects.latest('pk').pk}/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_without_a_purpose_nothing_is_heard(cast: Any, call: Call, client_of: Any) -> None:
    client = client_of(cast.minh)
    page = f"/calls/{call.code}/recording/"
    assert b"<audio" not in client.get(page).content
    for said in ({}, {"purpose": "complaint"}, {"purpose": "device-check", "words": SAID["words"]}):
        assert client.post(page, said).status_code == 400
    assert client.get(f"{page}sound/1/").status_code == 403
    assert not Look.objects.exists()


def test_with_a_purpose_it_plays_whole_and_in_parts_and_is_listed(
    cast: Any, call: Call, client_of: Any
) -> None:
    client = client_of(cast.minh)
    sound = player(client, call)
    whole = client.get(sound)
    assert (whole.status_code, body(whole), whole["Content-Type"]) == (200, SOUND, "audio/wav")
    assert whole["Cache-Control"] == "no-store, private"
    assert whole["Accept-Ranges"] == "bytes"
    size = len(SOUND)
    for asked, first, last in (
        ("0-9", 0, 9),
        ("10200-", 10200, size - 1),
        ("-5", size - 5, size - 1),
        ("5-999999", 5, size - 1),
    ):
        part = client.get(sound, headers={"range": f"bytes={asked}"})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {first}-{last}/{size}"), asked
        assert body(part) == SOUND[first : last + 1]
        assert int(part["Content-Length"]) == last - first + 1
    for asked in ("bytes=999999-", "bytes=-0"):
        refused = client.get(sound, headers={"range": asked})
        assert (refused.status_code, refused["Content-Range"]) == (416, f"bytes */{size}")
    for asked in ("bytes=9-2", "bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=x-y"):
        assert client.get(sound, headers={"range": asked}).status_code == 200
    look = Look.objects.get()
    assert (look.person, look.subject, look.purpose) == (cast.minh, call.code, "complaint")
    assert call.code in client_of(cast.kien).get("/looks/").content.decode()


def test_a_look_that_is_over_plays_nothing(cast: Any, call: Call, client_of: Any) -> None:
    client = client_of(cast.minh)
    sound = player(client, call)
    with clock.moved_to(Look.objects.get().until + dt.timedelta(seconds=1)):
        assert client_of(cast.minh).get(sound).status_code == 403
    assert client.get(sound).status_code == 200
    client.post(f"/calls/{call.code}/recording/end/")
    assert client.get(sound).status_code == 403


def test_another_persons_address_and_a_foreign_call(cast: Any, call: Call, client_of: Any) -> None:
    from dothi.accounts.actions import grant_role

    sound = player(client_of(cast.minh), call)
    grant_role(cast.dung, "duty-officer", by=None, unit=cast.ward_a)
    grant_role(cast.vy, "duty-officer", by=None, unit=cast.ward_b)
    assert client_of(cast.dung).get(sound).status_code == 403  # own right, but no purpose of their own
    other = client_of(cast.vy)
    for address in (sound, f"/calls/{call.code}/recording/"):
        assert other.get(address).status_code == 404
    assert other.post(f"/calls/{call.code}/recording/", SAID).status_code == 404
    assert client_of(cast.hoa).get(sound).status_code == 403


@pytest.mark.parametrize(
    "reference",
    ["../secret.wav", "/etc/passwd", "x/../../secret.wav", "link.wav", "ring.wav", "a.txt", "", ".", "a.wav\0", "a" * 5000 + ".wav", "sub"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_ever_opened(folder: Path, reference: str) -> None:
    (folder.parent / "secret.wav").write_bytes(b"secret")
    (folder / "link.wav").symlink_to(folder.parent / "secret.wav")
    (folder / "ring.wav").symlink_to(folder / "ring.wav")
    (folder / "a.txt").write_bytes(b"x")
    (folder / "sub").mkdir()
    assert store.find(reference) is None
    assert store.find("a.wav") is not None


def night(days: int) -> dict[str, int]:
    with clock.moved_to(clock.now() + dt.timedelta(days=days)):
        return {code: gone for code, gone in retention.forget_all().items() if code.startswith("recordings-")}


def test_each_class_goes_at_its_own_time_file_and_reference(cast: Any, folder: Path) -> None:
    for name in ("ordinary", "case", "held"):
        (folder / f"{name}.wav").write_bytes(SOUND)
    case = incidents.open_incident(title="x", kind="", severity="low", by=cast.minh)
    now = clock.now()
    plain_, cased, held = (
        recorded("ordinary.wav", received_at=now), recorded("case.wav", incident=case, received_at=now),
        recorded("held.wav", received_at=now),
    )  # fmt: skip
    holds.hold(held, reason="Công an yêu cầu", by=cast.minh)
    assert [holds.class_of(one) for one in (plain_, cased, held)] == ["ordinary", "case", "held"]
    assert night(89) == {"recordings-ordinary": 0, "recordings-case": 0, "recordings-evidence": 0}
    assert night(91) == {"recordings-ordinary": 1, "recordings-case": 0, "recordings-evidence": 0}
    assert sorted(path.name for path in folder.glob("*.wav")) == ["a.wav", "case.wav", "held.wav"]
    plain_.refresh_from_db()
    assert plain_.recording == ""
    assert night(3000)["recordings-case"] == 1
    assert (folder / "held.wav").exists()
    holds.release(held, reason="Đã bàn giao bản sao", by=cast.minh)
    assert holds.class_of(held) == "evidence"
    assert night(1824)["recordings-evidence"] == 0
    assert night(1826)["recordings-evidence"] == 1
    assert not (folder / "held.wav").exists()


def test_what_forgets_the_caller_keeps_a_held_recording(cast: Any, call: Call) -> None:
    holds.hold(call, reason="Chứng cứ", by=cast.minh)
    with clock.moved_to(clock.now() + dt.timedelta(days=800)):
        retention.forget_all()
    call.refresh_from_db()
    assert (call.caller_number, call.recording) == ("", "a.wav")


def test_a_hold_needs_a_reason_and_the_right(cast: Any, call: Call, client_of: Any) -> None:
    with pytest.raises(BadRequest):
        holds.hold(call, reason=" ", by=cast.minh)
    with pytest.raises(NotAllowed):
        holds.hold(call, reason="x", by=cast.hoa)
    client = client_of(cast.minh)
    assert client.post(f"/calls/{call.code}/recording/hold/", {"reason": "Chứng cứ"}).status_code == 302
    with pytest.raises(Conflict):
        holds.hold(call, reason="x", by=cast.minh)
    assert client.post(f"/calls/{call.code}/recording/release/", {"reason": ""}).status_code == 400
    assert client.post(f"/calls/{call.code}/recording/release/", {"reason": "Xong"}).status_code == 302
    assert client.post(f"/calls/{call.code}/recording/release/", {"reason": "Xong"}).status_code == 409
