"""Packs that people hand in on the screen: judged once, kept until somebody has seen the difference and decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.kernel import clock, locks
from dothi.kernel.errors import Conflict, NotFound
from dothi.packs.actions import put_in_force
from dothi.packs.archive import read_archive
from dothi.packs.folder import Complaint, fingerprint_of, pack_of
from dothi.packs.judging import judge
from dothi.packs.models import LoadedPack, Proposal

FORGOTTEN_AFTER = dt.timedelta(days=7)
MOST = 20  # that wait at a time, so that nobody fills the disk with them


def hand_in(file: BinaryIO, size: int, name: str, *, by: Person) -> Proposal:
    """Judges an archive and keeps it with what was found. The same again by the same person is the one that waits already.

    Raises BadRequest (`pack-archive-…`, `pack-takes-too-long`), Conflict when another is being judged, the machine has
    no time for it or too many wait.
    """
    return propose(read_archive(file, size), file_name=name, by=by)


def propose(texts: Mapping[str, str], *, file_name: str, by: Person) -> Proposal:
    """One at a time in the whole centre: judging takes a processor for seconds. No transaction is open meanwhile."""
    with locks.alone("packs are judged") as nobody_else:
        if not nobody_else:
            raise Conflict("pack-judging-busy")
        fingerprint = fingerprint_of(texts)
        known = waiting().filter(handed_in_by=by, fingerprint=fingerprint).first()
        if known is not None:
            return known
        if waiting().count() >= MOST:
            raise Conflict("pack-too-many-wait", most=MOST)
        found = judge(texts)
        _forget_old()
        return Proposal.objects.create(
            pack=found.code, version=found.version, file_name=file_name[:120], fingerprint=fingerprint, texts=dict(texts),
            complaints=[asdict(one) for one in found.complaints], handed_in_at=clock.now(), handed_in_by=by,
        )  # fmt: skip


def waiting() -> QuerySet[Proposal]:
    """What waits for a word, the newest first; whoever manages packs sees all."""
    fresh = Proposal.objects.filter(handed_in_at__gt=clock.now() - FORGOTTEN_AFTER)
    return fresh.defer("texts").select_related("handed_in_by").order_by("-pk")


def find(pk: int) -> Proposal:
    """Raises NotFound when it was loaded, thrown away or forgotten meanwhile."""
    found = Proposal.objects.select_related("handed_in_by").filter(pk=pk).first()
    if found is None:
        raise NotFound("pack-proposal-gone")
    return found


def complaints_of(proposal: Proposal) -> list[Complaint]:
    return [Complaint(**one | {"path": tuple(one["path"])}) for one in proposal.complaints]


@transaction.atomic
def load(proposal: Proposal, *, by: Person, reason: str, over: int) -> tuple[LoadedPack, bool]:
    """Puts it in force; it waits no longer. Raises NotFound, Conflict, BadRequest `pack-refused`."""
    done = put_in_force(pack_of(proposal.pack, proposal.texts), by=by, reason=reason, over=over)
    _take(proposal)  # last: who writes first and checks then holds up the readers of the log
    return done


@transaction.atomic
def throw_away(proposal: Proposal) -> None:
    """Raises NotFound when somebody was first."""
    _take(proposal)


def _take(proposal: Proposal) -> None:
    taken, _ = Proposal.objects.filter(pk=proposal.pk).delete()
    if not taken:
        raise NotFound("pack-proposal-gone")


def _forget_old() -> None:
    Proposal.objects.filter(handed_in_at__lte=clock.now() - FORGOTTEN_AFTER).delete()
