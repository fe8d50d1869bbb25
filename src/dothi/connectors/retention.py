"""How long uploaded files are kept: dated rules with their purpose; every night what is past its time goes.

Only folders that the upload screen made are ever touched: an import by the command line reads the operator's own file.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from dothi.connectors import uploads
from dothi.connectors.models import Import, RetentionRule
from dothi.kernel import clock

logger = logging.getLogger(__name__)
_OWN_FOLDER = re.compile(r"^[0-9a-f]{32}$")
HALF_WAY = dt.timedelta(days=1)  # an upload that broke off before its import was recorded


class Seed(NamedTuple):
    code: str
    days: int
    purpose: str


IN_FORCE = dt.date(2026, 7, 1)
SEEDS = (
    Seed("upload-ended", 30, "Nhập lại và đối chiếu với tệp gốc sau khi nhập"),
    Seed("upload-waiting", 14, "Chờ người nhập xem thử và quyết định"),
)
SOURCE = "Quyết định của dự án; tỉnh, thành phố đặt thời hạn khác bằng một dòng mới"


def ensure_rules() -> None:
    """Adds the rules that are missing; what a city changed stays (idempotent)."""
    known = set(RetentionRule.objects.values_list("code", flat=True))
    for seed in SEEDS:
        if seed.code not in known:
            RetentionRule.objects.create(
                **seed._asdict(), valid_from=IN_FORCE, source=SOURCE, certainty=RetentionRule.Certainty.D
            )


def days(code: str, day: dt.date | None = None) -> int:
    """How many days hold on `day` (default today). LookupError names a code without a rule."""
    day = day or clock.today()
    rules = RetentionRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), code=code)
    rule = (
        rules.filter(valid_from__lte=day).order_by("-valid_from").first()
        or rules.order_by("valid_from").first()
    )
    if rule is None:
        raise LookupError(f"connectors_retention_rule has no days for {code!r} on {day}")
    return rule.days


def forget_old_files() -> int:
    """Deletes the files of imports past their time and what uploads left half-way; returns how many folders went."""
    ensure_rules()
    gone = sum(_forget(row) for row in _past_their_time())
    return gone + sum(_remove(folder) for folder in _left_half_way())


def _past_their_time() -> list[Import]:
    """Never one that waits in the queue or runs, nor the files of another import in the same folder."""
    now, S = clock.now(), Import.State  # noqa: N806
    ended = Q(state__in=[S.DONE, S.FAILED, S.STOPPED], ended_at__lt=now - dt.timedelta(days("upload-ended")))
    waiting = Q(state=S.UPLOADED, created_at__lt=now - dt.timedelta(days("upload-waiting")))
    here = Import.objects.filter(folder__startswith=str(uploads.root()), file_forgotten_at__isnull=True)
    return list(here.filter(ended | waiting))


def _forget(row: Import) -> bool:
    """Marked first: a run that begins now finds no file and says so; one that began before is not touched."""
    folder = Path(row.folder)
    if not _is_own(folder):
        return False
    same = Import.objects.filter(pk=row.pk, state=row.state, file_forgotten_at__isnull=True)
    return bool(same.update(file_forgotten_at=clock.now())) and _remove(folder)


def _left_half_way() -> list[Path]:
    known = set(Import.objects.filter(file_forgotten_at__isnull=True).values_list("folder", flat=True))
    oldest = (clock.now() - HALF_WAY).timestamp()
    folders = uploads.root().glob("*") if uploads.root().is_dir() else ()
    return [one for one in folders if _is_own(one) and str(one) not in known and one.stat().st_mtime < oldest]


def _is_own(folder: Path) -> bool:
    return folder.parent == uploads.root() and bool(_OWN_FOLDER.match(folder.name))


def _remove(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    shutil.rmtree(folder)
    logger.info("uploaded files are past their time", extra={"folder": folder.name})
    return True
