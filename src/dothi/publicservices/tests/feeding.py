"""What tests of dossiers share: a feed, versions of a procedure, codes of agencies, a table of rows and its mapping."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dothi.kernel.clock import VIETNAM
from dothi.kernel.testing.cast import Cast
from dothi.publicservices.actions import describe_feed
from dothi.publicservices.mirroring import files, mapping
from dothi.publicservices.mirroring.storing import Mirror
from dothi.publicservices.models import AgencyCode, Dossier, Feed, Procedure

SINCE = dt.date(2025, 7, 1)
COLUMNS = (
    "code", "procedure", "agency", "received", "promised", "new_promised", "handled", "returned", "stopped", "supplement", "letter", "told",
    "state", "channel", "payment", "delivery", "sync", "fee", "paid_online", "supplement_count", "waiting_minutes", "phone", "accepted",
)  # fmt: skip
PHONE = "0905 123 456"


def mapped(feed: str = "mot-cua-tinh", extra: str = "") -> mapping.Mapping:
    columns = "\n".join(f'{one} = "{one}"' for one in COLUMNS)
    return mapping.parse(f'records = "dossiers"\nfeed = "{feed}"\n{extra}\n[time]\nformats = ["iso", "%d/%m/%Y %H:%M"]\n[columns]\n{columns}\n', file="thu.toml")  # fmt: skip


def prepared(cast: Cast) -> Feed:
    """Two versions of one procedure (five days, from September four), the ward's and the department's codes."""
    told: dict[str, Any] = {
        "name_vi": "Cấp bản sao trích lục hộ tịch",
        "source": "thử",
        "certainty": "D",
        "online_level": "full",
    }
    Procedure.objects.create(code="1.004222", valid_from=SINCE, limit="days:5", **told)
    Procedure.objects.create(code="1.004222", valid_from=dt.date(2026, 9, 1), limit="days:4", **told)
    for code, agency in (
        ("H15.07.04", cast.office_a),
        ("H15.08", cast.office_b),
        ("H15.11", cast.environment),
    ):
        AgencyCode.objects.create(
            code=code, valid_from=SINCE, name=code, agency=agency, source="thử", certainty="D"
        )
    return describe_feed("mot-cua-tinh", name_vi="Một cửa tỉnh", by=None)


def row(number: int = 1, received: str = "2026-09-07T09:00", **told: Any) -> dict[str, str]:
    """Received on Monday 7 September 2026, in handling, promised for Friday."""
    day = dt.datetime.fromisoformat(received)
    usual = {
        "code": f"H15.07.04-{day:%y%m%d}-{number:04}", "procedure": "1.004222", "received": received, "promised": "2026-09-11T17:00",
        "state": "4",
    }  # fmt: skip
    return usual | told


def delivered(
    folder: Path, *rows: dict[str, str], feed: str = "mot-cua-tinh", name: str = "ho-so.csv", **more: Any
) -> Mirror:
    """The rows as a CSV, imported."""
    path = folder / name
    lines = [",".join(COLUMNS), *(",".join(one.get(column, "") for column in COLUMNS) for one in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return files.import_file(path, mapped(feed), **more)


def one(number: int = 1, feed: str = "mot-cua-tinh") -> Dossier:
    return Dossier.objects.get(code__endswith=f"-{number:04}", feed__code=feed)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
