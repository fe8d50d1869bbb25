"""Works as tests have them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from dothi.around.works import actions
from dothi.around.works.models import Work
from dothi.around.works.said import Said
from dothi.kernel import clock


def said(unit: Any, **more: Any) -> Said:
    """A power cut in that ward, from in two hours to in five."""
    now = clock.now().replace(second=0, microsecond=0)
    told: dict[str, Any] = {
        "kind": "power", "title_vi": "Cắt điện bảo trì trạm An Hải", "place": "đường Trần Phú, từ số 1 đến số 99", "unit": unit,
        "starts_at": now + dt.timedelta(hours=2), "ends_at": now + dt.timedelta(hours=5), "source": "Thông báo 12/TB-ĐL", "contact": "1022",
    }  # fmt: skip
    return Said(**{**told, **more})


def drafted(by: Any, unit: Any, **more: Any) -> Work:
    return actions.draft(said(unit, **more), key=uuid4(), by=by)


def published(by: Any, unit: Any, **more: Any) -> Work:
    return actions.publish(drafted(by, unit, **more), by=by)
