"""The lists that every centre starts with: what rooms offer, and frames that are empty until their owner fills them.

Owners are given later: a new centre has no agencies yet.
"""

from __future__ import annotations

from dothi.codelists.models import CodeList
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t
from dothi.kernel.offered import OfferedList, offered


def ensure_lists() -> None:
    """Adds the lists that are missing; what a city changed stays (idempotent, runs after every migrate)."""
    known = set(CodeList.objects.values_list("code", flat=True))
    rows = [*(_shown(one) for one in offered()), _procedures()]
    CodeList.objects.bulk_create(row for row in rows if row.code not in known)


def _shown(one: OfferedList) -> CodeList:
    row = _row(one.code, one.words, one.purpose, one.basis, one.certainty)
    row.home = one.code
    return row


def _procedures() -> CodeList:
    """Empty: its entries come from the national database, by a file."""
    basis = "Nghị định 63/2010/NĐ-CP (Cơ sở dữ liệu quốc gia về thủ tục hành chính)"
    words = ("codelists-procedures", "codelists-procedures-purpose")
    return _row("administrative-procedures", *words, basis, Certainty.MEMORY)


def _row(code: str, words: str, purpose: str, basis: str, certainty: Certainty) -> CodeList:
    return CodeList(
        code=code,
        name_vi=t(words, "vi"),
        name_en=t(words, "en"),
        purpose_vi=t(purpose, "vi"),
        purpose_en=t(purpose, "en"),
        basis=basis,
        certainty=certainty,
    )
