"""Consultations: drawn up, announced, spoken to, answered group by group, and closed with what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, events, locks, moments
from dothi.kernel.attachments import Sound
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.surveys import questions
from dothi.surveys.actions.asking import refuse_stranger
from dothi.surveys.codes import next_code
from dothi.surveys.models import Consultation, Opinion, Paper, Reply
from dothi.surveys.questions import Question
from dothi.territory.models import Unit

_action = action_of("surveys")
WORDS = ("title_vi", "title_en", "text_vi", "text_en", "basis")
LONGEST_TEXT, LONGEST_OPINION, LONGEST_REASON = 20_000, 4000, 300


@_action
def propose(
    *, words: Mapping[str, str], opens_at: dt.datetime, closes_at: dt.datetime, agency: Agency, unit: Unit | None,
    asked: Iterable[Question] = (), papers: Sequence[Sound] = (), origin: int = 0, by: Person | None,
) -> Consultation:  # fmt: skip
    """Draws one up; nobody outside reads it yet. `papers` lie below the uploads already.

    Raises NotAllowed, BadRequest (no words in a language, no basis, it closes before it opens)."""
    refuse_stranger(agency, by)
    said = {name: plain(words.get(name, ""))[:LONGEST_TEXT] for name in WORDS}
    if not all(said.values()) or max(len(said["title_vi"]), len(said["title_en"]), len(said["basis"])) > 200:
        raise BadRequest("consultation-words")
    known = moments.is_known(opens_at) and moments.is_known(closes_at)
    if not known or closes_at <= opens_at or closes_at <= clock.now():
        raise BadRequest("consultation-times")
    now = clock.now()
    row = Consultation.objects.create(
        code=next_code(), **said, agency=agency, unit=unit, opens_at=opens_at, closes_at=closes_at,
        questions=questions.kept(questions.checked(asked, least=0)), origin=origin, made_at=now,
    )  # fmt: skip
    Paper.objects.bulk_create(
        Paper(consultation=row, name=one.name, media_type=one.media_type, sha256=one.sha256, size=len(one.body), recorded_at=now)
        for one in {one.sha256: one for one in papers}.values()
    )  # fmt: skip
    return row


@_action
def announce(consultation: Consultation, *, by: Person | None) -> Consultation:
    """From now on everybody reads it, and speaks between its two times. Raises NotAllowed, Conflict (it is over)."""
    refuse_stranger(consultation.agency, by)
    if consultation.closes_at <= clock.now():
        raise Conflict("consultation-is-over", code=consultation.code)
    rows = Consultation.objects.filter(pk=consultation.pk, announced_at__isnull=True)
    if rows.update(announced_at=clock.now()):
        _tell("surveys.announced", consultation)
    consultation.refresh_from_db()
    return consultation


@_action
def speak(consultation: Consultation, voice: str, form: Mapping[str, Any]) -> Opinion:
    """One browser's word; said again it replaces what was said, and is read anew before others see it.

    Raises BadRequest (nothing said), Conflict (not open)."""
    if not is_open(consultation):
        raise Conflict("consultation-is-over", code=consultation.code)
    locks.hold(f"opinion {consultation.pk} {voice}")
    told = questions.said(questions.read(consultation.questions), form)
    values, texts = told.values, told.texts
    text = plain(str(form.get("text", "")))[:LONGEST_OPINION]
    if not told and not text:
        raise BadRequest("survey-nothing-said")
    now = clock.now()
    standing = Opinion.objects.filter(consultation=consultation, voice=voice).first()
    if standing is not None and (standing.values, standing.texts, standing.text) == (values, texts, text):
        return standing
    last: dict[str, Any] = {"values": values, "texts": texts, "text": text, "changed_at": now}
    if standing is None or standing.text != text:
        last |= {
            "state": Opinion.State.NEW,
            "public_text": "",
            "reason": "",
            "reply": None,
            "decided_by": None,
        }
    row, is_new = Opinion.objects.update_or_create(
        consultation=consultation, voice=voice, defaults=last, create_defaults={**last, "recorded_at": now}
    )
    if is_new:
        _tell("surveys.spoken", consultation)
    return row


@_action
def release(opinion: Opinion, *, text: str, by: Person, seen: str = "") -> Opinion:
    """Others may read it, in these words: the officer's copy, without what names people. `seen`: when what the officer read was written
    (ISO). Raises NotAllowed, BadRequest (no words), Conflict (it was changed, or decided, since)."""
    refuse_stranger(opinion.consultation.agency, by)
    said = plain(text)[:LONGEST_OPINION]
    if not said:
        raise BadRequest("opinion-needs-words")
    return _decided(opinion, by, seen, state=Opinion.State.PUBLIC, public_text=said, reason="")


@_action
def hide(opinion: Opinion, *, reason: str, by: Person, seen: str = "") -> Opinion:
    """It counts and is not shown. Raises NotAllowed, BadRequest (no reason), Conflict (as `release`)."""
    refuse_stranger(opinion.consultation.agency, by)
    said = plain(reason)[:LONGEST_REASON]
    if not said:
        raise BadRequest("opinion-needs-reason")
    return _decided(opinion, by, seen, state=Opinion.State.HIDDEN, public_text="", reason=said, reply=None)


def _decided(opinion: Opinion, by: Person, seen: str, **columns: Any) -> Opinion:
    held = Opinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    if seen and seen != held.changed_at.isoformat():
        raise Conflict("opinion-changed-meanwhile")
    Opinion.objects.filter(pk=opinion.pk).update(**columns, decided_by=by, changed_at=clock.now())
    opinion.refresh_from_db()
    return opinion


@_action
def reply(consultation: Consultation, title: str, text: str, *, opinions: Iterable[int], by: Person) -> Reply:
    """Answers a group of opinions: what they say, and what the agency does about it. The same title again adds opinions to it.

    Raises NotAllowed, BadRequest (no words)."""
    refuse_stranger(consultation.agency, by)
    named, said = plain(title)[:200], plain(text)[:LONGEST_OPINION]
    if not named or not said:
        raise BadRequest("reply-needs-words")
    told = {"text": said, "person": by, "recorded_at": clock.now()}
    row, _ = Reply.objects.update_or_create(consultation=consultation, title=named, defaults=told)
    shown = consultation.opinions.filter(pk__in=list(opinions), state=Opinion.State.PUBLIC)
    shown.update(reply=row)
    return row


@_action
def conclude(consultation: Consultation, *, vi: str, en: str, by: Person) -> Consultation:
    """Publishes what became of it, once it is closed. Raises NotAllowed, BadRequest (no words), Conflict (still open, not announced)."""
    refuse_stranger(consultation.agency, by)
    said = {"result_vi": plain(vi)[:LONGEST_TEXT], "result_en": plain(en)[:LONGEST_TEXT]}
    if not all(said.values()):
        raise BadRequest("consultation-result")
    if consultation.announced_at is None or consultation.closes_at > clock.now():
        raise Conflict("consultation-still-open", code=consultation.code)
    Consultation.objects.filter(pk=consultation.pk).update(**said, result_at=clock.now())
    consultation.refresh_from_db()
    _tell("surveys.concluded", consultation)
    return consultation


def is_open(consultation: Consultation) -> bool:
    """May one speak now?"""
    return (
        consultation.announced_at is not None
        and consultation.opens_at <= clock.now() < consultation.closes_at
    )


def _tell(topic: str, consultation: Consultation) -> None:
    events.publish(
        topic, {"consultation": consultation.code, "path": f"/surveys/consultations/{consultation.code}/"},
        permission="surveys.view", unit_id=consultation.agency.unit_id, agency_id=consultation.agency_id,
    )  # fmt: skip
