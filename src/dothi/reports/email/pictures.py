"""The pictures of a letter, by the limits and the distrust of the form. One file that is none does not cost the letter: it is left out, and
whoever sent it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.kernel.attachments import Sound
from dothi.kernel.errors import DothiError
from dothi.reports import photos, rules
from dothi.reports.email.letters import File

MOST_TRIED = 20
SMALLEST = 4_000  # bytes: what is smaller is the logo of a signature


class Found(NamedTuple):
    """What may be kept, and how many files were left out."""

    sound: list[Sound]
    left_out: int


def of(files: Sequence[File]) -> Found:
    sound: list[Sound] = []
    left_out, most = max(0, len(files) - MOST_TRIED), rules.value("photos")
    for one in files[:MOST_TRIED]:
        if len(one.body) < SMALLEST and not one.attached:
            continue
        try:
            if len(sound) == most:
                left_out += 1
            else:
                sound += photos.examined(
                    [SimpleUploadedFile("photo", one.body)]
                )  # what it is called decides nothing
        except DothiError:
            left_out += 1
    return Found(sound, left_out)
