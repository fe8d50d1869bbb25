"""Files of consultations: examined by their content, kept by their hash (`kernel/attachments.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dothi.kernel import attachments
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest, NotFound, TooLarge
from dothi.surveys import rules
from dothi.surveys.models import Paper

STORE = attachments.Store("surveys")
ENDINGS = ("pdf", "docx", "xlsx", "odt", "ods", "jpg", "jpeg", "png", "webp")


def examined(uploads: Sequence[UploadedFile[Any]]) -> list[Sound]:
    """Puts the bytes by, too: a file that no row names is written again by whoever sends it again. Raises BadRequest, TooLarge."""
    if len(uploads) > (most := rules.value("papers")):
        raise BadRequest("paper-many", most=most)
    sound = [_examined(one) for one in uploads]
    for one in sound:
        STORE.keep(one.body)
    return sound


def _examined(upload: UploadedFile[Any]) -> Sound:
    name = attachments.safe_name(upload.name or "")
    if (upload.size or 0) > (most := rules.value("paper-mb")) * 1_000_000:
        raise TooLarge("paper-large", name=name, most=most)
    try:
        return attachments.examined(name, upload.read(), ENDINGS)
    except ValueError as error:
        raise BadRequest("paper-kind", name=name) from error


def body_of(paper: Paper) -> bytes:
    """Raises NotFound: its bytes are no longer what was handed in."""
    body = STORE.read(paper.sha256)
    if body is None:
        raise NotFound("paper-gone", name=paper.name)
    return body
