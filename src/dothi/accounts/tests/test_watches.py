"""Whoever has the live places of units before them stands in the report of looks, once for a shift, until they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dothi.accounts import watches
from dothi.accounts.models import Look, LookPurpose
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_pages_that_show_units_note_one_look_until_somebody_leaves(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    browser = client_of(cast.minh)
    for page in ("/forces/", "/", "/desk/", "/forces/"):
        assert browser.get(page).status_code == 200
    look = Look.objects.get()
    assert (look.person, look.kind, look.purpose) == (cast.minh, "position", "assignment")
    assert "Lê Văn Minh" in client_of(cast.kien).get("/looks/").content.decode()
    browser.post("/accounts/logout/")
    look.refresh_from_db()
    assert look.end.by == cast.minh


def test_who_sees_no_units_has_no_look_and_a_city_without_the_purpose_keeps_its_desk(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    assert client_of(cast.vy).get("/").status_code == 200
    LookPurpose.objects.filter(code=watches.PURPOSE).delete()
    assert client_of(cast.minh).get("/desk/").status_code == 200
    assert not Look.objects.exists()
