"""Dossiers for tests of the score: as the mirror would have stored them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from dothi.kernel import clock
from dothi.publicservices.models import Dossier, Feed, Procedure

_number = itertools.count(1)


def feed(code: str = "mot-cua", **more: Any) -> Feed:
    found = Feed.objects.filter(code=code).first()
    return found or Feed.objects.create(
        code=code, name_vi="Một cửa", name_en="One stop", made_at=clock.now(), **more
    )


def procedure(code: str = "1.000001", **more: Any) -> Procedure:
    told = {
        "valid_from": dt.date(2025, 7, 1),
        "source": "thử",
        "certainty": "D",
        "name_vi": f"Thủ tục {code}",
    }
    return Procedure.objects.create(code=code, **{**told, **more})


def at(text: str) -> dt.datetime:
    """`2026-09-03` or with `T10:00`, of Viet Nam."""
    return dt.datetime.fromisoformat(text if "T" in text else f"{text}T09:00").replace(tzinfo=clock.VIETNAM)


def dossier(received: str, *, code: str = "", **more: Any) -> Dossier:
    """Received, and in handling unless said otherwise; times as text."""
    told: dict[str, Any] = {
        name: at(value) if name.endswith("_at") and isinstance(value, str) else value
        for name, value in more.items()
    }
    now = clock.now()
    return Dossier.objects.create(
        **{
            "feed": feed(), "code": code or f"H01-{next(_number):06d}", "procedure_code": "1.000001", "agency_code": "H01", "state": "handling",
            "state_code": "4", "received_at": at(received), "told_at": now, "recorded_at": now, "changed_at": now, "seen_at": now, **told,
        }
    )  # fmt: skip
