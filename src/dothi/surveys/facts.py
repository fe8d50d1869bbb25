"""What formulas may read of surveys."""

from __future__ import annotations

from dothi.kernel.facts import Fact, Kind, publish

COUNTS = ("served", "invited", "delivered", "by_link", "answered", "judged", "satisfied")

publish(
    Fact(
        name="surveys_fact",
        at="month",
        columns={
            "survey": Kind.TEXT,
            "service": Kind.TEXT,
            "month": Kind.DAY,
            "simulated": Kind.FLAG,
            **{f"n_{name}": Kind.NUMBER for name in COUNTS},
        },
        changed="",
        key="survey",
        record="survey",
        permission="surveys.view",
    )
)
