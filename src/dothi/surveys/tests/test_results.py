"""What pages and files say of a survey: n, method, non-response; nobody is known by their answer; rights lie in the query."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dothi.kernel.testing.cast import Cast
from dothi.surveys import results
from dothi.surveys.models import Survey
from dothi.surveys.tests.course import drawn_up, invited, reachable
from dothi.surveys.tests.test_consulting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Survey:
    """Ward A: 10 invited, 8 answered, 6 of them satisfied. Ward B: 6 invited, 5 answered, 1. The environment's: 2 answered."""
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://thu-nghiem.vn")
    reachable(cast)
    one = drawn_up(cast)
    plan = (
        (cast.office_a, cast.ward_a, 10, "ggggggbb"),
        (cast.office_b, cast.ward_b, 6, "gbbbb"),
        (cast.environment, cast.ward_a, 3, "gg"),
    )
    for agency, unit, n, said in plan:
        for place in range(n):
            phone = f"09{agency.pk:03d}{place:05d}"
            _, token = invited(cast, f"PA-{agency.pk}-{place}", phone, agency_id=agency.pk, unit_id=unit.pk)
            if place < len(said):
                face = {"g": "good", "b": "bad"}[said[place]]
                Client(REMOTE_ADDR=f"10.0.0.{place}").post(
                    f"/khao-sat/tra-loi/{token}/", {"q1": face, "q4": f"lời {place}"}
                )
    return one


def test_the_public_page_has_n_share_interval_and_non_response(survey: Survey) -> None:
    page = Client().get("/khao-sat/ket-qua/sau-phan-anh/").text
    assert "60 %" in page  # 9 of 15
    assert "36 %–80 %" in page  # Wilson of 9/15
    assert "n = 15" in page
    assert "79 %" in page  # 15 of 19 invited answered
    assert "19 lượt phục vụ; đã mời 19" in page
    assert "Sở Nông nghiệp" not in page  # two answers: they stand with another


def test_a_list_asks_once_whatever_the_number_of_surveys(
    cast: Cast, survey: Survey, django_assert_max_num_queries: Any
) -> None:
    others = [drawn_up(cast, f"khac-{number}", about=f"khac-{number}") for number in range(6)]
    with django_assert_max_num_queries(3):
        listed = results.wholes_of([survey, *others])
    assert [one.survey for one in listed] == [survey, *others]
    whole = results.result_of(survey)
    assert (listed[0].whole, listed[0].simulated, listed[0].may_show) == (whole.whole, whole.simulated, True)
    assert {one.whole.answered for one in listed[1:]} == {0}
    mine = results.wholes_of([survey], cast.nga.scope("surveys.view"))[0]
    assert mine.whole == results.result_of(survey, scope=cast.nga.scope("surveys.view")).whole
    assert "60 %" in Client().get("/khao-sat/").text


def test_small_groups_are_not_shown_on_any_page_or_file(cast: Cast, survey: Survey) -> None:
    one = results.result_of(survey)
    found = {part.name: part.count.answered for part in one.splits["agency"]}
    assert found == {"UBND phường An Hải": 8, "": 7}
    assert {part.name: part.count.answered for part in one.splits["unit"]} == {
        "Phường An Hải": 10,
        "Phường Bình Minh": 5,
    }
    rows = list(
        csv.reader(io.StringIO(Client().get("/khao-sat/ket-qua/sau-phan-anh.csv").text.lstrip("\ufeff")))
    )
    assert not [row for row in rows if "Sở Nông nghiệp và Môi trường" in row]
    assert any("Wilson" in row[0] for row in rows)
    sheet = load_workbook(io.BytesIO(Client().get("/khao-sat/ket-qua/sau-phan-anh.xlsx").content)).active
    assert sheet is not None
    whole = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Tất cả")
    assert whole[2:8] == (19, 19, 0, 15, 15, 15)


def test_an_officer_sees_what_lies_in_their_scope_and_few_answers_stay_hidden(
    cast: Cast, survey: Survey
) -> None:
    assert results.result_of(survey, scope=cast.lan.scope("surveys.view")).whole.answered == 10
    mine = results.result_of(survey, scope=cast.nga.scope("surveys.view"))
    assert (mine.whole.answered, mine.may_show, mine.splits) == (2, False, {})
    page = signed_in(cast.nga).get("/surveys/sau-phan-anh/").text
    assert "lời 0" not in page
    assert "100 %" not in page
    assert "lời 0" in signed_in(cast.minh).get("/surveys/sau-phan-anh/").text
    assert signed_in(cast.dung).get("/surveys/").status_code == 403
    told = signed_in(cast.nga).get("/surveys/sau-phan-anh/csv").text
    assert "1.0" not in told.split("Tất cả")[1]


@pytest.mark.parametrize("address", ["/surveys/", "/surveys/new/", "/surveys/sau-phan-anh/change/", "/surveys/consultations/new/", "/khao-sat/?lang=en"])  # fmt: skip
def test_screens_open(cast: Cast, survey: Survey, address: str) -> None:
    assert signed_in(cast.minh).get(address).status_code == 200
