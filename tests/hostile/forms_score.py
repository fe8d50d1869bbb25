"""Forms of the score of public services."""

from __future__ import annotations

from dothi.kernel import clock

from .form import Case

CASES: dict[str, Case] = {
    "score-official": Case(
        "minh", lambda c: "/dossiers/score/official/",
        lambda c: {
            "key": "3f1f6a0e-53c3-4a4e-8d15-1c8f35a2a001", "period": "2026-09", "points": "81,2", "source": "x",
            "read_on": f"{clock.today():%Y-%m-%d}",
        },
        {"publicservices_score_official": 1},
    ),
}  # fmt: skip
