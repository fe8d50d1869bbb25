"""The standing cast: the same people in every test, so that a test says "Tuấn may not" instead of building rights each time.

| name | is | may |
| --- | --- | --- |
| Lan | ward officer of ward A (Phường An Hải) | work on alarms and incidents of ward A |
| Tuấn | ward officer of ward B (Phường Bình Minh) | the same for ward B: the one who must not see ward A |
| Minh | duty officer and dispatcher of the centre | work everywhere |
| Nga | agency officer of the department of environment | work on what belongs to that department, in every ward |
| Hoa | leader | see everywhere |
| Quân | administrator | people, keys, territory; sees neither alarms nor incidents |
| Vy | data steward | sources, packs, rules, territory |
| Kiên | auditor | the audit log, everything to look at |
| Dung | signed in without any role | nothing |

The kernel knows no room: accounts are reached by name at run time, as tests may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from dothi.kernel.testing.standing import Standing

PASSWORD = "An-Hải-2026-mùa-mưa"  # noqa: S105 - fourteen characters of four kinds, only in tests
SINCE = dt.date(2025, 7, 1)


@dataclass(slots=True)
class Cast:
    """Two wards below one province, four agencies, nine people."""

    province: Any
    ward_a: Any
    ward_b: Any
    centre: Any  # Trung tâm IOC
    environment: Any  # Sở Nông nghiệp và Môi trường
    office_a: Any  # UBND phường An Hải
    office_b: Any  # UBND phường Bình Minh
    lan: Any
    tuan: Any
    minh: Any
    nga: Any
    hoa: Any
    quan: Any
    vy: Any
    kien: Any
    dung: Any


def gather() -> Cast:
    """Creates the cast in the running transaction."""
    from dothi.accounts import actions

    province, ward_a, ward_b = _units()
    centre = _agency("ioc", "Trung tâm IOC", "IOC centre", "centre", unit=province)
    environment = _agency(
        "so-nnmt",
        "Sở Nông nghiệp và Môi trường",
        "Department of Agriculture and Environment",
        "department",
        unit=province,
    )
    office_a = _agency("ubnd-an-hai", "UBND phường An Hải", "An Hai ward office", "commune", unit=ward_a)
    office_b = _agency(
        "ubnd-binh-minh", "UBND phường Bình Minh", "Binh Minh ward office", "commune", unit=ward_b
    )

    def person(username: str, name: str, agency: Any, *grants: tuple[str, dict[str, Any]]) -> Any:
        kind = "administrator" if any(role == "administrator" for role, _ in grants) else "operational"
        someone, _ = actions.invite_person(
            username, name, agency=agency, kind=kind, password=PASSWORD, temporary=False, by=None
        )
        for role, area in grants:
            actions.grant_role(someone, role, by=None, valid_from=SINCE, **area)
        return someone

    return Cast(
        province, ward_a, ward_b, centre, environment, office_a, office_b,
        lan=person("lan", "Nguyễn Thị Lan", office_a, ("ward-officer", {"unit": ward_a})),
        tuan=person("tuan", "Trần Anh Tuấn", office_b, ("ward-officer", {"unit": ward_b})),
        minh=person("minh", "Lê Văn Minh", centre, ("duty-officer", {}), ("dispatcher", {})),
        nga=person("nga", "Phạm Thúy Nga", environment, ("agency-officer", {"agency": environment})),
        hoa=person("hoa", "Đỗ Thị Hoa", centre, ("leader", {})),
        quan=person("quan", "Vũ Minh Quân", centre, ("administrator", {})),
        vy=person("vy", "Hoàng Tường Vy", centre, ("data-steward", {})),
        kien=person("kien", "Bùi Trung Kiên", centre, ("auditor", {})),
        dung=person("dung", "Mai Tiến Dũng", centre),
    )  # fmt: skip


def _units() -> tuple[Any, Any, Any]:
    from dothi.territory.models import Level, Unit

    province = Unit.objects.create(
        code="96",
        level=Level.PROVINCE,
        kind="Tỉnh",
        name="Thử Nghiệm",
        full_name="Tỉnh Thử Nghiệm",
        name_en="Test Province",
        valid_from=SINCE,
    )
    wards = [
        Unit.objects.create(
            code=code,
            level=Level.COMMUNE,
            kind="Phường",
            name=name,
            full_name=f"Phường {name}",
            name_en=english,
            parent=province,
            valid_from=SINCE,
        )
        for code, name, english in (
            ("96001", "An Hải", "An Hai Ward"),
            ("96002", "Bình Minh", "Binh Minh Ward"),
        )
    ]
    return province, wards[0], wards[1]


def _agency(code: str, vi: str, en: str, kind: str, unit: Any) -> Any:
    from dothi.accounts import actions

    return actions.add_agency(code, name_vi=vi, name_en=en, kind=kind, unit=unit, valid_from=SINCE, by=None)


_standing = Standing(gather)


@pytest.fixture
def cast(db: None) -> Cast:
    return _standing()


@pytest.fixture
def client_of(db: None) -> Callable[[Any], Any]:
    """A browser in which this person is signed in (None: nobody)."""
    from django.test import Client

    def of(person: Any | None) -> Any:
        browser = Client()
        if person is not None:
            browser.force_login(person)
        return browser

    return of
