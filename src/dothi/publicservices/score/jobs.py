"""Every night all cells anew: what no dossier's change touches (a procedure described anew) is right the next morning too."""

from __future__ import annotations

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
from dothi.publicservices.score import computing


@app.periodic(cron="40 18 * * *")  # 01:40 in Viet Nam
@app.task(name="publicservices.score", queueing_lock="publicservices.score")
def every_night(timestamp: int) -> None:
    """Full recomputation; readers see the old cells until it is done."""
    with change(source="job:publicservices.score"):
        computing.compute_all()
