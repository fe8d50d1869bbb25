"""What is printed is what the screens show, each figure answers for itself, and the files have the form of the decree."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from typer.testing import CliRunner

from dothi.accounts import signed as seals
from dothi.boards import book
from dothi.briefings import composing, verifying
from dothi.briefings.files import filling
from dothi.briefings.models import Briefing, Kind
from dothi.briefings.tests.course import corrected, made, measured, signed
from dothi.cli import briefing_, verify_
from dothi.incidents import actions as incidents
from dothi.indicators import queries
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.rules.alarms.tests.cast import raised
from dothi.rules.queries import get_rule

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def at_work(cast: Cast) -> None:
    """An alarm and a case beside the figures."""
    raised(get_rule("pm25-day-reference"), 7, unit=cast.ward_a.pk)
    incidents.open_incident(
        title="Cháy kho", kind="fire", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
    )


def test_each_figure_is_that_of_the_board_in_the_same_scope_at_the_same_time(
    cast: Cast, client: Client
) -> None:
    one = measured(cast)
    at_work(cast)
    briefing = made(cast)
    receipts = {each.key: each for each in composing.receipts_of(briefing)}
    board = queries.readings(book.get_board("environment").indicators(), cast.minh.scope("indicators.view"))
    assert {key.removeprefix("chi-tieu."): each.value for key, each in receipts.items() if each.group} == {
        code: reading.value for code, reading in board.items()
    }
    files = composing.drawn(briefing)
    shown = dict(filling.figures_in(Document(io.BytesIO(files.docx))))
    client.force_login(cast.minh)
    page = re.sub(r"\s+", " ", client.get("/boards/environment/").content.decode())
    told = receipts[f"chi-tieu.{one.code}"]
    assert shown[told.mark] == told.text and f'{told.printed} <span class="unit">' in page
    assert re.search(rf"{re.escape(told.text)} ?\[{told.mark}\]", pdf_text(files.pdf))
    assert (receipts["canh-bao.dang-mo"].value, receipts["vu-viec.dang-mo"].value) == (1, 1)


def test_what_came_in_the_very_millisecond_is_found_again(cast: Cast) -> None:
    with clock.stopped_at(dt.datetime(2026, 11, 23, 8, 0, 0, 123_456, tzinfo=clock.VIETNAM)):
        measured(cast)
        briefing = made(cast)
        found = verifying.recomputed(briefing, composing.receipts_of(briefing))
    assert {each.verdict for each in found} == {"agrees"}


def test_a_ward_prints_its_own_figure(cast: Cast) -> None:
    one = measured(cast, 30)
    at_work(cast)
    whole, ward = made(cast), made(cast, unit=cast.ward_a)
    of = {each.code: {r.key: r.value for r in composing.receipts_of(each)} for each in (whole, ward)}
    key = f"chi-tieu.{one.code}"
    assert of[whole.code][key] == pytest.approx(33) and of[ward.code][key] == pytest.approx(32)
    other = made(cast, unit=cast.ward_b)
    for each, open_alarms in ((ward, 1), (other, 0)):
        receipts = composing.receipts_of(each)
        assert {r.key: r.value for r in receipts}["canh-bao.dang-mo"] == open_alarms
        assert {found.verdict for found in verifying.recomputed(each, receipts)} == {"agrees"}


def test_verify_agrees_then_says_what_changed_since_and_why(cast: Cast) -> None:
    one = measured(cast)
    at_work(cast)
    briefing = signed(cast, made(cast))
    bodies = [composing.FILES.read(each.sha256) or b"" for each in briefing.files.filter(role="signed")]
    assert len(bodies) == 2
    for body in bodies:
        report = verifying.verify(body)
        assert (report.exit_code, report.faults, report.counts["agrees"]) == (0, [], len(report.figures)), (
            report
        )
    with clock.moved_to(clock.now() + dt.timedelta(minutes=5)):
        corrected(one, cast.ward_a, 90)
        for body in bodies:
            report = verifying.verify(body)
            changed = [each for each in report.figures if each.verdict == "changed"]
            assert report.exit_code == 3 and [each.receipt.key for each in changed] == [
                f"chi-tieu.{one.code}"
            ]
            assert changed[0].now != changed[0].receipt.text and "1" in changed[0].why


def test_an_old_briefing_is_made_again_from_its_recorded_time_after_late_corrections(cast: Cast) -> None:
    one = measured(cast)
    briefing = made(cast, Kind.DAILY)
    before = filling.figures_in(Document(io.BytesIO(composing.drawn(briefing).docx)))
    with clock.moved_to(clock.now() + dt.timedelta(days=3)):
        corrected(one, cast.ward_a, 90)
        corrected(one, cast.ward_b, 80)
        found = verifying.recomputed(briefing, composing.receipts_of(briefing))
        assert {each.verdict for each in found} == {"agrees", "changed"}
        assert filling.figures_in(Document(io.BytesIO(composing.drawn(briefing).docx))) == before
        later = made(cast, Kind.DAILY)
    assert any(each["what"] == "corrected" and each["old"] != each["new"] for each in later.changes)


def test_a_tampered_figure_is_named(cast: Cast) -> None:
    one = measured(cast)
    briefing = signed(cast, made(cast))
    body = composing.FILES.read(briefing.files.get(role="signed", ending="docx").sha256) or b""
    told = next(each for each in composing.receipts_of(briefing) if each.key == f"chi-tieu.{one.code}")
    wrong = replaced(body, "word/document.xml", f">{told.text}<", f">99 {told.unit}<")
    report = verifying.verify(wrong)
    bad = [each for each in report.figures if each.verdict == "tampered"]
    assert report.exit_code == 1 and [each.receipt.key for each in bad] == [told.key] and "99" in bad[0].why
    assert report.faults  # nor is it the file that was signed


def test_changed_receipts_a_changed_byte_and_another_centre_are_told_apart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(cast)
    briefing = signed(cast, made(cast))
    pdf = composing.FILES.read(briefing.files.get(role="signed", ending="pdf").sha256) or b""
    place = pdf.rindex(b"/CreationDate") + 20
    try:
        assert verifying.verify(pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]).exit_code == 1
    except BadRequest as error:
        assert error.code in ("briefing-file-damaged", "briefing-no-receipts")
    with pytest.raises(BadRequest):
        verifying.verify(pdf[: len(pdf) // 2])
    seals._key.cache_clear()
    monkeypatch.setattr("dothi.accounts.signed.secret_key", lambda: "another centre" * 4)
    report = verifying.verify(pdf)
    seals._key.cache_clear()
    assert report.exit_code == 1 and len(report.faults) == 1 and report.figures == []


def test_both_files_have_the_form_of_the_decree(cast: Cast) -> None:
    measured(cast, origin=Origin.SIMULATED)
    files = composing.drawn(
        signed(cast, made(cast, place="An Hải", signs_as="Giám đốc", receivers=["UBND tỉnh", "Lưu: VT"]))
    )
    document = Document(io.BytesIO(files.docx))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side, low, high in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
        assert low - 0.1 <= getattr(section, f"{side}_margin").mm <= high + 0.1, side
    assert document.styles["Normal"].font.name == "Times New Roman" and document.styles[
        "Normal"
    ].font.size.pt in (13, 14)
    assert section.different_first_page_header_footer
    head = section.header.paragraphs[0]
    assert "PAGE" in head._p.xml and head.alignment == 1
    assert not section.first_page_header._element.findall(f".//{qn('w:instrText')}")
    text = "\n".join("".join(one.itertext()) for one in document.element.body.iter(qn("w:p")))
    for part in FORM:
        assert part in text, part
    measure_pdf(files.pdf)


FORM = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "TRUNG TÂM IOC", "Số: 01/BC-IOC", "An Hải, ngày ",
    "BÁO CÁO", "Tình hình hoạt động đô thị", "Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.", "GIÁM ĐỐC", "Đỗ Thị Hoa",
)  # fmt: skip


def measure_pdf(body: bytes) -> None:
    """Every sign of text lies between the margins but page numbers and the mark at the foot; letters are embedded."""
    reader = PdfReader(io.BytesIO(body))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, 1):
        assert [round(float(one) / MM) for one in (page.mediabox.width, page.mediabox.height)] == [210, 297]
        boxes: list[tuple[str, float, float]] = []

        def visit(
            text: str,
            cm: list[float],
            tm: list[float],
            _font: object,
            _size: float,
            into: list[tuple[str, float, float]] = boxes,
        ) -> None:
            if text.strip():
                into.append((text.strip(), (tm[4] * cm[0] + cm[4]) / MM, (tm[5] * cm[3] + cm[5]) / MM))

        page.extract_text(visitor_text=visit)
        heads = [text for text, _, y in boxes if y > 297 - 20]
        assert heads == ([] if number == 1 else [str(number)]), heads
        assert all(x >= 29.5 and x < 210 - 15 for text, x, y in boxes if 20 <= y <= 277), number
        if number > 1:
            (x,) = [x for text, x, y in boxes if y > 277]
            assert abs(x - 105) < 4  # in the middle
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            told = font.get_object()
            if "/FontDescriptor" in told:
                assert "Tinos" in told["/BaseFont"] and "/FontFile2" in told["/FontDescriptor"].get_object()
    text = pdf_text(body)
    for part in FORM:
        assert part in text, part
    assert "CÓ SỐ LIỆU MÔ PHỎNG" in text and "mô phỏng" in text.lower()


def pdf_text(body: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))


def replaced(body: bytes, part: str, old: str, new: str) -> bytes:
    """The same package with a text of one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made_anew,
    ):
        for one in package.infolist():
            data = package.read(one)
            if one.filename == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            made_anew.writestr(one.filename, data)
    return out.getvalue()


