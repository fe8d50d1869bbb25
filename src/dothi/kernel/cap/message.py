"""What a CAP message says, as plain values. Times are aware; points are (latitude, longitude) in WGS 84, as CAP writes them.

Names follow the standard's own (§3.2). What is empty is left out of the XML.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
KINDS = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)  # fmt: skip
RESPONSES = (
    "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None",
)  # fmt: skip
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")

Point = tuple[float, float]
Named = tuple[str, str]  # valueName, value


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message: sender, identifier and the time it was sent are its key (§3.2.1)."""

    sender: str
    identifier: str
    sent: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where: the union of its shapes and codes."""

    desc: str
    polygons: tuple[tuple[Point, ...], ...] = ()  # closed: the first point again at the end
    circles: tuple[tuple[Point, float], ...] = ()  # centre, radius in kilometres
    geocodes: tuple[Named, ...] = ()
    altitude: float | None = None  # feet above sea level, as the standard says
    ceiling: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file that belongs to a message."""

    desc: str
    mime_type: str
    size: int | None = None
    uri: str = ""
    deref_uri: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What is said, in one language."""

    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str = ""
    responses: tuple[str, ...] = ()
    audience: str = ""
    event_codes: tuple[Named, ...] = ()
    effective: dt.datetime | None = None
    onset: dt.datetime | None = None
    expires: dt.datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One alert, update or cancellation."""

    identifier: str
    sender: str
    sent: dt.datetime
    status: str
    kind: str  # msgType
    scope: str = "Public"
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: str = ""
    infos: tuple[Info, ...] = ()

    @property
    def key(self) -> Reference:
        """By which others refer to it."""
        return Reference(self.sender, self.identifier, self.sent)
