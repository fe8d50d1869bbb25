"""The lists that every centre starts with: what rooms offer, and the empty frames that a decree names. Owners are given later."""

from __future__ import annotations

from dothi.codelists.models import CodeList
from dothi.kernel.i18n import t
from dothi.kernel.offered import OfferedList, offered


def ensure_lists() -> None:
    """Adds the lists that are missing; what a city changed stays (idempotent, runs after every migrate)."""
    known = set(CodeList.objects.values_list("code", flat=True))
    CodeList.objects.bulk_create(_row(one) for one in offered() if one.code not in known)


def _row(one: OfferedList) -> CodeList:
    return CodeList(
        code=one.code,
        name_vi=t(one.words, "vi"),
        name_en=t(one.words, "en"),
        purpose_vi=t(one.purpose, "vi"),
        purpose_en=t(one.purpose, "en"),
        basis=one.basis,
        certainty=one.certainty,
        home=one.code,
    )
