"""Somebody who can be told something and is not named: a room that keeps addresses apart hands this out in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from dothi.notify import actions
from dothi.notify.said import Said

Tell = Callable[[Said, str, str], None]  # what, for which purpose, under which key


@dataclass(frozen=True, slots=True)
class Reach:
    """`digest` is the same whenever it is the same person (by our key: nobody finds a number by trying all); empty: there is no way."""

    digest: str = ""
    way: str = ""
    tell: Tell = field(default=lambda said, purpose, key: None, repr=False)


NOBODY = Reach()


def reach(
    way: str, address: str, *, unit_id: int | None, agency_id: int | None, language: str, origin: str
) -> Reach:
    """A way to an address that shows it to nobody; `NOBODY` where there is none."""
    if not way or not address.strip():
        return NOBODY

    def tell(said: Said, purpose: str, key: str) -> None:
        actions.send_to_address(
            way, address, said, purpose=purpose, key=key, unit_id=unit_id, agency_id=agency_id, language=language,
            origin=origin, importance="normal",
        )  # fmt: skip

    return Reach(digest_of(way, address), way, tell)


def digest_of(way: str, address: str) -> str:
    """What stands for the person who reads there."""
    same = "".join(address.split()).lower()
    return salted_hmac("dothi.notify.unnamed", f"{way} {same}", algorithm="sha256").hexdigest()
