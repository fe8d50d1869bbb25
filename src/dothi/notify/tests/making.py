"""Rows that several tests of this room begin with."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.notify.models import Channel


def a_channel(
    code: str, *, kind: str = "email", way: str = "email", unit: Any = None, **columns: Any
) -> Channel:
    """A channel that is on."""
    agency, _ = Agency.objects.get_or_create(
        code="notify-owner",
        defaults={"name_vi": "Chủ kênh", "name_en": "Owner", "kind": "centre", "valid_from": "2026-01-01"},
    )
    return Channel.objects.create(
        code=code, kind=kind, way=way, name=code, agency=agency, unit=unit, changed_at=clock.now(), **columns
    )
