"""Recorders: whose they are, their login for the cameras behind them and for nobody else, and whether they answer."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.cameras import actions, recorders, secrets
from dothi.cameras.models import CameraHealth, RecorderSecret
from dothi.cameras.recorders import Told
from dothi.cameras.secrets import Login
from dothi.cameras.tests.register import camera
from dothi.cameras.tests.served import answering
from dothi.kernel import clock
from dothi.kernel.engines.ports import free_port
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.testing.statements import asked_of

pytestmark = pytest.mark.django_db
LOGIN = Login("admin", "secret-word")


def recorder(cast: Any, **more: Any) -> recorders.Recorder:
    told = Told("Đầu ghi chợ", cast.environment, host=more.pop("host", "nvr.test"), **more)
    return recorders.take_in("nvr-1", told, login=LOGIN, by=cast.nga)


def test_a_recorders_login_serves_its_cameras_at_its_host_and_none_elsewhere(cast: Any) -> None:
    found = recorder(cast)
    behind = camera("a", cast.environment, cast.ward_a, address="rtsp://NVR.test/1", recorder=found)
    own = camera(
        "b", cast.environment, cast.ward_a, address="rtsp://nvr.test/2", recorder=found, login=Login("u", "p")
    )
    elsewhere = camera("c", cast.environment, cast.ward_a, address="rtsp://cam.test/1", recorder=found)
    stranger = camera("d", cast.environment, cast.ward_a, address="rtsp://nvr.test/4")
    assert [secrets.login_of(one) for one in (behind, own, elsewhere, stranger)] == [
        LOGIN, Login("u", "p"), None, None,
    ]  # fmt: skip
    assert "secret-word" not in RecorderSecret.objects.get().token


def test_a_recorder_that_moves_needs_its_login_again_and_belongs_to_who_keeps_it(cast: Any) -> None:
    found = recorder(cast)
    with pytest.raises(BadRequest, match="camera-login-again"):
        recorders.change(found, Told("Đầu ghi", cast.environment, host="other.test"), by=cast.nga)
    recorders.change(found, Told("Đầu ghi mới", cast.environment, host="nvr.test"), by=cast.nga)
    with pytest.raises(NotAllowed):
        recorders.change(found, Told("Đầu ghi", cast.centre, host="nvr.test"), by=cast.nga)
    with pytest.raises(Conflict):
        recorder(cast)
    for host in ("rtsp://nvr.test", "nvr.test/1", "a b"):
        with pytest.raises(BadRequest, match="recorder-host"):
            recorders.change(found, Told("Đầu ghi", cast.environment, host=host), by=cast.nga)


def test_who_asks_a_recorder_hears_a_word_and_its_cameras_are_looked_at(
    cast: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    found = recorder(cast, host="127.0.0.1", port=free_port())
    behind = camera("a", cast.environment, cast.ward_a, recorder=found)
    CameraHealth.objects.filter(camera=behind).update(next_at=clock.now().replace(year=2099))
    nga = client_of(cast.nga)
    page = nga.post("/cameras/recorders/nvr-1/ask/", follow=True).content.decode()
    assert "không trả lời" in page
    assert CameraHealth.objects.get(camera=behind).next_at <= clock.now()
    with answering({}) as port:
        recorders.change(
            found, Told(found.name, cast.environment, host="127.0.0.1", port=port), login=LOGIN, by=cast.nga
        )
        assert recorders.ask(found) == "answers"
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "")
    assert recorders.ask(found) == "forbidden"
    found.host = "no-such-host.invalid"
    assert recorders.ask(found) in {"no-such-host", "no-answer"}  # a machine without a name server waits


def test_recorders_are_kept_on_their_screens_and_no_password_is_shown(cast: Any, client_of: Any) -> None:
    nga = client_of(cast.nga)
    told = {
        "code": "nvr-2", "name": "Đầu ghi Rạch Dừa", "agency": cast.environment.pk, "kind": "nvr", "host": "nvr.test",
        "port": "554", "user": "admin", "password": "secret-word",
    }  # fmt: skip
    assert nga.post("/cameras/recorders/new/", told).status_code == 302
    assert nga.post("/cameras/recorders/new/", told).status_code == 422
    camera("cho-1", cast.environment, cast.ward_a, recorder=recorders.get_recorder("nvr-2", cast.nga))
    pages = [
        nga.get(f"/cameras/recorders/{path}").content.decode()
        for path in ("", "?q=rach+dua", "nvr-2/", "nvr-2/change/")
    ]
    assert all("Rạch Dừa" in page and "secret-word" not in page for page in pages)
    assert "cho-1" in pages[2]
    assert "Rạch Dừa" not in nga.get("/cameras/recorders/?q=khac").content.decode()
    assert client_of(cast.tuan).get("/cameras/recorders/nvr-2/").status_code in {403, 404}
    assert client_of(cast.dung).get("/cameras/recorders/").status_code == 403


def test_the_list_of_recorders_costs_the_same_whatever_its_length(cast: Any, client_of: Any) -> None:
    nga = client_of(cast.nga)
    counts = []
    for number in (1, 9):
        for one in range(number):
            recorders.take_in(f"r-{number}-{one}", Told("Đầu ghi", cast.environment), by=cast.nga)
        with asked_of("cameras_recorder") as asked:
            nga.get("/cameras/recorders/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_out_of_service_is_no_state_and_back_in_service_nothing_is_known(cast: Any) -> None:
    found = camera("cho-1", cast.environment, cast.ward_a)
    CameraHealth.objects.filter(camera=found).update(state="frozen")
    actions.switch(found, on=False, by=cast.nga, reason="sửa")
    assert found.periods.filter(ended_at__isnull=True).count() == 0
    with pytest.raises(Conflict):
        actions.look_now(found, by=cast.nga)
    actions.switch(found, on=True, by=cast.nga)
    assert CameraHealth.objects.get(camera=found).state == "unknown"
    assert [one.state for one in found.periods.filter(ended_at__isnull=True)] == ["unknown"]
