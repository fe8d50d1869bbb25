"""A run begins: alone, or in a flood gathered with others into one that calls for all of them and says how many.

From the `gather_from`-th thing of a policy within `gather_window_s` on, what comes calls nobody itself: one run of kind `MANY` does, first
after `gather_wait_s`. Whatever came before has called already. Each thing keeps a run of its own, which is taken or over by itself; the
one that gathers is over with the last of them, and who takes it takes them all (`runs.py`).
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from dothi.duty import routing, runs
from dothi.duty.models import Policy, Run, RunLine, Step
from dothi.duty.routing import Thing
from dothi.kernel import clock, locks
from dothi.kernel.i18n import t

State, Line = Run.State, RunLine.Kind


@transaction.atomic
def open_run(thing: Thing, *, at: dt.datetime | None = None) -> Run | None:
    """Begins to call by the policy that holds today; the run that stands for the same thing is that run. None: nobody is called."""
    now = at or clock.now()
    standing = Run.objects.filter(
        kind=thing.kind, reference=thing.reference, state__in=(State.OPEN, State.GATHERED)
    ).first()
    if standing is not None:
        return standing
    policy = routing.policy_for(thing, now.astimezone(clock.VIETNAM).date())
    first = policy.steps.first() if policy else None
    if policy is None or first is None:
        return None
    many = _many(thing, policy, first, now)
    run = _begin(thing, policy, now, gathered_in=many, wait_s=first.wait_s)
    since = f"{policy.valid_from:%d/%m/%Y}"
    runs.write(run, Line.OPENED, at=now, policy=policy.code, since=since)
    if many is not None:
        runs.write(run, Line.GATHERED, at=now, many=many.pk)
    runs.tell(many or run, "changed")
    return run


def _many(thing: Thing, policy: Policy, first: Step, now: dt.datetime) -> Run | None:
    """The run that calls for this thing and others; None where it is called for alone."""
    if policy.gather_from is None or policy.gather_window_s is None:
        return None
    locks.hold(f"duty gathers {policy.code}")
    since = now - dt.timedelta(seconds=policy.gather_window_s)
    begun = Run.objects.filter(policy__code=policy.code, began_at__gt=since, began_at__lte=now)
    if begun.exclude(kind=Run.MANY).count() + 1 < policy.gather_from:
        return None
    together = {"kind": Run.MANY, "policy": policy, "origin": thing.origin, **_called_alike(thing, policy)}
    # locked: of one that is being taken just now the state is read again, and it gathers no more; nor does one that calls nobody any more
    standing = Run.objects.select_for_update(no_key=True, of=("self",)).filter(state=State.OPEN, **together)
    still_calls = standing.exclude(round__gte=policy.repeats, position__gte=policy.steps.count())
    return still_calls.first() or _gathering(thing, policy, first, now)


def _called_alike(thing: Thing, policy: Policy) -> dict[str, Any]:
    """What things must have in common so that the steps of the policy call the same people for them."""
    kinds = set(policy.steps.values_list("kind", flat=True))
    alike: dict[str, Any] = {}
    if Step.Kind.AGENCY in kinds:
        alike |= {"agency_id": thing.agency_id, "unit_id": thing.unit_id}
    if Step.Kind.DESK in kinds:
        alike |= {"roster_id": thing.roster_id}
    return alike


def _gathering(thing: Thing, policy: Policy, first: Step, now: dt.datetime) -> Run:
    names = {
        f"title_{lang}": t("duty-many-title", lang, policy=getattr(policy, f"name_{lang}"))
        for lang in ("vi", "en")
    }
    many = Thing(
        Run.MANY, secrets.token_hex(8), "/duty/runs/", **names, severity=thing.severity, origin=thing.origin,
        unit_id=thing.unit_id, agency_id=thing.agency_id, roster_id=thing.roster_id,
    )  # fmt: skip
    run = _begin(many, policy, now, gathered_in=None, wait_s=max(first.wait_s, policy.gather_wait_s or 0))
    Run.objects.filter(pk=run.pk).update(path=f"/duty/runs/{run.pk}/")
    run.refresh_from_db(fields=["path"])
    runs.write(run, Line.OPENED, at=now, policy=policy.code, since=f"{policy.valid_from:%d/%m/%Y}")
    return run


def _begin(thing: Thing, policy: Policy, now: dt.datetime, *, gathered_in: Run | None, wait_s: int) -> Run:
    return Run.objects.create(
        kind=thing.kind, reference=thing.reference, path=thing.path, title_vi=thing.title_vi[:300],
        title_en=thing.title_en[:300], severity=thing.severity, origin=thing.origin, unit_id=thing.unit_id,
        agency_id=thing.agency_id, roster_id=thing.roster_id, policy=policy, code=secrets.token_urlsafe(16), began_at=now,
        state=State.GATHERED if gathered_in else State.OPEN, gathered_in=gathered_in,
        due_at=None if gathered_in else now + dt.timedelta(seconds=wait_s),
    )  # fmt: skip
