"""Two at once on connections of their own: one call, one taker, one leg, one call-back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from dothi.calls import actions
from dothi.calls.models import Call, CallLeg, ExchangeEvent
from dothi.calls.tests.exchange import desks, rings, told
from dothi.kernel.errors import Conflict
from dothi.kernel.testing.cast import Cast


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them gave, or the refusal it got."""
    together, given = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        together.wait(60)
        try:
            given[place] = acts[place]()
        except Conflict as refused:
            given[place] = refused  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return given


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    city = desks(cast)
    call = rings()
    taken = at_once(
        *(
            lambda who=who: actions.take(Call.objects.get(pk=call.pk), by=who)
            for who in (city.phong, cast.minh)
        )
    )
    (lost,) = (one for one in taken if isinstance(one, Conflict))
    call.refresh_from_db()
    assert (lost.code, lost.fields["who"]) == ("call-taken-meanwhile", str(call.taken_by))

    heard = at_once(*(lambda: told("ringing", "same") for _ in range(4)))
    assert len({one.pk for one in heard}) == 1
    assert ExchangeEvent.objects.filter(call=heard[0]).count() == 1
    at_once(
        lambda: told("answered", "same", s=5),
        lambda: told("ended", "same", s=9),
        lambda: told("held", "same", s=7),
    )
    assert Call.objects.get(pk=heard[0].pk).state == "ended"

    at_once(*(lambda: actions.hand_over(call, service="115", by=city.phong) for _ in range(3)))
    leg = CallLeg.objects.get()
    answered = at_once(
        lambda: actions.accept_leg(CallLeg.objects.get(pk=leg.pk), by=city.yen),
        lambda: actions.decline_leg(CallLeg.objects.get(pk=leg.pk), reason="hết xe", by=cast.minh),
    )
    assert sum(isinstance(one, Conflict) for one in answered) == 1

    written = at_once(
        lambda: actions.write_draft(call, fields={"narrative": "cũ"}, rev=4, by=city.phong),
        lambda: actions.write_draft(call, fields={"narrative": "mới"}, rev=5, by=city.phong),
    )
    assert Call.objects.get(pk=call.pk).narrative == "mới"
    assert sum(isinstance(one, Conflict) for one in written) <= 1

    missed = told("ended", "gone", s=3)
    back = at_once(
        *(
            lambda who=who: actions.return_call(Call.objects.get(pk=missed.pk), by=who)
            for who in (city.phong, cast.minh)
        )
    )
    assert sum(isinstance(one, Conflict) for one in back) == 1

    codes = at_once(*(lambda: rings().code for _ in range(6)))
    assert len(set(codes)) == 6