def test_no_data_at_all_is_said(cast: Cast) -> None:
    briefing: Briefing = made(cast, Kind.MONTHLY)
    text = pdf_text(composing.drawn(briefing).pdf)
    assert "Không có số liệu nào trong kỳ này." in text and "báo cáo đầu tiên của loại này" in text


def test_the_command_says_how_each_figure_stands_and_ends_by_it(cast: Cast, tmp_path: Path) -> None:
    one = measured(cast)
    briefing = signed(cast, made(cast))
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(composing.FILES.read(briefing.files.get(role="signed", ending="pdf").sha256) or b"")
    run = CliRunner()
    good = run.invoke(verify_.app, [str(path)])
    assert good.exit_code == 0 and "khớp" in good.output and briefing.code in good.output, good.output
    with clock.moved_to(clock.now() + dt.timedelta(minutes=5)):
        corrected(one, cast.ward_a, 90)
        changed = run.invoke(verify_.app, [str(path)])
    assert changed.exit_code == 3 and " → " in changed.output
    false = tmp_path / "tam.pdf"
    false.write_bytes(b"PK no paper")
    refused = run.invoke(verify_.app, [str(false)])
    assert refused.exit_code and isinstance(refused.exception, BadRequest)
    assert (refused.exception.code, refused.exception.fields) == ("briefing-file-no-pdf", {"name": "tam.pdf"})
    drafted = run.invoke(briefing_.app, ["make", "demand", "--by", "minh", "--out", str(tmp_path)])
    assert drafted.exit_code == 0 and len(list(tmp_path.glob("BC-*"))) == 2


def test_a_definition_withdrawn_meanwhile_does_not_move_what_was_printed(cast: Cast) -> None:
    one = measured(cast)
    briefing = signed(cast, made(cast))
    one.pk, one.version, one.withdrawn, one.recorded_at = None, one.version + 1, True, clock.now()
    one.save()
    found = verifying.recomputed(briefing, composing.receipts_of(briefing))
    assert [each for each in found if each.verdict != "agrees"] == []
    later = made(cast)
    assert any(each["what"] == "gone" for each in later.changes)
