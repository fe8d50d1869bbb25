"""What a wall's page asks for every few seconds: the scene, why it stands, its tiles, the words that were broadcast."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string

from dothi.kernel import clock
from dothi.kernel.i18n import keys as word_keys
from dothi.kernel.i18n import named, t
from dothi.wall import queries, rules, tiles, tokens
from dothi.wall.choosing import Standing
from dothi.wall.models import Banner, Scene, Wall
from dothi.wall.tiles import Asked, Made

_MOST_KEPT = 64
_JS = "wall-js-"
# Walls of one scope show the same figures: what was read for one in the last seconds is shown by the others.
_kept: dict[tuple[object, ...], tuple[dt.datetime, list[Made]]] = {}


def state(wall: Wall, now: dt.datetime) -> dict[str, Any]:
    """In the language of the thread."""
    limits, scenes = rules.values(), queries.scenes()
    stands = queries.standing(wall, now, scenes)
    scene = scenes[stands.scene]
    read_at, made = _tiles(wall, scene, stands, now, limits["fresh-s"])
    return {
        "at": clock.iso(now),
        "read_at": clock.iso(read_at),
        "wall": {"name": wall.name, "language": wall.language, "theme": wall.theme, "number": wall.pk},
        "scene": {"code": scene.code, "name": named(scene), "columns": scene.columns, "why": why(stands)},
        "tiles": [one.told() for one in made],
        "banner": _banner(queries.banner_of(wall, now)),
        "poll_s": limits["poll-s"],
        "hang_s": limits["hang-s"],
        "ticket": tokens.stream_ticket(wall),
        "built": built(),
        "words": words(wall.language),
    }


def built() -> str:
    """Of which making the page's script is: a page of another one loads itself anew."""
    return render_to_string("wall/built.txt").strip()


def words(language: str) -> dict[str, str]:
    """What the page's script says."""
    return {key.removeprefix(_JS): t(key, language) for key in word_keys() if key.startswith(_JS)}


def why(stands: Standing) -> str:
    """In one line: who chose it, or what called for it, and until when."""
    until = f"{stands.until.astimezone(clock.VIETNAM):%H:%M %d/%m}" if stands.until else ""
    if stands.hand is not None:
        key = "wall-why-pinned" if stands.hand.pinned else "wall-why-hand"
        said = f" ({stands.hand.reason})" if stands.hand.reason else ""
        return t(key, who=stands.hand.by, until=until) + said
    if stands.cause is None:
        return t("wall-why-normal")
    if stands.cause.ended_at is not None:
        return t("wall-why-ended", code=stands.cause.code, until=until)
    return t("wall-why-cause", code=stands.cause.code)


def _banner(row: Banner | None) -> dict[str, Any] | None:
    if row is None:
        return None
    until = f"{row.until.astimezone(clock.VIETNAM):%H:%M %d/%m}"
    return {"text": row.text, "who": t("wall-banner-who", who=str(row.by), until=until)}


def _tiles(
    wall: Wall, scene: Scene, stands: Standing, now: dt.datetime, fresh_s: int
) -> tuple[dt.datetime, list[Made]]:
    cause = stands.cause.code if stands.cause else ""
    ended = stands.cause.ended_at if stands.cause else None
    key = (str(wall.reach), wall.language, scene.pk, str(scene.tiles), cause, ended)
    kept = _kept.get(key)
    if kept is not None and dt.timedelta(0) <= now - kept[0] < dt.timedelta(seconds=fresh_s):
        return kept
    made = tiles.made(scene, Asked(queries.Eyes(wall.scope), stands, now))
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = now, made
    return now, made


def forget() -> None:
    """Reads anew at the next asking; for tests, whose database is another each time."""
    _kept.clear()
