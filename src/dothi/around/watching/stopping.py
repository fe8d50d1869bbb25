"""The link below every message that ends what it came from: nobody signs in, and nobody ends another's."""

from __future__ import annotations

import hmac

from dothi.around.watching.models import Watch
from dothi.kernel import clock, settings
from dothi.kernel.secret_key import secret_key

_SIGNS = 24  # of the keyed digest: 96 bits


def token_of(watch: Watch) -> str:
    return f"{watch.pk}-{_digest(watch)}"


def link_of(watch: Watch) -> str:
    """A whole address where the centre knows its own, else the path."""
    return f"{str(settings.read('PUBLIC_URL')).rstrip('/')}/quanh-toi/thoi/{token_of(watch)}/"


def find(token: str) -> Watch | None:
    """What the link ends; None: it is over already, or nobody's link."""
    number, _, digest = token[:80].partition("-")
    if not (number.isdecimal() and number.isascii() and len(number) < 19 and digest.isascii()):
        return None
    watch = Watch.objects.select_related("unit").filter(pk=int(number)).first()
    return watch if watch is not None and hmac.compare_digest(_digest(watch), digest) else None


def _digest(watch: Watch) -> str:
    text = f"around stop {watch.pk} {clock.iso(watch.confirmed_at)}".encode()
    return hmac.digest(secret_key().encode(), text, "sha256").hex()[:_SIGNS]
