"""A briefing as its two files: the form filled with its figures, its texts and its tables; the PDF drawn of that DOCX."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import override
from docx import Document
from docx.shared import Mm

from dothi.accounts.models import Person
from dothi.briefings import spans, standing
from dothi.briefings.files import embedding, filling, printing, writing
from dothi.briefings.files.filling import Values
from dothi.briefings.models import Briefing, File, Template
from dothi.briefings.receipts import Receipt, packed
from dothi.briefings.spans import Span
from dothi.kernel import attachments, clock, settings
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language, t
from dothi.kernel.origin import Origin
from dothi.kernel.papers.form import BLANK, day_of, receiving

TEMPLATES = attachments.Store("briefing-forms")
FILES = attachments.Store("briefings")
SYMBOL = "BC"


class Files(NamedTuple):
    docx: bytes
    pdf: bytes


def receipts_of(briefing: Briefing) -> list[Receipt]:
    rows = briefing.printed.filter(round=briefing.round).order_by("place")
    return [Receipt.of(one) for one in rows.values_list("receipt", flat=True)]


def document_of(template: Template) -> Any:
    """The form as a document. Raises NotFound: its bytes are gone."""
    if not template.sha256:
        return standing.document()
    body = TEMPLATES.read(template.sha256)
    if body is None:
        raise NotFound("briefing-form-gone", code=template.code)
    return Document(io.BytesIO(body))


def drawn(briefing: Briefing) -> Files:
    """Both files as the briefing stands now. Raises BadRequest, NotFound."""
    with override("vi"):
        receipts = receipts_of(briefing)
        told = packed(briefing.code, embedding.centre(), receipts)
        document = _document(briefing, receipts)
        about = about_of(briefing)
        core = document.core_properties
        core.title, core.author, core.comments, core.subject = (
            about,
            briefing.agency.name_vi[:255],
            "",
            briefing.code,
        )
        core.created = core.modified = clock.now()
        core.last_modified_by = "dothi"
        embedding.into_docx(document, told)
        docx = filling.saved(document)
        pdf = printing.drawn(document, title=about, author=briefing.agency.name_vi, mark=_mark(briefing))
        return Files(docx, embedding.into_pdf(pdf, told, code=briefing.code, about=about))


def _document(briefing: Briefing, receipts: Sequence[Receipt]) -> Any:
    fields = fields_of(briefing)
    if briefing.body_sha256:
        body = FILES.read(briefing.body_sha256)
        if body is None:
            raise NotFound("briefing-form-gone", code=briefing.code)
        return filling.refilled(Document(io.BytesIO(body)), fields)
    document = document_of(briefing.template)
    values = Values(
        fields=fields, figures={one.key: one for one in receipts}, texts=briefing.texts,
        blocks=_blocks(briefing, receipts, document), absent=t("briefings-absent", "vi"),
    )  # fmt: skip
    return filling.filled(document, values)


def sha_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def keep(briefing: Briefing, role: str, ending: str, body: bytes, by: Person | None) -> None:
    """A file that is given out, so that it is known when it comes back."""
    FILES.keep(body)
    told = {"ending": ending, "size": len(body), "made_by": by, "made_at": clock.now()}
    File.objects.get_or_create(briefing=briefing, role=role, sha256=sha_of(body), defaults=told)


def about_of(briefing: Briefing) -> str:
    return t("briefings-about", "vi", code=briefing.code, span=span_said(briefing))


def fields_of(briefing: Briefing) -> dict[str, str]:
    agency, at = briefing.agency, briefing.signed_at or clock.now()
    return {
        "co_quan_cap_tren": agency.parent.name_vi if agency.parent else "",
        "co_quan": agency.name_vi,
        "so_ky_hieu": number_of(briefing) or f"{BLANK}/{symbol_of(briefing)}",
        "dia_danh_ngay": day_of(at, briefing.place, "vi"),
        "ky_bao_cao": span_said(briefing),
        "dia_ban": place_said(briefing),
        "thoi_diem": f"{briefing.recorded_at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}",
        "chuc_vu": briefing.signs_as or BLANK,
        "nguoi_ky": str(briefing.signed_by) if briefing.signed_by else "",
        "ma_bao_cao": briefing.code,
    }


def symbol_of(briefing: Briefing) -> str:
    return f"{SYMBOL}-{briefing.agency.code.upper()}"


def number_of(briefing: Briefing) -> str:
    """`12/BC-IOC`; empty before it is signed."""
    return f"{briefing.number:02d}/{symbol_of(briefing)}" if briefing.number else ""


def place_said(briefing: Briefing, lang: str | None = "vi") -> str:
    if briefing.group:
        return briefing.group.name_en if (lang or language()) == "en" else briefing.group.name_vi
    return briefing.unit.full_name if briefing.unit else t("briefings-everywhere", lang)


def span_said(briefing: Briefing, lang: str | None = "vi") -> str:
    return spans.said(briefing.kind, Span(briefing.begins_at, briefing.ends_at), lang)


def _mark(briefing: Briefing) -> str:
    """Nobody may take what was simulated or played back for what happened; a draft is no paper yet."""
    words = []
    if not briefing.is_final:
        words.append(t("briefings-mark-draft", "vi"))
    if Origin(briefing.origin) in (Origin.SIMULATED, Origin.REPLAYED):
        words.append(t(f"briefings-mark-{Origin(briefing.origin).word}", "vi"))
    return " · ".join(words)


def _blocks(briefing: Briefing, receipts: Sequence[Receipt], document: Any) -> dict[str, filling.Made]:
    return {
        "bang.so_lieu": lambda like, width: _figures(receipts, like, width),
        "bang.thay_doi": lambda like, width: _changes(briefing, like, width),
        "bang.chat_luong": lambda like, width: _quality(receipts, like, width),
        "bang.phu_luc": lambda like, width: _annex(briefing, receipts, like, width, document),
        "noi_nhan": lambda like, _: [_line(one, like) for one in receiving(briefing.receivers)],
    }


def _line(text: str, like: Any) -> Any:
    from docx.oxml.ns import qn

    made = writing.paragraph(text, like=like)
    looks = next((one for run in like.findall(qn("w:r")) for one in run.findall(qn("w:rPr"))), None)
    if looks is not None:
        made.replace(made.find(qn("w:r")), writing.run(text, looks))
    return made


def _head(*names: str) -> list[str]:
    return [t(f"briefings-column-{name}", "vi") for name in names]


def _gap() -> Any:
    return writing.paragraph("", size=8)


def _figures(receipts: Sequence[Receipt], like: Any, width: int) -> list[Any]:
    """A table for each board; without any the paper says so."""
    shown = [one for one in receipts if one.group]
    if not shown:
        return [_line(t("briefings-no-figures", "vi"), like)]
    made: list[Any] = []
    for group in dict.fromkeys(one.group for one in shown):
        rows: list[list[writing.Cell]] = [
            [one.name, one, when_said(one), quality_said(one)] for one in shown if one.group == group
        ]
        made.append(writing.paragraph(group, like=like, bold=True, keep=True))
        made.append(writing.table(_head("figure", "value", "when", "how"), rows, [4.2, 2, 2, 2.4], width))
        made.append(_gap())
    return made


def when_said(one: Receipt) -> str:
    if not one.end:
        return "–"
    end = _at(one.end).astimezone(clock.VIETNAM) if one.end else None
    begin = _at(one.begin).astimezone(clock.VIETNAM) if one.begin else None
    if begin and end and (end - begin).days == 1 and begin.hour == 0:
        return f"{begin:%d/%m/%Y}"
    if begin and end and begin.day == 1 and (end - begin).days >= 28:
        return f"{begin:%m/%Y}"
    return f"{end:%H:%M %d/%m/%Y}"


def _at(told: str) -> dt.datetime:
    return dt.datetime.fromisoformat(told)


def quality_said(one: Receipt, lang: str | None = "vi") -> str:
    """What is late, missing, estimated, typed, simulated, played back; a measurement that is whole says nothing."""
    words = [
        t(f"briefings-flag-{flag}", lang, given=one.given or 0, of=one.expected or 0) for flag in one.flags
    ]
    words += [t(f"origin-{word}", lang) for word in one.origins if word != "live"]
    return "; ".join(words)


def _changes(briefing: Briefing, like: Any, width: int) -> list[Any]:
    if briefing.before is None:
        return [_line(t("briefings-first-of-its-kind", "vi"), like)]
    told = {"code": briefing.before.code, "number": number_of(briefing.before) or briefing.before.code}
    if not briefing.changes:
        return [_line(t("briefings-nothing-changed", "vi", **told), like)]
    rows = [
        [one["name"], one["old"], one["new"], t(f"briefings-change-{one['what']}", "vi")]
        for one in briefing.changes
    ]
    lead = _line(t("briefings-changed-since", "vi", count=len(rows), **told), like)
    return [
        lead,
        writing.table(_head("figure", "old", "new", "change"), rows, [4.4, 1.8, 1.8, 2.6], width),
        _gap(),
    ]


def _quality(receipts: Sequence[Receipt], like: Any, width: int) -> list[Any]:
    doubtful = [one for one in receipts if quality_said(one)]
    counts = {name: sum(name in (*one.flags, *one.origins) for one in receipts) for name in
              ("late", "gap", "part", "running", "estimated", "typed", "simulated", "replayed")}  # fmt: skip
    lead = _line(t("briefings-quality", "vi", count=len(receipts), doubtful=len(doubtful), **counts), like)
    if not doubtful:
        return [lead]
    rows = [[one.name, quality_said(one), _sources(one), _newest(one)] for one in doubtful]
    return [
        lead,
        writing.table(_head("figure", "what", "sources", "newest"), rows, [4, 3, 1.6, 2], width),
        _gap(),
    ]


def _sources(one: Receipt) -> str:
    return "–" if one.expected is None else f"{one.given}/{one.expected}"


def _newest(one: Receipt) -> str:
    return f"{_at(one.newest_at).astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" if one.newest_at else "–"


def _annex(
    briefing: Briefing, receipts: Sequence[Receipt], like: Any, width: int, document: Any
) -> list[Any]:
    """Mark, figure, definition, source, records and their hash; the address of the briefing as a code for a camera."""
    lead = _line(t("briefings-annex-lead", "vi", code=briefing.code), like)
    if not receipts:
        return [lead, _line(t("briefings-no-figures", "vi"), like)]
    rows: list[list[writing.Cell]] = [
        [
            one.short,
            one.name,
            one,
            f"{one.definition}\n{one.source}",
            t("briefings-annex-records", "vi", count=one.records, hash=one.hash[:16]),
        ]
        for one in receipts
    ]
    head = _head("mark", "figure", "value", "definition", "records")
    scope = _line(
        t(
            "briefings-annex-scope",
            "vi",
            place=place_said(briefing),
            scope=receipts[0].scope,
            at=fields_of(briefing)["thoi_diem"],
        ),
        like,
    )
    return [
        lead,
        scope,
        writing.table(head, rows, [0.8, 3, 1.6, 3, 2.2], width),
        _gap(),
        _code(briefing, document),
    ]


def address_of(briefing: Briefing) -> str:
    return str(settings.read("PUBLIC_URL")).rstrip("/") + reverse("briefing", args=[briefing.code])


def _code(briefing: Briefing, document: Any) -> Any:
    import qrcode

    out = io.BytesIO()
    qrcode.make(address_of(briefing), border=2).save(out)
    out.seek(0)
    paragraph = document.add_paragraph()
    paragraph.add_run().add_picture(out, width=Mm(28))
    element = paragraph._p
    element.getparent().remove(element)
    return element
