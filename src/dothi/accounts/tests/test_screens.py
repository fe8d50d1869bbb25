"""Every screen of the room: who may open it, and what it shows; held by the contract of `kernel.testing.contract`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dothi.accounts import actions
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import ScreenContract

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]


class TestPeople(ScreenContract):
    path = "/people/"
    right, no_right = "quan", ("lan", "dung")
    shows = "Trần Anh Tuấn"


class TestOnePerson(ScreenContract):
    right, no_right, elsewhere = "quan", ("dung", "minh"), "ward_administrator_b"
    shows = "Nguyễn Thị Lan"

    def path(self, cast: Cast) -> str:
        return f"/people/{cast.lan.pk}/"


class TestInvite(ScreenContract):
    path = "/people/invite/"
    right, no_right = "quan", ("kien", "minh")
    shows = "Tên đăng nhập"


class TestReview(ScreenContract):
    path = "/people/review/"
    right, no_right = "quan", ("kien", "dung")
    shows = "Rà soát sáu tháng"


class TestAgencies(ScreenContract):
    path = "/agencies/"
    right, no_right = "kien", ("lan", "minh")
    shows = "Sở Nông nghiệp và Môi trường"


class TestRoles(ScreenContract):
    path = "/roles/"
    right, no_right = "kien", ("lan",)
    shows = "alarms.act"


class TestOneRole(ScreenContract):
    path = "/roles/leader/"
    right, no_right = "quan", ("kien", "lan")
    shows = "Đỗ Thị Hoa"


class TestKeys(ScreenContract):
    path = "/apikeys/"
    right, no_right = "quan", ("minh", "kien")
    shows = "Khóa API"


class TestChart(ScreenContract):
    path = "/people/chart/"
    right, no_right = "quan", ("kien", "minh")
    shows = "XLSX"


class TestAudit(ScreenContract):
    path = "/audit/"
    right, no_right = "kien", ("quan", "minh", "hoa")
    shows = "Thay đổi mới nhất"


class TestMe(ScreenContract):
    path = "/me/"
    right, no_right = "lan", ()
    shows = "Cán bộ phường, xã"


class TestHistory(ScreenContract):
    right, no_right, elsewhere = "kien", ("lan", "minh"), "ward_administrator_b"
    shows = "Tạo mới"

    def path(self, cast: Cast) -> str:
        return f"/history/person/{cast.lan.pk}/"


@pytest.mark.parametrize(
    "path",
    [
        "/people/",
        "/people/invite/",
        "/people/review/",
        "/agencies/",
        "/agencies/add/",
        "/roles/",
        "/roles/leader/",
        "/apikeys/",
        "/apikeys/issue/",
        "/people/chart/",
        "/me/",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_screen_shows_a_bare_key(cast: Cast, client_of: Clients, path: str, language: str) -> None:
    page = client_of(cast.quan).get(path, headers={"Accept-Language": language}).content.decode()
    text = page.partition("<main")[2]
    assert "accounts-" not in text.replace("/accounts-", "").replace("id_accounts-", "")


def test_the_search_ignores_accents_and_case(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.quan).get("/people/?q=DO thi").content.decode()
    assert "Đỗ Thị Hoa" in page
    assert "Nguyễn Thị Lan" not in page


def test_filters_by_agency_role_and_state(cast: Cast, client_of: Clients) -> None:
    actions.expire_person(cast.tuan, by=None)
    browser = client_of(cast.quan)

    def names(query: str) -> set[str]:
        return {person.username for person in browser.get(f"/people/?{query}").context["page"]}

    assert names(f"agency={cast.office_a.pk}") == {"lan"}
    assert names("role=ward-officer") == {"lan"}
    assert names("state=ended") == {"tuan"}
    assert "tuan" not in names("")
    assert "tuan" in names("state=all")
    assert names("role=' or 1=1") == set()


def test_the_list_costs_the_same_with_more_people(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        someone, _ = actions.invite_person(f"p{number}", f"Người {number}", agency=cast.office_a, by=None)
        actions.grant_role(someone, "ward-officer", unit=cast.ward_a, by=None)
    browser = client_of(cast.quan)
    browser.get("/me/")
    with django_assert_max_num_queries(14):
        assert browser.get("/people/").context["page"].paginator.count == 39
