"""The organisation chart by XLSX: there and back, dry run, errors by line, all or nothing, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from dothi.accounts.chart import sheet
from dothi.accounts.models import Person
from dothi.kernel import sheets
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]
HEADS = [
    "Tên đăng nhập",
    "Họ và tên",
    "Mã cơ quan",
    "Chức vụ",
    "Vai trò",
    "Ngày cuối",
    "Trạng thái (để trống / kết thúc)",
]


def book(*rows: list[Any], heads: list[str] = HEADS) -> bytes:
    made = Workbook()
    made.active.append(heads)
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(browser: Any, data: bytes) -> Any:
    return browser.post("/people/chart/", {"file": SimpleUploadedFile("so-do.xlsx", data)})


def test_the_chart_goes_out_and_comes_back_without_a_change(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    answer = upload(browser, browser.get("/people/chart/download/").content)
    assert answer.status_code == 200
    assert answer.context["outcome"].steps == []
    assert answer.context["outcome"].unchanged == 9


def test_invite_move_and_expire_are_shown_first_and_then_done(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    data = book(
        [
            "thao",
            "Ngô Phương Thảo",
            "ubnd-an-hai",
            "Chuyên viên",
            "ward-officer@96001; agency-officer/so-nnmt",
            "31/12/2026",
            "",
        ],
        ["lan", "Nguyễn Thị Lan", "ubnd-binh-minh", "", "", "", ""],
        ["tuan", "Trần Anh Tuấn", "ubnd-binh-minh", "", "", "", "Kết thúc"],
    )
    preview = upload(browser, data)
    assert preview.context["outcome"].counts == {"invite": 1, "grant": 2, "move": 1, "expire": 1}
    assert not Person.objects.filter(username="thao").exists()
    assert Person.objects.get(username="tuan").is_current()
    done = browser.post("/people/chart/", {"apply": "yes", "reason": "kiện toàn tổ chức"})
    assert done.status_code == 200
    thao = Person.objects.get(username="thao")
    assert thao.scope("alarms.view").covers(cast.ward_a.pk, None)
    assert thao.must_change_password
    assert thao.check_password(done.context["outcome"].passwords[0][2])
    assert Person.objects.get(username="lan").agency == cast.office_b
    assert not Person.objects.get(username="tuan").is_current()
    again = browser.post("/people/chart/", {"apply": "yes", "reason": "bấm hai lần"})
    assert again.status_code == 409
    assert Person.objects.filter(username="thao").count() == 1


def test_errors_are_named_by_line_and_nothing_is_done(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    answer = upload(
        browser,
        book(
            ["tot", "Người Tốt", "ioc", "", "leader", "", ""],
            ["có dấu", "Sai Tên", "ioc", "", "", "", ""],
            ["b", "", "ioc", "", "", "", ""],
            ["ccc", "Sai Cơ Quan", "khong-co", "", "", "", ""],
            ["ddd", "Sai Vai Trò", "ioc", "", "vua", "", ""],
            ["eee", "Sai Địa Bàn", "ioc", "", "leader@99999", "", ""],
            ["fff", "Sai Ngày", "ioc", "", "", "31/02/2026", ""],
            ["tot", "Hai Lần", "ioc", "", "", "", ""],
            ["ggg", "Không Có", "ioc", "", "", "", "end"],
            ["hhh", "Thiếu Mã", "ioc", "", "leader@", "", ""],
        ),
    )
    assert answer.status_code == 422
    assert [line for line, _ in answer.context["outcome"].errors] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert browser.post("/people/chart/", {"apply": "yes"}).status_code == 409
    assert not Person.objects.filter(username="tot").exists()


def test_a_ward_administrator_cannot_reach_further_by_file(
    cast: Cast, ward_administrator_a: Any, client_of: Clients
) -> None:
    answer = upload(
        client_of(ward_administrator_a),
        book(
            ["x1", "Ngoài Phường", "ubnd-binh-minh", "", "", "", ""],
            ["x2", "Quá Quyền", "ubnd-an-hai", "", "leader", "", ""],
            ["tuan", "Trần Anh Tuấn", "ubnd-an-hai", "", "", "", ""],
            ["quan", "Vũ Minh Quân", "ioc", "", "", "", "kết thúc"],
            ["x3", "Không Cơ Quan", "", "", "", "", ""],
        ),
    )
    assert [line for line, _ in answer.context["outcome"].errors] == [2, 3, 4, 5, 6]


def test_what_changed_meanwhile_is_shown_again_instead_of_done(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.quan)
    upload(browser, book(["lan", "Lan Mới", "ubnd-an-hai", "", "", "", ""]))
    Person.objects.filter(pk=cast.lan.pk).update(full_name="Lan Mới", title="Trưởng phòng")
    answer = browser.post("/people/chart/", {"apply": "yes", "reason": "x"})
    assert answer.status_code == 409
    assert Person.objects.get(pk=cast.lan.pk).title == "Trưởng phòng"


def test_cells_that_look_like_formulas_go_out_harmless(cast: Cast, client_of: Clients) -> None:
    Person.objects.filter(pk=cast.lan.pk).update(
        title='=HYPERLINK("http://x","y")', full_name="@SUM(1)", phone="+84 254 385 2222"
    )
    page = load_workbook(io.BytesIO(client_of(cast.quan).get("/people/chart/download/").content))[
        "Người dùng"
    ]
    row = next(row for row in page.iter_rows(values_only=True) if row[0] == "lan")
    assert row[3] == '\'=HYPERLINK("http://x","y")'
    assert row[1] == "'@SUM(1)"
    assert row[5] == "+84 254 385 2222"
    assert all(cell.data_type != "f" for line in page.iter_rows() for cell in line)


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_harmful_files_are_refused() -> None:
    formula = book(["a1", "=1+1", "ioc"])
    for data, error in (
        (b"", "sheet-unreadable"),
        (b"username;name\nlan;Lan", "sheet-unreadable"),
        (b"PK\x03\x04" + b"x" * 100, "sheet-unreadable"),
        (packed(**{"x.txt": b"x"}), "sheet-unreadable"),
        (packed(**{"xl/vbaProject.bin": b"x"}), "sheet-macros"),
        (packed(**{"xl/externalLinks/externalLink1.xml": b"x"}), "sheet-macros"),
        (formula, "sheet-formulas"),
        (book(["x"], heads=["Cột A"]), "accounts-chart-columns"),
    ):
        with pytest.raises(BadRequest, match=error):
            sheet.read(data)


def test_files_too_large_in_any_way_are_refused() -> None:
    for data in (
        b"x" * (sheet.LARGEST_FILE + 1),
        packed(**{"xl/worksheets/sheet1.xml": b" " * (sheets.LIMITS.size + 1)}),
    ):
        with pytest.raises(TooLarge):
            sheet.read(data)
    with pytest.raises(TooLarge, match="too-long"):
        sheet.read(book(*[[f"u{n}", "N", "ioc"] for n in range(sheet.MOST_LINES + 1)]))


def test_an_english_or_plain_head_is_understood_in_any_order() -> None:
    lines = sheet.read(book(["ioc", "lan", "Lan"], heads=["agency", "Username", "Full name"]))
    assert (lines[0].username, lines[0].full_name, lines[0].agency, lines[0].number) == (
        "lan",
        "Lan",
        "ioc",
        2,
    )
