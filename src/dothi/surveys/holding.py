"""What this room holds of a person: that they were asked and what they answered by their link, and what their browser said where nobody
says who they are. Counts stay, about nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from dothi.kernel.holdings import Holding, Subject, holds
from dothi.kernel.ids import new_secret
from dothi.notify.unnamed import digest_of as person_of
from dothi.surveys.models import Answer, Invitation, Opinion
from dothi.surveys.voices import digest_of


def _invitations(subject: Subject) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person_of(subject.way, subject.address))


def _answers(subject: Subject) -> QuerySet[Answer]:
    theirs = Q(invitation__in=_invitations(subject))
    return Answer.objects.filter(theirs | Q(voice=subject.voice) if subject.voice else theirs)


def _opinions(subject: Subject) -> QuerySet[Opinion]:
    return Opinion.objects.filter(voice=subject.voice) if subject.voice else Opinion.objects.none()


def _told(subject: Subject) -> dict[str, Any]:
    return {
        "asked": [
            {"about": one.reference, "survey": one.survey.code, "at": one.served_at.isoformat()}
            for one in _invitations(subject).select_related("survey").order_by("pk")
        ],
        "answers": [
            {"survey": one.survey.code, "chosen": one.values, "texts": one.texts, "at": one.answered_at.isoformat()}
            for one in _answers(subject).select_related("survey").order_by("pk")
        ],
        "opinions": [
            {
                "consultation": one.consultation.code, "chosen": one.values, "texts": one.texts, "text": one.text,
                "public_text": one.public_text, "at": one.recorded_at.isoformat(),
            }
            for one in _opinions(subject).select_related("consultation").order_by("pk")
        ],
    }  # fmt: skip


def _forget(subject: Subject) -> int:
    """Words and whose they were; which face was chosen stays for the counts, and an officer's released copy."""
    gone = _answers(subject).update(texts={}, voice=None)
    gone += _invitations(subject).update(reference=None, person="", digest=None)
    for one in _opinions(subject):
        one.text, one.texts, one.voice = (
            "",
            {},
            digest_of(new_secret(18)),
        )  # nobody's mark leads there any more
        one.save(update_fields=["text", "texts", "voice"])
        gone += 1
    return gone


def _stop(subject: Subject) -> int:
    """Who was asked and did not answer is asked no more by that link."""
    return _invitations(subject).filter(answer__isnull=True).update(digest=None)


holds(Holding("surveys", _told, _forget, _stop))
