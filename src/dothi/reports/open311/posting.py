"""A posted service request becomes a report: with its place, pictures and reporter, routed as any other.

The same post again (the same key and fields on one day) is the same report: a phone that lost the answer asks once more.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from dothi.accounts.keys import Key
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import language
from dothi.reports import actions, photos
from dothi.reports.actions import Received
from dothi.reports.actions.receiving import Spot
from dothi.reports.identity import vault
from dothi.reports.models import Door
from dothi.reports.open311 import media, services
from dothi.reports.open311.models import Sender
from dothi.territory.models import Unit

_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,40})\](?:\[\])?")
_OURS = UUID("5f0f6c4e-3a6f-4c0e-9d26-1a7f1e6fb311")


def post(given: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], key: Key) -> Received:
    """Raises BadRequest (no service, no place, nothing said), NotFound (no such service), TooLarge."""
    code = given.get("service_code", "").strip()
    if not code:
        raise BadRequest("open311-needs-service")
    category = services.known(code)
    text = "\n".join(
        [given.get("description", "").strip(), *services.answered(category, _attributes(given))]
    ).strip()
    pictures = photos.examined(files.getlist("media"))
    url = media.checked(given.get("media_url", "").strip())
    contact = vault.contact_of(
        " ".join(given.get(name, "").strip() for name in ("last_name", "first_name")),
        given.get("phone", ""),
        given.get("email", ""),
        language(),
    )
    with photos.put_by(pictures), transaction.atomic():
        received = actions.receive(
            text=text or (url and "–"),
            category=category,
            spot=_spot(given),
            door=Door.OPEN311,
            contact=contact,
            pictures=pictures,
            key=_same(given, [one.sha256 for one in pictures], key),
            origin=int(key.origin),
        )
        if received.token:
            Sender.objects.create(report=received.report, key_id=key.id)
            if url:
                media.fetch_later(received.report, url)
    return received


def _spot(given: QueryDict) -> Spot:
    """A place in degrees, in words, or by the code of a commune. Raises BadRequest: none of them, no number."""
    words = given.get("address_string", "").strip()
    lat, lon = (_degrees(given, name) for name in ("lat", "long"))
    if (lat is None) != (lon is None):
        raise BadRequest("open311-needs-place")
    if not words and lat is None and (code := given.get("address_id", "").strip()):
        unit = Unit.objects.filter(code=code[:10], valid_to__isnull=True).order_by("-level").first()
        words = unit.full_name if unit else ""
    if not words and lat is None:
        raise BadRequest("open311-needs-place")
    return Spot(words=words, lon=lon, lat=lat)


def _degrees(given: QueryDict, name: str) -> float | None:
    text = given.get(name, "").strip()
    try:
        number = float(text) if text else None
    except ValueError:
        number = math.nan
    if number is not None and not math.isfinite(number):
        raise BadRequest("open311-number", parameter=name, value=text[:60])
    return number


def _attributes(given: QueryDict) -> dict[str, Sequence[str]]:
    """`attribute[CODE]=…`, and `attribute[CODE][]=…` for several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in given:
        if (read := _ATTRIBUTE.fullmatch(name)) is not None:
            found[read[1]] += given.getlist(name)
    return dict(found)


def _same(given: QueryDict, pictures: list[str], key: Key) -> UUID:
    told = [f"{name}={value}" for name in sorted(given) if name != "api_key" for value in given.getlist(name)]
    text = "\n".join([key.id, clock.today().isoformat(), *told, *pictures])
    return uuid5(_OURS, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
