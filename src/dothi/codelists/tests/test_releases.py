"""A list from draft to version: what may be, who may, and that nothing published ever changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from dothi.codelists import actions, queries
from dothi.codelists.actions.drafts import WrongEntries
from dothi.codelists.editions import Entries, entries_of
from dothi.codelists.models import CodeList, Entry, Release
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.offered import Item
from dothi.kernel.testing.cast import Cast

from .conftest import WASTE, Publish, lines

pytestmark = pytest.mark.django_db
MORE = (
    *WASTE[:2],
    Item("R2", "Nước thải", "", "R", ended=True, replaced_by=("R3",)),
    Item("R3", "Nước bẩn", "", "R"),
)


def on(row: CodeList, day: dt.date) -> Entries:
    return queries.state_on(row, day).entries


def test_a_version_holds_from_its_day_on(waste: CodeList, publish: Publish) -> None:
    first, second = publish(waste), publish(waste, MORE, days=10)
    today = clock.today()
    assert (first.number, second.number) == (1, 2)
    assert on(waste, today).items == WASTE
    assert len(on(waste, today - dt.timedelta(days=1))) == 0
    assert on(waste, today + dt.timedelta(days=9)).items == WASTE
    assert on(waste, today + dt.timedelta(days=10)).items == MORE
    assert queries.waiting(waste) == second
    assert first.digest == entries_of(first).digest != second.digest


def test_a_draft_begins_as_a_copy_of_the_last_version(waste: CodeList, publish: Publish, cast: Cast) -> None:
    publish(waste)
    draft = actions.begin_draft(waste, by=cast.vy)
    assert entries_of(draft).items == WASTE
    with pytest.raises(Conflict, match="codelists-draft-exists"):
        actions.begin_draft(waste, by=cast.vy)


def test_a_file_writes_only_what_differs(waste: CodeList, publish: Publish, cast: Cast) -> None:
    publish(waste)
    draft = actions.begin_draft(waste, by=cast.vy)
    before = {entry.code: entry.pk for entry in draft.entries.all()}
    actions.take_in(draft, lines(MORE), by=cast.vy)
    after = {entry.code: entry.pk for entry in draft.entries.all()}
    assert {code: after[code] for code in before} == before
    assert entries_of(draft).items == MORE
    unchanged = draft.entries.get(code="R1")
    assert [version.act for version in history_of(unchanged)] == ["insert"]


def test_a_bad_line_changes_nothing(waste: CodeList, publish: Publish, cast: Cast) -> None:
    publish(waste)
    draft = actions.begin_draft(waste, by=cast.vy)
    with pytest.raises(WrongEntries) as refused:
        actions.take_in(draft, lines(MORE[:2]), by=cast.vy)
    assert [one.word for one in refused.value.complaints] == ["vanished"]
    assert entries_of(draft).items == WASTE


def test_what_is_published_is_what_was_shown(waste: CodeList, cast: Cast) -> None:
    draft = actions.begin_draft(waste, by=cast.vy)
    actions.take_in(draft, lines(WASTE), by=cast.vy)
    seen = entries_of(draft).digest
    actions.put_entry(draft, Item("R9", "Khác"), seen=None, by=cast.vy)
    say: dict[str, Any] = {"valid_from": clock.today(), "source": "QĐ 1", "certainty": "S", "by": cast.vy}
    with pytest.raises(Conflict, match="codelists-draft-changed"):
        actions.publish(draft, seen=seen, **say)
    done = actions.publish(draft, seen=entries_of(draft).digest, **say)
    assert (done.status, done.published_by) == ("published", cast.vy)
    with pytest.raises(Conflict, match="codelists-draft-gone"):
        actions.publish(draft, seen=seen, **say)


def test_when_a_version_may_begin(waste: CodeList, publish: Publish, cast: Cast) -> None:
    with pytest.raises(BadRequest, match="codelists-day-past"):
        publish(waste, days=-1)
    actions.discard_draft(queries.get_draft(waste), reason="x", by=cast.vy)
    publish(waste, days=5)
    with pytest.raises(BadRequest, match="codelists-day-not-after"):
        publish(waste, MORE, days=5)


def test_an_empty_draft_and_one_without_source_are_not_published(waste: CodeList, cast: Cast) -> None:
    draft = actions.begin_draft(waste, by=cast.vy)
    say: dict[str, Any] = {"seen": entries_of(draft).digest, "valid_from": clock.today(), "by": cast.vy}
    with pytest.raises(BadRequest, match="codelists-draft-empty"):
        actions.publish(draft, source="QĐ 1", certainty="S", **say)
    with pytest.raises(BadRequest, match="codelists-needs-source"):
        actions.publish(draft, source=" ", certainty="S", **say)


@pytest.mark.parametrize(
    "change",
    [
        lambda release: Release.objects.filter(pk=release.pk).update(source="khác"),
        lambda release: Release.objects.filter(pk=release.pk).update(status="withdrawn"),
        lambda release: Release.objects.filter(pk=release.pk).update(status="draft", valid_from=None),
        lambda release: Release.objects.filter(pk=release.pk).delete(),
        lambda release: Entry.objects.filter(release=release, code="R1").update(name_vi="khác"),
        lambda release: Entry.objects.filter(release=release, code="R1").delete(),
        lambda release: Entry.objects.create(release=release, code="R5", name_vi="x", position=9),
    ],
)
def test_the_database_refuses_to_change_what_is_published(
    waste: CodeList, publish: Publish, change: Any
) -> None:
    """Past the actions, with the query language itself; the release has begun, so it cannot be withdrawn either."""
    release = publish(waste)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(release)
    release.refresh_from_db()
    assert (release.status, entries_of(release).items) == ("published", WASTE)


def test_an_entry_of_a_draft_cannot_be_moved_into_a_version(
    waste: CodeList, publish: Publish, cast: Cast
) -> None:
    release = publish(waste)
    draft = actions.begin_draft(waste, by=cast.vy)
    actions.put_entry(draft, Item("R9", "Khác"), seen=None, by=cast.vy)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(release=draft, code="R9").update(release=release)


def test_a_waiting_version_can_be_withdrawn_and_the_line_goes_on(
    waste: CodeList, publish: Publish, cast: Cast
) -> None:
    publish(waste)
    waits = publish(waste, MORE, days=30)
    actions.withdraw(waits, reason="Quyết định hoãn", by=cast.vy)
    assert len(on(waste, clock.today() + dt.timedelta(days=31))) == len(WASTE)
    assert publish(waste, MORE, days=2).number == 3
    assert history_of(Release.objects.get(pk=waits.pk))[0].reason == "Quyết định hoãn"


def test_a_version_that_began_or_bears_a_draft_is_not_withdrawn(
    waste: CodeList, publish: Publish, cast: Cast
) -> None:
    begun = publish(waste)
    with pytest.raises(Conflict, match="codelists-not-waiting"):
        actions.withdraw(begun, reason="x", by=cast.vy)
    waits = publish(waste, MORE, days=3)
    actions.begin_draft(waste, by=cast.vy)
    with pytest.raises(Conflict, match="codelists-draft-on-it"):
        actions.withdraw(waits, reason="x", by=cast.vy)


def test_entries_are_edited_one_by_one(waste: CodeList, publish: Publish, cast: Cast) -> None:
    publish(waste)
    draft = actions.begin_draft(waste, by=cast.vy)
    standing = entries_of(draft).by_code["R1"]
    actions.put_entry(draft, Item("R1", "Chất thải rắn", "", "R"), seen=standing, by=cast.vy)
    with pytest.raises(Conflict, match="codelists-entry-changed-meanwhile"):
        actions.put_entry(draft, Item("R1", "Rắn", "", "R"), seen=standing, by=cast.vy)
    with pytest.raises(WrongEntries):
        actions.put_entry(draft, Item("R9", "Khác", "", "X"), seen=None, by=cast.vy)
    actions.put_entry(draft, Item("R9", "Khác"), seen=None, by=cast.vy)
    assert [item.code for item in entries_of(draft).items] == ["R", "R1", "R2", "R9"]
    with pytest.raises(BadRequest, match="codelists-entry-was-published"):
        actions.take_out_entry(draft, "R1", by=cast.vy)
    actions.take_out_entry(draft, "R9", by=cast.vy)
    assert "R9" not in entries_of(draft).by_code


def test_a_discarded_draft_stays_on_record(waste: CodeList, cast: Cast) -> None:
    draft = actions.begin_draft(waste, by=cast.vy)
    actions.take_in(draft, lines(WASTE), by=cast.vy)
    with pytest.raises(BadRequest, match="codelists-needs-reason"):
        actions.discard_draft(draft, reason=" ", by=cast.vy)
    entry = draft.entries.get(code="R1")
    actions.discard_draft(draft, reason="Làm lại", by=cast.vy)
    assert queries.find_draft(waste) is None
    assert [version.act for version in history_of(entry)] == ["delete", "insert"]
    assert history_of(entry)[0].reason == "Làm lại"


def test_who_manages_which_lists(waste: CodeList, cast: Cast, own_steward: Any, ward_steward: Any) -> None:
    assert list(queries.managed(own_steward.scope("codelists.manage"))) == [waste]
    assert not queries.managed(ward_steward.scope("codelists.manage")).exists()
    draft = actions.begin_draft(waste, by=own_steward)
    for refused in (
        lambda: actions.begin_draft(waste, by=ward_steward),
        lambda: actions.take_in(draft, lines(WASTE), by=ward_steward),
        lambda: actions.put_entry(draft, WASTE[0], seen=None, by=ward_steward),
        lambda: actions.take_out_entry(draft, "R", by=ward_steward),
        lambda: actions.discard_draft(draft, reason="x", by=ward_steward),
        lambda: actions.hand_over(
            waste, cast.office_a, expected=cast.environment, reason="x", by=ward_steward
        ),
        lambda: actions.hand_over(
            waste, cast.office_a, expected=cast.environment, reason="x", by=own_steward
        ),
        lambda: actions.begin_draft(waste, by=cast.lan),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_list_is_handed_over_once(waste: CodeList, cast: Cast) -> None:
    say: dict[str, Any] = {"expected": cast.environment, "reason": "Sắp xếp lại", "by": cast.vy}
    actions.hand_over(waste, cast.centre, **say)
    with pytest.raises(Conflict, match="codelists-owner-already"):
        actions.hand_over(waste, cast.centre, **say)
    with pytest.raises(Conflict, match="codelists-changed-meanwhile"):
        actions.hand_over(waste, cast.office_a, **say)
    waste.refresh_from_db()
    assert waste.owner == cast.centre
    assert history_of(waste)[0].reason == "Sắp xếp lại"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code": "Có Dấu"}, "codelists-code"),
        ({"code": "loai-chat-thai"}, "codelists-code-taken"),
        ({"name_en": " "}, "codelists-names"),
        ({"basis": ""}, "codelists-basis"),
        ({"certainty": "?"}, "codelists-basis"),
    ],
)
def test_a_list_needs_a_code_names_and_a_basis(
    waste: CodeList, cast: Cast, change: dict[str, str], error: str
) -> None:
    said = {"code": "khac", "name_vi": "Khác", "name_en": "Other", "basis": "QĐ 1", "certainty": "S"} | change
    with pytest.raises((BadRequest, Conflict), match=error):
        actions.make_list(said.pop("code"), owner=cast.environment, by=cast.vy, **said)  # type: ignore[arg-type]


@pytest.mark.usefixtures("seeded")
def test_a_list_of_another_room_is_changed_there(cast: Cast) -> None:
    with pytest.raises(Conflict, match="codelists-kept-elsewhere"):
        actions.begin_draft(queries.get_list("agencies"), by=cast.vy)
