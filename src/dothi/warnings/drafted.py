"""What a person drafts, as one value: checked here before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dothi.kernel import clock
from dothi.kernel.cap import message as cap
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.warnings.dated import events_on
from dothi.warnings.models import PublicWarning, WarningText

HEADLINE, DESCRIPTION, INSTRUCTION, CONTACT, REASON = 160, 4000, 2000, 200, 500
MOST_UNITS, MOST_SHAPES, MOST_POINTS = 400, 20, 500
LONGEST = dt.timedelta(days=31)  # a year typed wrong is no warning of a year; what lasts longer is updated
WIDEST_KM = 300.0


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one language."""

    headline: str = ""
    description: str = ""
    instruction: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.headline or self.description or self.instruction)

    def said(self) -> Text:
        """As it may be kept: nothing that nobody sees, lines ended as XML ends them."""
        return Text(
            *(
                plain(one.replace("\r\n", "\n").replace("\r", "\n"))
                for one in (self.headline, self.description, self.instruction)
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Everything of a draft that its form carries. `texts` by language; `units` are ids of units of today."""

    status: str
    event: str
    urgency: str
    severity: str
    certainty: str
    expires: dt.datetime
    onset: dt.datetime | None = None
    responses: Sequence[str] = ()
    contact: str = ""
    units: Sequence[int] = ()
    shapes: Sequence[dict[str, Any]] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    bulletin: str = ""

    def checked(self) -> Drafted:
        """The same with its texts as they are kept. Raises BadRequest that names what is wrong."""
        now = clock.now()
        _one_of("status", self.status, PublicWarning.Status.values)
        _one_of("event", self.event, events_on(clock.today()))
        for name, words in (
            ("urgency", cap.URGENCIES),
            ("severity", cap.SEVERITIES),
            ("certainty", cap.CERTAINTIES),
        ):
            _one_of(name, getattr(self, name), words)
        for response in self.responses:
            _one_of("responses", response, cap.RESPONSES)
        if not now < self.expires <= now + LONGEST:
            raise BadRequest("warning-expires", days=LONGEST.days)
        if self.onset is not None and not now - LONGEST <= self.onset < self.expires:
            raise BadRequest("warning-onset")
        if not self.units:
            raise BadRequest("warning-needs-units")
        if len(self.units) > MOST_UNITS:
            raise BadRequest("warning-units", most=MOST_UNITS)
        texts = {language: text.said() for language, text in self.texts.items()}
        _check_texts(texts)
        contact = plain(self.contact)
        _short_enough("contact", contact, CONTACT)
        shapes = [shape_of(one) for one in self.shapes]
        if len(shapes) > MOST_SHAPES:
            raise BadRequest("warning-shapes", most=MOST_SHAPES)
        texts = {language: text for language, text in texts.items() if not text.is_empty}
        return replace(
            self, texts=texts, contact=contact, shapes=shapes, responses=list(dict.fromkeys(self.responses))
        )


def _check_texts(texts: Mapping[str, Text]) -> None:
    """Vietnamese is whole; English is whole or not there."""
    for language in WarningText.Language.values:
        text = texts.get(language, Text())
        if language != WarningText.Language.VI and text.is_empty:
            continue
        for name, value, most in (
            ("headline", text.headline, HEADLINE),
            ("description", text.description, DESCRIPTION),
            ("instruction", text.instruction, INSTRUCTION),
        ):
            if not value:
                raise BadRequest("warning-text-missing", field=f"{name}-{language}")
            _short_enough(f"{name}-{language}", value, most)
        if "\n" in text.headline:
            raise BadRequest("warning-headline-lines")


def _short_enough(name: str, value: str, most: int) -> None:
    if len(value) > most:
        raise BadRequest("warning-too-long", field=name, most=most)


def _one_of(name: str, value: str, known: Any) -> None:
    if value not in known:
        raise BadRequest("warning-word", field=name, value=str(value)[:40])


def shape_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """A circle or a polygon as it is kept. Raises BadRequest."""
    try:
        if told["kind"] == "circle":
            lat, lon, km = float(told["lat"]), float(told["lon"]), float(told["km"])
            if not (_on_earth(lat, lon) and 0 < km <= WIDEST_KM):
                raise BadRequest("warning-shape")
            return {"kind": "circle", "lat": round(lat, 6), "lon": round(lon, 6), "km": round(km, 3)}
        points = [(round(float(lat), 6), round(float(lon), 6)) for lat, lon in told["points"]]
    except (KeyError, TypeError, ValueError):
        raise BadRequest("warning-shape") from None
    if points and points[0] != points[-1]:
        points.append(points[0])
    if not 4 <= len(points) <= MOST_POINTS or not all(_on_earth(*point) for point in points):
        raise BadRequest("warning-shape")
    return {"kind": "polygon", "points": [list(point) for point in points]}


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180  # also no for what is not a number


# The seven-bit alphabet of SMS and the signs of its second page, which take two places each (3GPP TS 23.038 §6.2.1).
_SEVEN_BIT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_SECOND_PAGE = frozenset("\f^{}\\[~]|€")


def sms_parts(text: str) -> int:
    """How many SMS a text takes (3GPP TS 23.038, 23.040): 160 signs of seven bits, 153 each when there are more; with one other sign 70 of UCS-2 and 67.

    The form counts the same while one types (`web/src/sms.ts`).
    """
    if set(text) <= _SEVEN_BIT | _SECOND_PAGE:
        length, one, each = len(text) + sum(sign in _SECOND_PAGE for sign in text), 160, 153
    else:
        length, one, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // each)
