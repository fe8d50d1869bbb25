"""Looks at what is somebody's own: a purpose, a person, an end – and a report that shows them to whom they concern."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from dothi.accounts import looks, rules
from dothi.accounts.actions import set_limit
from dothi.accounts.models import Look, LookPurpose
from dothi.accounts.rules import BY_CODE
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, NotAllowed

WORDS = "Vụ việc VV-2026-000012, xác minh khói"


def begin(person, unit, agency=None, *, kind="camera", subject="CAM-1", minutes=5, **said):  # type: ignore[no-untyped-def]
    said = {"purpose": "incident", "words": WORDS} | said
    return looks.begin(
        person, kind, subject, f"Camera {subject}", unit_id=unit.pk if unit else None,
        agency_id=agency.pk if agency else None, minutes=minutes, **said,
    )  # fmt: skip


def test_a_look_has_a_purpose_of_the_day_and_words(cast) -> None:
    for said, code in (
        ({"purpose": ""}, "look-needs-purpose"),
        ({"purpose": "quality"}, "look-needs-purpose"),  # for recordings alone
        ({"words": "khói"}, "look-needs-words"),
        ({"words": "\u200b" * 40}, "look-needs-words"),
    ):
        with pytest.raises(BadRequest) as refused:
            begin(cast.minh, cast.ward_a, **said)
        assert refused.value.code == code
    assert not Look.objects.exists()
    assert begin(cast.minh, cast.ward_a).purpose == "incident"
    assert begin(cast.minh, cast.ward_a, kind="position", purpose="assignment", words="").words == ""


def test_a_purpose_that_is_over_is_none_any_more(cast) -> None:
    today = clock.today()
    LookPurpose.objects.filter(code="incident").update(valid_to=today)
    with pytest.raises(BadRequest):
        begin(cast.minh, cast.ward_a)
    assert "incident" in {row.code for row in looks.purposes("camera", today - dt.timedelta(days=1))}


def test_a_look_ends_by_itself_by_the_dated_limit(cast, monkeypatch: pytest.MonkeyPatch) -> None:
    set_limit(
        "look-minutes-camera",
        3,
        valid_from=clock.today(),
        source="QĐ 1",
        certainty="D",
        by=None,
        reason="thử",
    )
    look = begin(cast.minh, cast.ward_a, minutes=600)
    assert look.until - look.began_at == dt.timedelta(minutes=3)
    assert looks.open_look(cast.minh, "camera", "CAM-1") == look
    assert looks.open_look(cast.minh, "camera", "CAM-2") is None
    assert looks.open_look(cast.lan, "camera", "CAM-1") is None
    monkeypatch.setattr(clock, "now", lambda: look.until)
    assert looks.open_look(cast.minh, "camera", "CAM-1") is None
    rules.forget()


def test_the_same_look_again_is_that_look_another_reason_another(cast) -> None:
    look = begin(cast.minh, cast.ward_a)
    assert begin(cast.minh, cast.ward_a) == look
    other = begin(cast.minh, cast.ward_a, purpose="complaint")
    assert other != look
    looks.end(other, cast.minh)
    looks.end(look, cast.minh)
    assert begin(cast.minh, cast.ward_a) not in (look, other)


def test_only_the_looker_ends_it_and_once(cast) -> None:
    look = begin(cast.minh, cast.ward_a)
    with pytest.raises(NotAllowed):
        looks.end(look, cast.lan)
    looks.end(look, cast.minh)
    looks.end(look, cast.minh)
    assert looks.open_look(cast.minh, "camera", "CAM-1") is None
    shown = looks.visible(cast.kien.scope("looks.view")).get()
    assert shown.over_at == shown.end.at < look.until


@pytest.mark.parametrize("statement", ["update accounts_look set words = 'x'", "delete from accounts_look"])
def test_nothing_of_the_log_is_changed(cast, statement: str) -> None:
    from django.db import connection

    begin(cast.minh, cast.ward_a)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_report_shows_what_lies_in_scope(cast, client_of) -> None:
    from dothi.accounts.actions import grant_role

    begin(cast.minh, cast.ward_a, cast.office_a, subject="CAM-A")
    begin(cast.lan, cast.ward_b, cast.office_b, subject="CAM-B")
    begin(cast.minh, None, cast.centre, subject="CAM-C")
    grant_role(cast.dung, "auditor", by=None, unit=cast.ward_a)
    seen = client_of(cast.kien).get("/looks/").content.decode()
    assert all(code in seen for code in ("CAM-A", "CAM-B", "CAM-C"))
    part = client_of(cast.dung).get("/looks/").content.decode()
    assert "CAM-A" in part
    assert "CAM-B" not in part
    assert "CAM-C" not in part
    assert client_of(cast.minh).get("/looks/").status_code == 403


def test_the_report_is_found_by_person_kind_and_day_and_given_as_a_file(cast, client_of) -> None:
    begin(cast.minh, cast.ward_a, subject="CAM-A", words="=1+1 là lý do rất dài")
    begin(cast.lan, cast.ward_a, subject="CG-1", kind="recording")
    of = client_of(cast.kien).get
    assert "CG-1" not in of("/looks/?q=minh").content.decode()
    assert "CAM-A" not in of("/looks/?kind=recording").content.decode()
    assert "CAM-A" in of(f"/looks/?day={clock.today()}&kind=camera").content.decode()
    assert "CAM-A" not in of("/looks/?day=2020-01-01").content.decode()
    assert of("/looks/?day=x&kind=y&page=z").status_code == 200
    lines = b"".join(of("/looks/?q=minh&format=csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert "91/2025" in lines[1]


def test_every_kind_has_a_limit_and_purposes(cast) -> None:
    for kind in ("camera", "recording", "position"):
        assert f"look-minutes-{kind}" in BY_CODE
        assert looks.purposes(kind)
