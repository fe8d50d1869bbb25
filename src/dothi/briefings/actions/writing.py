"""What people write before a briefing is signed: blocks on a screen, or the DOCX changed and handed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dothi.accounts.models import Person
from dothi.briefings import composing, rules
from dothi.briefings.actions.rights import refuse, tell
from dothi.briefings.area import area_of
from dothi.briefings.files import embedding, filling, package, placeholders
from dothi.briefings.models import Briefing, File
from dothi.briefings.receipts import Receipt
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain

_action = action_of("briefings")
LONGEST = 8_000
FIELDS = {"place": 60, "signs_as": 120}


@_action
def write(
    briefing: Briefing,
    *,
    texts: Mapping[str, str],
    fields: Mapping[str, str],
    receivers: Sequence[str],
    revision: int,
    by: Person,
) -> Briefing:
    """Of two who edit the same revision the second is told so (Conflict), and nothing of the first is lost.

    Raises NotAllowed, Conflict, BadRequest (a text that names a figure that there is not, or is too long).
    """
    row = _draft(briefing, by)
    told = {name: plain(text)[: LONGEST + 1] for name, text in texts.items()}
    wanted = {name: plain(fields.get(name, ""))[:most] for name, most in FIELDS.items()}
    lines = [plain(one).strip("-;. ")[:160] for one in receivers if plain(one).strip("-;. ")][:40]
    if (row.texts, row.place, row.signs_as, row.receivers) == (
        told,
        wanted["place"],
        wanted["signs_as"],
        lines,
    ):
        return row  # the same form again
    if row.revision != revision:
        raise Conflict("briefing-edited-meanwhile", code=row.code, person=str(row.edited_by or row.made_by))
    _refuse_texts(row, told)
    row.texts, row.receivers, row.place, row.signs_as = told, lines, wanted["place"], wanted["signs_as"]
    return _kept(row, by)


def _refuse_texts(row: Briefing, texts: Mapping[str, str]) -> None:
    known = {one.key for one in composing.receipts_of(row)}
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise BadRequest("briefing-text-long", most=LONGEST)
        try:
            found = [one for line in text.splitlines() for one in placeholders.tokens(line)]
        except ValueError as error:
            raise BadRequest("briefing-text-code", found=str(error)[:60]) from error
        for one in found:
            is_figure = one.name.startswith(placeholders.FIGURE)
            if not is_figure or one.name.removeprefix(placeholders.FIGURE) not in known:
                raise BadRequest("briefing-text-figure", found=one.name[:80], name=name)


class Difference(NamedTuple):
    """A figure of a DOCX that is not as its receipt says; `found` is empty where it was taken away."""

    mark: int
    name: str
    printed: str
    found: str


def differences(document: Any, receipts: Sequence[Receipt]) -> list[Difference]:
    """What stands in the document against what was computed, every place where a figure is printed."""
    known, seen = {one.mark: one for one in receipts}, set()
    wrong = []
    for mark, text in filling.figures_in(document):
        seen.add(mark)
        if mark not in known:
            wrong.append(Difference(mark, "?", "", text[:80]))
        elif text != known[mark].text:
            wrong.append(Difference(mark, known[mark].name, known[mark].text, text[:80]))
    wrong += [
        Difference(mark, one.name, one.text, "")
        for mark, one in known.items()
        if mark not in seen and one.group
    ]
    return wrong


@_action
def hand_in(briefing: Briefing, name: str, body: bytes, *, revision: int, by: Person) -> Briefing:
    """A DOCX that was downloaded and changed becomes the briefing, if each of its figures is as it was.

    Raises NotAllowed, Conflict (edited meanwhile), TooLarge, BadRequest (no DOCX, of another briefing or centre, figures that differ: named).
    """
    row = _draft(briefing, by)
    document = package.opened(name, body, rules.value("template-mb"))
    told = embedding.from_docx(document)
    if told is None or told.code != row.code or not told.whole:
        raise BadRequest("briefing-file-of-another", code=row.code)
    receipts = composing.receipts_of(row)
    if [one.told() for one in told.receipts] != [one.told() for one in receipts]:
        raise Conflict("briefing-file-older-figures", code=row.code)
    if wrong := differences(document, receipts):
        listed = "; ".join(
            f"[{one.mark}] {one.name}: {one.printed} → {one.found or '–'}" for one in wrong[:8]
        )
        raise BadRequest("briefing-figures-differ", count=len(wrong), listed=listed)
    clean = filling.saved(document)
    composing.FILES.keep(clean)
    sha = composing.sha_of(clean)
    if (
        row.body_sha256 == sha
        or File.objects.filter(briefing=row, role=File.Role.HANDED_IN, sha256=composing.sha_of(body)).exists()
    ):
        return row  # the same file again
    if row.revision != revision:
        raise Conflict("briefing-edited-meanwhile", code=row.code, person=str(row.edited_by or row.made_by))
    composing.FILES.keep(body)
    File.objects.create(
        briefing=row,
        role=File.Role.HANDED_IN,
        ending="docx",
        sha256=composing.sha_of(body),
        size=len(body),
        made_by=by,
        made_at=clock.now(),
    )
    row.body_sha256 = sha
    return _kept(row, by)


def _draft(briefing: Briefing, by: Person) -> Briefing:
    refuse(by, "briefings.make", area_of(briefing))
    row = Briefing.objects.select_for_update(no_key=True, of=("self",)).get(pk=briefing.pk)
    if row.state != Briefing.State.DRAFT:
        raise Conflict("briefing-state", code=row.code, state=row.state)
    return row


def _kept(row: Briefing, by: Person) -> Briefing:
    row.revision, row.edited_by, row.edited_at = row.revision + 1, by, clock.now()
    row.save()
    tell("briefings.changed", row)
    return row
