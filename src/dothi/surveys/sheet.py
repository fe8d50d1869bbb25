"""Results as a file: counts of each split, and above them what was asked of whom, how, and who did not answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse

from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language, t
from dothi.kernel.sheets import MEDIA_TYPE, csv_line, safe
from dothi.surveys.models import Outcome
from dothi.surveys.results import SPLITS, Result, asked_about
from dothi.surveys.shares import FIELDS, Count

Row = list[Any]


def answered(result: Result, ending: str) -> HttpResponse:
    """Raises NotFound: neither `csv` nor `xlsx`."""
    if ending not in ("csv", "xlsx"):
        raise NotFound("survey-does-not-exist", code=ending[:20])
    body, kind = (
        (as_csv(result), "text/csv; charset=utf-8") if ending == "csv" else (as_xlsx(result), MEDIA_TYPE)
    )
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{result.survey.code}.{ending}"'
    return answer


def method(result: Result) -> list[str]:
    """The sentences that belong to every figure of this survey."""
    survey, whole = result.survey, result.whole
    unasked: dict[str, Any] = {
        f"n_{one.replace('-', '_')}": result.unasked.get(one, 0) for one in Outcome.values
    }
    said = [
        t(f"surveys-method-asked-{asked_about(survey)}"),
        t("surveys-method-period", first=f"{result.period.first:%m/%Y}", last=f"{result.period.last:%m/%Y}"),
        t("surveys-method-counts", **{name: getattr(whole, name) for name in FIELDS}),
        t("surveys-method-unasked", **unasked),
        t("surveys-method-share"),
        t("surveys-method-least", least=result.least),
        t("surveys-method-basis", source=survey.source),
    ]  # fmt: skip
    return said + ([t("surveys-method-simulated")] if result.simulated else [])


def rows(result: Result) -> Iterator[Row]:
    """Title, method, then a line for the whole and for each group of each split."""
    survey = result.survey
    yield [survey.title_en if language() == "en" else survey.title_vi]
    for sentence in method(result):
        yield [sentence]
    yield [t(f"surveys-column-{one}") for one in ("split", "group", *FIELDS, "rate", "share", "low", "high")]
    yield [t("surveys-split-whole"), "", *_cells(result.whole, judged=result.may_show)]
    for split in SPLITS:
        for part in result.splits.get(split, []):
            name = t("surveys-rest") if part.is_rest else part.name
            yield [t(f"surveys-split-{split}"), name, *_cells(part.count, judged=True)]


def _cells(count: Count, *, judged: bool) -> Row:
    """Numbers stay numbers. What too few said is left empty."""
    told: Row = [getattr(count, one) for one in FIELDS]
    if not judged:
        told[-2:] = [None, None]
    rate = None if count.rate is None else round(count.rate, 4)
    if not judged or count.share is None:
        return [*told, rate, None, None, None]
    return [*told, rate, round(count.share, 4), round(count.low, 4), round(count.high, 4)]


def as_csv(result: Result) -> str:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula."""
    return "\ufeff" + "".join(map(csv_line, rows(result)))


def as_xlsx(result: Result) -> bytes:
    """The same as a workbook."""
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for row in rows(result):
        page.append(
            [ILLEGAL_CHARACTERS_RE.sub("", safe(one)) if isinstance(one, str) else one for one in row]
        )
    book.save(out)
    return out.getvalue()
