"""After a service: is whoever was served asked, and how? One row says so, also where nobody is asked; the address stays where it was."""

from __future__ import annotations

import datetime as dt
import hashlib

from dothi.kernel import clock, locks, settings
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.ids import new_secret
from dothi.notify import queries as messages
from dothi.notify.said import Said
from dothi.notify.unnamed import Reach
from dothi.surveys import rules
from dothi.surveys.models import Invitation, Kind, Outcome, Survey
from dothi.surveys.queries import asked_after
from dothi.surveys.voices import digest_of

_action = action_of("surveys")
TOKEN_BYTES = 15  # 120 random bits: nobody finds one by trying
KEY = "survey-"  # begins the key of the message that carries a link


@_action
def invite(
    kind: str, reference: str, *, reach: Reach, service: str, agency_id: int | None, unit_id: int | None,
    origin: int = 0, base: str = "",
) -> Invitation | None:  # fmt: skip
    """Asks whoever was served, once for each service (`kind`, `reference`: a code, nothing personal). `service`: category or procedure;
    `base`: how this system is reached where nobody said how the public does (`DOTHI_PUBLIC_URL`).

    None: no survey asks after it today. The row's `outcome` says whether somebody is asked, and if not, why. Raises BadRequest
    (no such kind, no reference).
    """
    if kind not in Kind.values or not 0 < len(reference) <= 80:
        raise BadRequest("survey-kind", kind=kind[:20])
    locks.hold(f"survey {kind} {reference}")
    standing = Invitation.objects.filter(kind=kind, reference=reference).first()
    survey = asked_after(kind, service)
    if standing is not None or survey is None:
        return standing
    locks.hold(f"survey person {reach.digest}")
    address = str(settings.read("PUBLIC_URL")).rstrip("/") or base
    now, outcome = clock.now(), _outcome(survey, reference, reach, address)
    invited, token = outcome == Outcome.INVITED, new_secret(TOKEN_BYTES)
    row = Invitation.objects.create(
        survey=survey, kind=kind, reference=reference, service=service[:120], agency_id=agency_id, unit_id=unit_id,
        outcome=outcome, way=reach.way, origin=origin, served_at=now,
        closes_at=now + dt.timedelta(days=rules.value("open-days")),
        person=reach.digest if invited else "", digest=digest_of(token) if invited else None,
    )  # fmt: skip
    if invited:
        link = f"{address}/khao-sat/tra-loi/{token}/"
        fields = {"link": link, "until": f"{row.closes_at.astimezone(clock.VIETNAM):%d/%m/%Y}"}
        # called `surveys-invitation-title` where a title is shown
        reach.tell(Said("surveys-invitation", fields), "Khảo sát ý kiến người được phục vụ", f"{KEY}{row.pk}")
    return row


def _outcome(survey: Survey, reference: str, reach: Reach, address: str) -> str:
    if not _drawn(f"{survey.code} {reference}", rules.value("ask-percent")):
        return Outcome.NOT_DRAWN
    if not reach.digest or not address or not messages.has_channel(reach.way):
        return Outcome.NO_WAY
    since = clock.now() - dt.timedelta(days=rules.value("once-in-days"))
    if Invitation.objects.filter(person=reach.digest, served_at__gt=since).exists():
        return Outcome.ASKED_LATELY
    return Outcome.INVITED


def _drawn(of: str, percent: int) -> bool:
    """By the digest of the reference: random towards the service, the same whenever it is asked again."""
    return int(hashlib.sha256(of.encode()).hexdigest()[:8], 16) % 100 < percent
