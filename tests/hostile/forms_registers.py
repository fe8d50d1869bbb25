"""Forms of groups of areas and of code lists."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.codelists import actions as lists
from dothi.codelists import queries
from dothi.codelists.editions import entries_of
from dothi.kernel import clock

from .form import Case

LIST = "/code-lists/ma-moi/"


def begun() -> str:
    """The list's address, now with a draft."""
    lists.begin_draft(queries.get_list("ma-moi"), by=None)
    return LIST


CASES: dict[str, Case] = {
    "territory-group-new": Case(
        "vy", lambda c: "/territory/groups/new/",
        lambda c: {"code": "cum-2", "name_vi": "Cụm 2", "day": "2026-01-01", "members": "96001 Phường An Hải"},
        {"territory_unit_group": 1, "territory_unit_group_member": 1},
    ),
    "territory-group": Case(
        "vy", lambda c: f"/territory/groups/{c.group.pk}/",
        lambda c: {"name_vi": "Cụm Một", "day": "2026-01-01", "members": "96001 Phường An Hải"},
        {"territory_unitgroupevent": 1, "territory_unitgroupmemberevent": 1},
    ),
    "territory-group-end": Case(
        "vy", lambda c: f"/territory/groups/{c.group.pk}/end/", lambda c: {},
        {"territory_unitgroupevent": 1, "territory_unitgroupmemberevent": 1},
    ),
    "codelists-new": Case(
        "vy", lambda c: "/code-lists/new/",
        lambda c: {
            "code": "ma-moi", "name_vi": "Mã mới", "name_en": "New codes", "owner": c.cast.environment.pk, "basis": "QĐ 1",
            "certainty": "D",
        },
        {"codelists_list": 1},
    ),
    "codelists-begin": Case("vy", lambda c: f"{LIST}draft/begin/", lambda c: {}, {"codelists_release": 1}),
    "codelists-entry": Case(
        "vy", lambda c: f"{LIST}draft/entry/", lambda c: {"code": "A", "name_vi": "Một"}, {"codelists_entry": 1}
    ),
    "codelists-take-in": Case(
        "vy", lambda c: f"{LIST}draft/file/",
        lambda c: {"file": SimpleUploadedFile("own.csv", "code,name_vi\nA,Một\nB,Hai\n".encode())},
        {"codelists_entry": 1, "codelists_entryevent": 1},
    ),
    "codelists-take-out": Case(
        "vy", lambda c: f"{LIST}draft/entry/remove/", lambda c: {"code": "B"}, {"codelists_entry": -1}
    ),
    "codelists-publish": Case(
        "vy", lambda c: f"{LIST}publish/",
        lambda c: {
            "valid_from": f"{clock.today() + dt.timedelta(days=9):%Y-%m-%d}", "source": "QĐ 2", "certainty": "S",
            "seen": entries_of(queries.get_draft(queries.get_list("ma-moi"))).digest,
        },
        {"codelists_releaseevent": 1},
    ),
    "codelists-withdraw": Case(
        "vy", lambda c: f"{LIST}versions/1/withdraw/", lambda c: {"reason": "hoãn"}, {"codelists_releaseevent": 1}
    ),
    "codelists-owner": Case(
        "vy", lambda c: f"{LIST}owner/", lambda c: {"owner": c.cast.centre.pk, "reason": "x"},
        {"codelists_codelistevent": 1},
    ),
    "codelists-discard": Case(  # after a draft of its own was begun
        "vy", lambda c: f"{begun()}draft/discard/", lambda c: {"reason": "x"}, {"codelists_releaseevent": 2}
    ),
}  # fmt: skip
