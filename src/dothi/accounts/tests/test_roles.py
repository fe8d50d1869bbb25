"""Where a person begins, and what they are told when a role has ended while they were signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from dothi.accounts import actions
from dothi.accounts.models import Role
from dothi.accounts.roles import SEEDS
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]


def test_who_may_not_see_the_map_begins_with_the_first_page_of_their_menu(
    cast: Cast, client_of: Clients
) -> None:
    assert client_of(cast.minh).get("/").status_code == 200
    assert client_of(cast.quan).get("/")["Location"] == "/cameras/"
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


def test_a_centre_that_is_upgraded_has_the_rights_of_a_new_one() -> None:
    """What the rooms of this release ask for, given to roles as they were before it."""
    steps = [
        import_module(f"dothi.accounts.migrations.{name}")
        for name in (
            "0004_shelving", "0005_commands", "0006_figures", "0011_officers_day", "0014_reports", "0016_around", "0017_surveys",
            "0019_around_administrator", "0020_publicservices", "0021_walls_leaders", "0022_boards", "0023_briefings",
        )
    ]  # fmt: skip
    new = {
        "alarms.shelve",
        "commands.ask",
        "commands.consent",
        "indicators.view",
        "indicators.enter",
        "indicators.approve",
        "around.manage",
        *(right for step in steps for rights in getattr(step, "NEW", {}).values() for right in rights),
    }
    for role in Role.objects.all():
        role.permissions = [one for one in role.permissions if one not in new]
        role.save(update_fields=["permissions"])
    for step in steps:
        step.give(apps, None)
    assert {role.code: set(role.permissions) for role in Role.objects.all()} == {
        seed.code: set(seed.permissions) for seed in SEEDS
    }
