"""Packs put in force and taken out on the screen: checked, shown, decided with a reason; nothing that nobody saw is done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dothi.accounts.models import RoleGrant
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import ScreenContract
from dothi.packs import judging, proposals
from dothi.packs.actions import load_pack, put_in_force, take_back
from dothi.packs.folder import PackFolder, pack_of, read_pack
from dothi.packs.models import LoadedPack, PackEdition, Proposal
from dothi.packs.new import new_pack
from dothi.packs.tests.test_archive import zipped
from dothi.packs.tests.test_own_folder import RULE
from dothi.rules.book import versions_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def waste(tmp_path: Path) -> PackFolder:
    return read_pack(new_pack("waste", tmp_path, type_="CompostBin"))


def with_rule(pack: PackFolder) -> PackFolder:
    return pack_of(
        pack.code,
        pack.texts | {"rules/bins.toml": RULE.replace("compostLevel.value > 90.0", "name.value == 'x'")},
    )


def upload(client: Client, files: dict[str, str]) -> Any:
    file = SimpleUploadedFile("rac.zip", zipped(dict(files)).getvalue(), "application/zip")
    return client.post("/packs/handed-in/", {"archive": file})


def decide(client: Client, address: str, **changes: Any) -> Any:
    """Sends the form as the page gave it, with a reason."""
    told = client.get(address).context["form"].initial
    return client.post(address, {"reason": "Theo kế hoạch", **told, **changes})


class TestHandIn(ScreenContract):
    path, right, no_right, shows = "/packs/handed-in/", "vy", ("dung", "quan"), "Nộp gói"


class TestShipped(ScreenContract):
    path, right, no_right, shows = "/packs/environment/shipped/", "vy", ("dung", "quan"), "Sẽ thêm"


@pytest.mark.long(seconds=25)
def test_a_pack_is_handed_in_seen_and_loaded(waste: PackFolder, cast: Cast, client_of: Any) -> None:
    client = client_of(cast.vy)
    wrong = waste.texts | {"pack.toml": waste.texts["pack.toml"].replace("0.1.0", "1")}
    answer = upload(client, wrong)
    page = client.get(answer["Location"]).content.decode()
    assert "pack.toml:3: version" in page
    assert "phải gồm ba số" in page
    assert "id_reason" not in page  # there is nothing to decide
    assert decide_blindly(client, answer["Location"]).status_code == 422
    assert not LoadedPack.objects.exists()
    client.post(answer["Location"], {"do": "throw-away"})
    assert not Proposal.objects.exists()
    assert client.get(answer["Location"]).status_code == 404

    answer = upload(client, {f"waste-main/{name}": text for name, text in waste.texts.items()})
    assert upload(client, waste.texts)["Location"] == answer["Location"]  # the same again waits already
    page = client.get(answer["Location"]).content.decode()
    assert "Thêm loại đối tượng CompostBin" in page
    assert client.post(answer["Location"], {"reason": " "}).status_code == 422
    assert decide(client, answer["Location"])["Location"] == "/packs/waste/"
    loaded = LoadedPack.objects.get()
    assert (loaded.code, loaded.loaded_by, loaded.edition.reason) == ("waste", cast.vy, "Theo kế hoạch")  # type: ignore[union-attr]
    assert not Proposal.objects.exists()
    assert "Theo kế hoạch" in client.get("/packs/waste/").content.decode()


def decide_blindly(client: Client, address: str) -> Any:
    return client.post(address, {"reason": "x", "over": 0, "fingerprint": ""})


def test_who_may_not_everywhere_may_not(waste: PackFolder, cast: Cast, client_of: Any) -> None:
    RoleGrant.objects.filter(person=cast.vy).update(unit=cast.ward_a)
    assert client_of(cast.vy).get("/packs/handed-in/").status_code == 403
    assert upload(client_of(cast.quan), waste.texts).status_code == 403


def test_what_came_meanwhile_is_not_overwritten_unseen(waste: PackFolder, cast: Cast, client_of: Any) -> None:
    client = client_of(cast.vy)
    put_in_force(waste, by=None)
    newer = with_rule(waste)
    PackEdition.objects.create(
        pack="waste",
        number=7,
        version="0.1.0",
        fingerprint="",
        texts=newer.texts,
        loaded_at=clock.now(),
        reason="x",
    )
    address = "/packs/waste/editions/7/"
    seen = client.get(address).context["form"].initial
    other = pack_of("waste", waste.texts | {"README.md": "# khác\n"})
    put_in_force(other, by=None)
    answer = client.post(address, {"reason": "x", **seen})
    assert answer.status_code == 409
    assert "vừa được nạp hoặc rút ở nơi khác" in answer.content.decode()
    assert LoadedPack.objects.get().fingerprint == other.fingerprint()
    assert client.post(address, {"reason": "x", **seen, "over": 0}).status_code == 409
    assert client.post(address, {"reason": "x", **seen, "fingerprint": "f"}).status_code == 409
    assert decide(client, address).status_code == 302
    assert [rule.code for rule in versions_in_force() if rule.pack == "waste"] == ["container-full"]


def test_a_whole_pack_is_taken_out_and_an_edition_brought_back(
    waste: PackFolder, cast: Cast, client_of: Any
) -> None:
    client = client_of(cast.vy)
    put_in_force(waste, by=None)
    put_in_force(with_rule(waste), by=None)
    page = client.get("/packs/waste/out/").content.decode()
    assert "Bỏ quy tắc Thùng đầy" in page
    seen = client.get("/packs/waste/out/").context["form"].initial
    assert client.post("/packs/waste/out/", {"reason": "Thôi dùng", **seen}).status_code == 302
    assert client.post("/packs/waste/out/", {"reason": "Thôi dùng", **seen}).status_code == 404
    assert not LoadedPack.objects.exists()
    assert set(PackEdition.objects.values_list("taken_back_reason", "taken_back_by")) == {
        ("Thôi dùng", cast.vy.pk)
    }
    assert [rule for rule in versions_in_force() if rule.pack == "waste"] == []
    with pytest.raises(NotFound):
        take_back("waste", by=None)
    assert decide(client, "/packs/waste/editions/1/").status_code == 302
    assert LoadedPack.objects.get().fingerprint == waste.fingerprint()
    assert client.get("/packs/waste/editions/99/").status_code == 404
    assert client.get("/packs/waste/shipped/").status_code == 404


def test_what_waits_is_bounded_and_forgotten(
    waste: PackFolder, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "judge", lambda texts: judging.Judged("waste", "0.1.0", []))
    for n in range(proposals.MOST):
        proposals.propose(waste.texts | {"README.md": f"# {n}"}, file_name="x.zip", by=cast.vy)
    with pytest.raises(Conflict):
        proposals.propose(waste.texts, file_name="x.zip", by=cast.vy)
    with clock.moved_to(clock.now() + dt.timedelta(days=8)):
        assert not proposals.waiting()
        proposals.propose(waste.texts, file_name="x.zip", by=cast.vy)
    assert Proposal.objects.count() == 1


def test_judging_ends_in_time_and_keeps_its_process_to_itself(
    waste: PackFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that takes a processor for minutes takes nobody's page with it."""
    monkeypatch.setattr(judging, "CPU_S", 1)
    slow = "a." * 400_000 + "a = 1\n"
    with pytest.raises(BadRequest) as caught:
        judging.judge(waste.texts | {"rules/x.toml": slow, "rules/y.toml": slow})
    assert caught.value.code == "pack-takes-too-long"


def test_a_machine_without_time_says_nothing_against_a_pack(
    waste: PackFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "WALL_S", 0.01)
    with pytest.raises(Conflict) as caught:
        judging.judge(waste.texts)
    assert caught.value.code == "pack-judging-no-time"


def test_a_pack_loaded_at_the_command_line_gives_its_reason_nowhere(
    waste: PackFolder, tmp_path: Path
) -> None:
    row, _ = load_pack(tmp_path / "waste", by=None)
    assert row.edition is not None
    assert row.edition.reason == ""
