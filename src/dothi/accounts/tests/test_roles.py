"""Where a person begins, and what they are told when a role has ended while they were signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dothi.accounts import actions
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]


def test_who_may_not_see_the_map_begins_with_the_first_page_of_their_menu(
    cast: Cast, client_of: Clients
) -> None:
    assert client_of(cast.minh).get("/").status_code == 200
    assert client_of(cast.quan).get("/")["Location"] == "/territory/"
    assert client_of(cast.dung).get("/").status_code == 403


def test_a_role_that_ended_while_signed_in_is_named(cast: Cast, client_of: Clients) -> None:
    hoa = client_of(cast.hoa)
    assert hoa.get("/alarms/").status_code == 200
    grant = cast.hoa.grants.get()
    type(grant).objects.filter(pk=grant.pk).update(valid_to=clock.today())
    for path in ("/", "/alarms/"):
        answer = hoa.get(path)
        last = clock.today() - dt.timedelta(days=1)
        assert answer.status_code == 403
        assert f"Vai trò Lãnh đạo của tài khoản này đã hết hạn (ngày cuối {last:%d/%m/%Y})" in answer.text
    assert "hết hạn" not in hoa.get("/people/").text, "a right that was never there did not end"
    answer = hoa.get("/alarms/", headers={"Accept": "application/json"})
    assert "đã hết hạn" in answer.json()["detail"]


def test_stored_codes_are_words_in_a_history(cast: Cast) -> None:
    actions.change_agency(cast.environment, kind="force", by=cast.quan, reason="sửa")
    change = next(one for one in history_of(cast.environment)[0].changes if one.field == "kind")
    assert (change.before, change.after) == ("Sở, ngành", "Lực lượng")
    role = cast.hoa.grants.get().role
    assert (
        "Xem cảnh báo" in next(one for one in history_of(role)[0].changes if one.field == "permissions").after
    )
