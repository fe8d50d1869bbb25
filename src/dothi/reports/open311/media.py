"""The picture that a posted request names by its address: fetched later through the egress guard, examined and written anew as any other."""

from __future__ import annotations

import asyncio

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import Client, is_address
from dothi.connectors.sources.kinds import Steps
from dothi.kernel import attachments, clock
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest
from dothi.reports import photos, rules
from dothi.reports.models import Report
from dothi.reports.telling import write

_PATIENCE_S = 20.0


def checked(url: str) -> str:
    """Raises BadRequest: no web address."""
    if url and (len(url) > 2000 or not is_address(url)):
        raise BadRequest("open311-media", url=url[:80])
    return url


def fetch_later(report: Report, url: str) -> None:
    """After the report is stored; its answer waits for no other machine."""
    fetch.defer(report_id=report.pk, url=url)


@app.task(name="reports.open311-media", retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def fetch(report_id: int, url: str) -> None:
    """Adds the picture to its report; what is none, or lies inside, is noted there for the officers."""
    report = Report.objects.get(pk=report_id)
    try:
        body = asyncio.run(_body(url))
        sound = Sound("open311", attachments.JPEG, attachments.rewritten(body))
    except SourceError as error:
        if not error.permanent:
            raise
        write(report, "media-failed", "", None, why=error.code)
        return
    except ValueError:
        write(report, "media-failed", "", None, why="no-picture")
        return
    if report.photos.filter(sha256=sound.sha256).exists():
        return
    with photos.put_by([sound]):
        photos.attach(report, [sound], clock.now())


async def _body(url: str) -> bytes:
    most = rules.value("photo-mb") * 1_000_000
    async with Client(Steps(), timeout_s=_PATIENCE_S, most=most) as client:
        return (await client.ask("GET", url)).body
