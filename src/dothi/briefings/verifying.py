"""Is what a file prints still what the records say? Each figure is computed again from its recorded time, then as it is known now."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dothi.briefings import composing, figures
from dothi.briefings.actions.making import scopes_of
from dothi.briefings.files import embedding, filling, package
from dothi.briefings.files.embedding import Embedded
from dothi.briefings.models import Briefing, File
from dothi.briefings.receipts import Found, Receipt, digest, said
from dothi.briefings.spans import Span
from dothi.kernel import attachments, clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t

MOST_MB = 40
AGREES, CHANGED, LOST, TAMPERED = "agrees", "changed", "lost", "tampered"


@dataclass(frozen=True, slots=True)
class Checked:
    """One figure: its receipt, how it stands, and why."""

    receipt: Receipt
    verdict: str
    now: str = ""
    why: str = ""


@dataclass(slots=True)
class Report:
    """What was found; `faults` are of the file as a whole."""

    code: str
    figures: list[Checked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(one.verdict for one in self.figures)
        return {name: found.get(name, 0) for name in (AGREES, CHANGED, LOST, TAMPERED)}

    @property
    def exit_code(self) -> int:
        """0: all agree. 3: the file is true to its time, and some figures are others today. 1: something is wrong with the file."""
        counts = self.counts
        if self.faults or counts[TAMPERED] or counts[LOST]:
            return 1
        return 3 if counts[CHANGED] else 0

    def summary(self, lang: str | None = None) -> str:
        told = {"code": self.code, "count": len(self.figures), **self.counts}
        name = {0: "good", 3: "changed"}.get(self.exit_code, "bad")
        return t(f"briefings-verify-{name}", lang, **told)


def verify(body: bytes, name: str = "") -> Report:
    """A DOCX or PDF that was given out, `name` as its user knows it. Raises BadRequest: not what its name says, damaged, or nothing of
    ours stands in it."""
    told, printed = _read(body, name)
    if told is None:
        raise BadRequest("briefing-no-receipts")
    report = Report(told.code)
    if told.centre != embedding.centre():
        report.faults.append(t("briefings-fault-centre", centre=told.centre[:16]))
        return report
    if not told.whole:
        report.faults.append(t("briefings-fault-receipts"))
    row = (
        Briefing.objects.select_related("agency", "unit", "group", "template")
        .filter(code=told.code[:20])
        .first()
    )
    if row is None:
        report.faults.append(t("briefings-fault-unknown", code=told.code[:20]))
        return report
    kept = _kept(row, told)
    if kept is None:
        report.faults.append(t("briefings-fault-kept"))
    # a draft is drawn anew for each who downloads it; what was signed is kept byte for byte
    if row.is_final and not File.objects.filter(briefing=row, sha256=composing.sha_of(body)).exists():
        report.faults.append(t("briefings-fault-bytes"))
    report.figures = recomputed(row, kept or told.receipts, _wrong(told.receipts, kept, printed))
    return report


def _kept(row: Briefing, told: Embedded) -> list[Receipt] | None:
    """The receipts that the centre keeps of that round; None: no round of this briefing has such receipts."""
    at = {one.recorded_at for one in told.receipts}
    rounds: dict[int, list[Receipt]] = {}
    for number, one in row.printed.order_by("round", "place").values_list("round", "receipt"):
        rounds.setdefault(number, []).append(Receipt.of(one))
    if not told.receipts and not rounds:
        return []
    wanted = [one.told() for one in told.receipts]
    for receipts in rounds.values():
        if [one.told() for one in receipts] == wanted:
            return receipts
    return (
        next((of for of in rounds.values() if {one.recorded_at for one in of} & at), None)
        if not told.whole
        else None
    )


Wrong = dict[int, str]  # mark → what the file says instead; empty: it is not there


def _wrong(told: Sequence[Receipt], kept: Sequence[Receipt] | None, printed: dict[int, list[str]]) -> Wrong:
    true = {one.mark: one for one in (kept or told)}
    wrong: Wrong = {}
    for mark, one in true.items():
        texts = printed.get(mark, [])
        if not texts:
            wrong[mark] = ""
        elif bad := [text for text in texts if text != one.text]:
            wrong[mark] = bad[0]
    for one in told:
        if one.mark in true and one.text != true[one.mark].text:
            wrong.setdefault(one.mark, one.text)
    return wrong


def recomputed(row: Briefing, receipts: Sequence[Receipt], wrong: Wrong | None = None) -> list[Checked]:
    """Each figure from its recorded time, and as it is known now."""
    if not receipts:
        return []
    scopes, span = scopes_of(row), Span(row.begins_at, _end(row, receipts))
    keys = [(one.key, one.version) for one in receipts]
    then = figures.again(scopes, keys, span, dt.datetime.fromisoformat(receipts[0].recorded_at))
    now = figures.again(scopes, keys, span, clock.now())
    return [
        _checked(one, then.get(one.key), now.get(one.key), (wrong or {}).get(one.mark)) for one in receipts
    ]


def _end(row: Briefing, receipts: Sequence[Receipt]) -> dt.datetime:
    """On demand the period ends when the figures were recorded, also of a round before the last."""
    return dt.datetime.fromisoformat(receipts[0].recorded_at) if row.kind == "demand" else row.ends_at


def _checked(one: Receipt, then: Found | None, now: Found | None, wrong: str | None) -> Checked:
    if wrong is not None:
        why = t("briefings-why-text", found=wrong) if wrong else t("briefings-why-missing")
        return Checked(one, TAMPERED, why=why)
    if then is None:
        return Checked(one, LOST, why=t("briefings-why-gone"))
    told = said(now.value, now.printed, one.unit) if now else ""
    if digest(then.rows) != one.hash:
        return Checked(
            one, LOST, told, t("briefings-why-running" if "running" in one.flags else "briefings-why-hash")
        )
    if then.printed != one.printed:
        return Checked(one, LOST, told, t("briefings-why-hash"))
    if one.group == "" and not one.begin:
        return Checked(
            one, AGREES, told
        )  # what stood open then; that it stands otherwise now is no change of that figure
    if now is not None and now.printed != one.printed and _same(one, now):
        return Checked(one, CHANGED, told, _why(then, now))
    return Checked(one, AGREES, told)


def _same(one: Receipt, now: Found) -> bool:
    return not one.begin or (now.begin is not None and clock.iso(now.begin) == one.begin)


def _why(then: Found, now: Found) -> str:
    if len(then.rows) != len(now.rows):
        return t("briefings-why-records", old=len(then.rows), new=len(now.rows))
    changed = sum(list(a) != list(b) for a, b in zip(then.rows, now.rows, strict=True))
    return t("briefings-why-cells", count=changed)


def _read(body: bytes, name: str) -> tuple[Embedded | None, dict[int, list[str]]]:
    if body.startswith(b"%PDF-"):
        return _read_pdf(body)
    if name.lower().endswith(".pdf"):
        raise BadRequest("briefing-file-no-pdf", name=attachments.safe_name(name))
    return _read_docx(body, name or "file.docx")


def _read_docx(body: bytes, name: str) -> tuple[Embedded | None, dict[int, list[str]]]:
    document: Any = package.opened(name, body, MOST_MB)
    printed: dict[int, list[str]] = {}
    for mark, text in filling.figures_in(document):
        printed.setdefault(mark, []).append(text)
    return embedding.from_docx(document), printed


def _read_pdf(body: bytes) -> tuple[Embedded | None, dict[int, list[str]]]:
    """Of a PDF every place where a mark stands is read with what stands before it."""
    from pypdf import PdfReader

    if len(body) > MOST_MB * 1_000_000:
        raise BadRequest("briefing-file-damaged")
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        told = embedding.from_pdf(reader)
        text = "\n".join(page.extract_text() for page in reader.pages)
    except BadRequest:
        raise
    except Exception as error:  # the reader fails in many ways on a damaged file
        raise BadRequest("briefing-file-damaged") from error
    return told, _printed_in(text, told.receipts if told else [])


def _printed_in(text: str, receipts: Sequence[Receipt]) -> dict[int, list[str]]:
    flat = re.sub(r"\s+", " ", text)
    printed: dict[int, list[str]] = {}
    for one in receipts:
        short = re.escape(one.short)
        for found in re.finditer(short, flat):
            before = flat[: found.start()].rstrip()
            if before.endswith(one.text):
                printed.setdefault(one.mark, []).append(one.text)
            elif not _is_row(flat, found.end(), one):
                printed.setdefault(one.mark, []).append(" ".join(before.split(" ")[-2:])[-40:])
    return printed


def _is_row(flat: str, end: int, one: Receipt) -> bool:
    """The mark at the beginning of its line of the annex is followed by its name, and stands behind no figure."""
    return flat[end:].lstrip().startswith(one.name[:8])
