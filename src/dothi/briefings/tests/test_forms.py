"""Forms that are handed in: what runs, fetches, unfolds or misleads is refused with what and where."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm

from dothi.briefings import actions, composing, standing
from dothi.briefings.tests.course import made
from dothi.briefings.tests.test_printed import pdf_text, replaced
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed, TooLarge
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db


def changed(change: Callable[[Any], object]) -> bytes:
    document = standing.document()
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def saying(text: str) -> bytes:
    return changed(lambda document: document.add_paragraph(text))


def with_part(name: str, data: bytes) -> bytes:
    out = io.BytesIO(standing.body())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return out.getvalue()


def hand_in(cast: Cast, body: bytes, **more: Any) -> Any:
    return actions.change_template("dot-xuat", "mẫu.docx", body, valid_from=clock.today(), by=cast.vy, **more)


def margin(document: Any) -> None:
    document.sections[0].left_margin = Mm(20)


def test_a_clerks_form_is_the_next_version_and_is_used_from_its_day(cast: Cast) -> None:
    body = saying(
        "Ghi chú: còn {{ so.canh-bao.dang-mo }} cảnh báo. {{ khoi.du_bao }}".partition(" {{ khoi")[0]
    )
    row = hand_in(cast, body, note="thêm ghi chú")
    assert (row.version, hand_in(cast, body).pk) == (2, row.pk)
    one = made(cast)
    assert one.template == row and "Ghi chú: còn 0" in pdf_text(composing.drawn(one).pdf)
    with pytest.raises(NotAllowed):
        actions.change_template("dot-xuat", "x.docx", body, valid_from=clock.today(), by=cast.minh)
    with pytest.raises(BadRequest):
        actions.change_template(
            "dot-xuat", "x.docx", saying("x"), valid_from=clock.today() - dt.timedelta(days=1), by=cast.vy
        )


BAD: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("40 MB", lambda: b"PK" + bytes(40_000_000), "briefing-file-large"),
    ("no DOCX", lambda: b"%PDF-1.7", "briefing-file-kind"),
    ("bomb", lambda: with_part("word/media/x.bin", bytes(70_000_000)), "briefing-file-bomb"),
    ("macro", lambda: with_part("word/vbaProject.bin", b"x"), "briefing-file-kind"),
    ("embedded", lambda: with_part("word/embeddings/x.bin", b"x"), "briefing-file-active"),
    ("entities", lambda: with_part("word/x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "briefing-file-active"),
    ("outside", lambda: with_part("word/_rels/x.rels", b'<Relationships><Relationship TargetMode="External"/></Relationships>'), "briefing-file-outside"),
    ("loop over people", lambda: saying("{% for p in people %}{{ p.name }}{% endfor %}"), "briefing-form-code"),
    ("call", lambda: saying("{{ ''.__class__.__mro__ }}"), "briefing-form-code"),
    ("unclosed", lambda: saying("{{ co_quan"), "briefing-form-code"),
    ("unknown", lambda: saying("Ông {{ ho_ten }}"), "briefing-form-unknown"),
    ("figure", lambda: saying("{{ so.khong-co }}"), "briefing-form-figure"),
    ("not alone", lambda: saying("Bảng: {{ bang.so_lieu }}"), "briefing-form-block-alone"),
    ("field", lambda: replaced(standing.body(), "word/header1.xml", "PAGE", "INCLUDETEXT c:\\\\x"), "briefing-file-field"),
    ("margin", lambda: changed(margin), "briefing-form-margin-left"),
    ("missing", lambda: replaced(standing.body(), "word/document.xml", "{{ bang.chat_luong }}", "x"), "briefing-form-missing"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "code"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_a_bad_form_is_refused_with_what_and_where(cast: Cast, body: Callable[[], bytes], code: str) -> None:
    with pytest.raises(DothiError) as refused:
        hand_in(cast, body())
    assert refused.value.code == code and isinstance(refused.value, BadRequest | TooLarge)
    if code.startswith("briefing-form-") and "paragraph" in refused.value.fields:
        assert int(str(refused.value.fields["paragraph"])) > 5


def test_the_page_says_what_is_wrong_and_keeps_the_version(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("x.docx", saying("Ông {{ ho_ten }}"))
    answer = client_of(cast.vy).post(
        "/briefings/forms/ngay/", {"file": upload, "valid_from": f"{clock.today():%Y-%m-%d}"}
    )
    assert answer.status_code == 422 and "ho_ten" in answer.content.decode()
    got = client_of(cast.vy).get("/briefings/forms/ngay/1.docx")
    assert Document(io.BytesIO(got.content)).sections[0].page_width.mm == pytest.approx(210, abs=0.2)
