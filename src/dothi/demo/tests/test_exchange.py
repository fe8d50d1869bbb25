"""The demo's telephone: what somebody dials reaches the exchange's process, and what it says rings at the real door."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path
from typing import Any

import pytest

from dothi.calls.recordings import store
from dothi.calls.tests.exchange import told
from dothi.demo import views
from dothi.demo.desk import callers, dialled, sounds

SAID = {"number": "115", "caller": "0101234567", "said": "Có người ngất ở 12 Trần Phú", "speaks": "5"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.django_db
def test_anybody_dials_and_sees_what_became_of_it(cast: Any, client_of: Any) -> None:
    client = client_of(cast.dung)
    assert client.post("/demo/exchange/", SAID).status_code == 302
    (asked,) = dialled.take()
    assert (asked.number, asked.caller, asked.said, asked.speaks_s) == (
        "115",
        "0101234567",
        SAID["said"],
        5.0,
    )
    assert not list(dialled.take())
    call = told("ringing", asked.call_id, number_dialled="115")
    assert call.code not in client.get("/demo/exchange/mine/").content.decode()  # of another adapter
    type(call).objects.filter(pk=call.pk).update(adapter="hook-k1")
    assert call.code in client.get("/demo/exchange/mine/").content.decode()
    assert call.code not in client_of(cast.minh).get("/demo/exchange/mine/").content.decode()
    assert client_of(cast.minh).post(f"/demo/exchange/{asked.call_id}/over/").status_code == 404
    assert not dialled.is_over(asked.call_id)
    assert client.post(f"/demo/exchange/{asked.call_id}/over/").status_code == 302
    assert dialled.is_over(asked.call_id)


@pytest.mark.django_db
def test_only_numbers_of_nobody_call_and_only_so_many(cast: Any, client_of: Any) -> None:
    client = client_of(cast.dung)
    for wrong in (
        {"number": "911"},
        {"caller": "0901234567"},
        {"caller": "010123"},
        {"caller": "010123456789"},
    ):
        assert client.post("/demo/exchange/", SAID | wrong).status_code == 400
    for _ in range(dialled.MOST_WAITING):
        client.post("/demo/exchange/", SAID)
    assert client.post("/demo/exchange/", SAID).status_code == 409


@pytest.mark.django_db
def test_a_city_that_is_no_demo_has_no_such_page(cast: Any, client_of: Any, settings: Any) -> None:
    settings.DEMO = False
    client = client_of(cast.minh)
    assert client.get("/demo/exchange/").status_code == 404
    assert client.post("/demo/exchange/", SAID).status_code == 404
    assert client.get("/demo/exchange/mine/").status_code == 404
    assert not list(dialled.take())


class Heard:
    """What the exchange would tell the web-hook (its own tests send it there)."""

    adapter = "hook-x"

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, str]]] = []

    async def tell(self, call_id: str, kind: str, **fields: str) -> bool:
        self.events.append((kind, fields))
        return True


@pytest.mark.parametrize("answered", [True, False])
def test_a_dialled_call_rings_speaks_until_it_is_hung_up_and_is_recorded(
    monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    heard = Heard()
    asked = dialled.Dialled("a" * 16, "114", "0101234567", "Cháy", 600.0)

    async def at_once(*_: Any) -> bool:
        return answered

    monkeypatch.setattr(callers, "_is_answered", at_once)
    dialled.hang_up(asked.call_id)
    asyncio.run(callers._dial(heard, asked))  # type: ignore[arg-type]
    assert [kind for kind, _ in heard.events] == ["ringing", "ended"]
    assert heard.events[0][1]["said"] == "Cháy"
    reference = heard.events[1][1].get("recording", "")
    assert bool(reference) == answered
    assert (store.find(reference) is not None) == answered
    assert not dialled.is_over(asked.call_id)


def test_a_recording_of_the_demo_is_a_sound_and_says_that_it_is_simulated() -> None:
    made = sounds.tones()
    with wave.open(io.BytesIO(made)) as sound:
        assert (sound.getnframes(), sound.getframerate()) == (48_000, 8_000)
    assert sounds.SAYS.encode() in made
    assert int.from_bytes(made[4:8], "little") == len(made) - 8
    assert views.NUMBERS == ("112", "113", "114", "115", "1022")
