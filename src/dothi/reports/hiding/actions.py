"""Hiding parts of a picture before the public sees it."""

from __future__ import annotations

from collections.abc import Sequence

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.reports import photos
from dothi.reports.actions.stepping import action, refuse_stranger
from dothi.reports.hiding.boxes import Box, without
from dothi.reports.models import Photo
from dothi.reports.telling import write
from dothi.reports.workflow import Side


@action
def hide(photo: Photo, boxes: Sequence[Box], *, by: Person) -> Photo:
    """Makes the public's copy of a picture anew from the original, with these parts gone; with none it is the original again, and that
    an officer found nothing to hide stands.

    The same again changes nothing. Raises NotAllowed, NotFound (its bytes are gone)."""
    refuse_stranger(photo.report, Side.DESK, by)
    held = (
        Photo.objects.select_for_update(no_key=True, of=("self",)).select_related("report").get(pk=photo.pk)
    )
    told = [list(one) for one in boxes]
    if held.looked_at is not None and held.hidden == told:
        return held
    before = held.public_sha256
    held.hidden = told
    held.public_sha256 = photos.keep(without(photos.body_of(held), boxes)) if told else ""
    held.looked_at = clock.now()
    held.save(update_fields=["hidden", "public_sha256", "looked_at"])
    write(held.report, "hid", "", by, photo=held.number, parts=len(told))
    photos.drop({before} - {""})
    return held
