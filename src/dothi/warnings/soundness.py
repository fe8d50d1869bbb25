"""Would this be a sound CAP message? Asked before a second person is, and again before it leaves."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock
from dothi.kernel.cap.reading import Unreadable, read
from dothi.kernel.cap.schema import complaints, unsaid
from dothi.kernel.cap.writing import written
from dothi.kernel.errors import BadRequest
from dothi.warnings.composing import composed
from dothi.warnings.models import PublicWarning


def refuse_unsound(warning: PublicWarning, *, sent: dt.datetime | None = None) -> bytes:
    """Its XML, judged by the schema and read back equal. Raises BadRequest with what is wrong."""
    message = composed(warning, sent=sent or clock.now())
    if wrong := unsaid(message):
        raise BadRequest("warning-unsound", wrong=", ".join(wrong)[:300])
    body = written(message)
    if wrong := complaints(body):
        raise BadRequest("warning-unsound", wrong="; ".join(wrong)[:300])
    try:
        back = read(body)
    except Unreadable as error:
        raise BadRequest("warning-unsound", wrong=str(error)[:300]) from None
    if back != message:
        raise BadRequest("warning-unsound", wrong="≠")
    return body
