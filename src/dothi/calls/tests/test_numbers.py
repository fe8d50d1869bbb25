"""What a number tells: of one that rang, that it called before and a mark; of one that somebody typed, nothing to who may not see
numbers – else anybody's number could be tried out at the desk (docs/explanation/threat-model.md)."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.accounts import actions as people
from dothi.accounts.models import Person, Role
from dothi.calls import actions, queries
from dothi.calls.models import Call
from dothi.calls.tests.exchange import Desks, desks, rings, told
from dothi.calls.understanding.duplicates import near
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast

pytestmark = pytest.mark.django_db
NUMBER = "0901234456"


@pytest.fixture
def city(cast: Cast) -> Desks:
    return desks(cast)


@pytest.fixture
def tam(city: Desks, cast: Cast) -> Person:
    """Takes calls of 114 and works cases, and sees no numbers."""
    rights = ["calls.view", "calls.take", "incidents.view", "incidents.open"]
    Role.objects.create(code="taker", name_vi="Ghi cuộc gọi", name_en="Call taker", permissions=rights)
    someone, _ = people.invite_person(
        "tam", "Tâm", agency=city.fire, kind="operational", password=PASSWORD, temporary=False, by=None
    )
    people.grant_role(someone, "taker", by=None, valid_from=SINCE, agency=city.fire)
    return someone


def page(client_of: Any, person: Person, call: Call) -> str:
    answer = client_of(person).get(f"/calls/{call.code}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_of_a_number_that_was_typed_a_taker_learns_nothing(city: Desks, tam: Person, client_of: Any) -> None:
    before = rings()
    actions.mark_number(before, reason="gọi đùa nhiều lần", by=city.phong)
    tried = actions.open_by_hand(by=tam, number_dialled="114", caller_number=NUMBER)
    seen, full = page(client_of, tam, tried), page(client_of, city.phong, tried)
    assert (before.code in seen, "gọi đùa" in seen, "đã gọi 1 lần" in seen.lower()) == (False, False, False)
    assert before.code in full and "gọi đùa" in full
    unknown = actions.open_by_hand(by=tam, number_dialled="114", caller_number="0911111111")
    assert len(seen) == len(page(client_of, tam, unknown))
    for number in (NUMBER, "0911111111"):  # marking would tell as well, and so would taking a mark away
        call = actions.open_by_hand(by=tam, number_dialled="114", caller_number=number)
        with pytest.raises(NotAllowed):
            actions.mark_number(call, reason="x", by=tam)
        answer = client_of(tam).post(f"/calls/{call.code}/mark/end/", {"reason": "x"}, follow=True)
        assert "gọi đùa" not in answer.content.decode()
    assert queries.mark_on(NUMBER) is not None


def test_of_a_number_that_rang_a_taker_is_told_but_not_once_it_is_typed_over(
    city: Desks, tam: Person, client_of: Any
) -> None:
    before = rings()
    actions.mark_number(before, reason="gọi đùa nhiều lần", by=city.phong)
    call = rings(s=10)
    actions.take(call, by=tam)
    assert before.code in page(client_of, tam, call) and "gọi đùa" in page(client_of, tam, call)
    other = rings(s=20, caller_number="0912000111")
    actions.take(other, by=tam)
    assert before.code not in page(client_of, tam, other)
    actions.write_draft(other, fields={"caller_number": NUMBER}, rev=1, by=tam)
    other.refresh_from_db()
    assert other.number_typed
    seen = page(client_of, tam, other)
    assert before.code not in seen and "gọi đùa" not in seen
    assert before.code in page(client_of, city.phong, other)
    # nor is the typed one joined with the masked calls of the number: that would say whose they are
    last = rings(s=30)
    assert other.code not in page(client_of, tam, last)
    assert other.code in page(client_of, city.phong, last)


def test_a_missed_call_is_called_again_by_what_rang_alone(city: Desks, tam: Person) -> None:
    told("ringing", "m1")
    missed = told("ended", "m1", s=9)
    actions.open_by_hand(by=tam, number_dialled="114", caller_number=NUMBER)
    assert queries.called_again([missed]) == {}
    again = told("answered", "m2", s=60)
    assert queries.called_again([missed]) == {missed.pk: again}


def test_a_case_is_not_proposed_for_a_number_that_was_tried_out(city: Desks, tam: Person) -> None:
    first = rings()
    actions.take(first, by=city.phong)
    actions.decide_kind(first, kind="fire", severity="high", by=city.phong)
    case = actions.open_case(first, by=city.phong)
    scope = tam.scope("incidents.view")

    def proposed(call: Call, **more: bool) -> list[Any]:
        actions.decide_kind(call, kind="fire", severity="high", by=city.phong)
        call.refresh_from_db()
        return [one.incident for one in near(call, scope, **more)]

    Call.objects.filter(pk=first.pk).update(received_at=actions.open_by_hand(by=tam).received_at)
    tried = actions.open_by_hand(by=tam, number_dialled="114", caller_number=NUMBER)
    assert proposed(tried) == []
    assert proposed(tried, personal=True) == [case]


def test_a_repeat_of_a_draft_confirms_no_guess(city: Desks, tam: Person) -> None:
    call = rings()
    actions.write_draft(call, fields={"narrative": "Cháy", "caller_name": "Tám"}, rev=1, by=city.phong)
    guesses = [{"caller_number": NUMBER}, {"caller_number": "0900000000"}, {"caller_name": "Bảy"}]
    for guess in guesses:  # all answered alike
        kept = actions.write_draft(call, fields={"narrative": "Cháy", **guess}, rev=1, by=tam)
        assert (kept.caller_number, kept.caller_name) == (NUMBER, "Tám")
    with pytest.raises(Conflict, match="call-draft-older"):
        actions.write_draft(call, fields={"caller_name": "Bảy"}, rev=1, by=city.phong)
