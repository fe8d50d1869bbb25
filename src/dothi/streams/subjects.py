"""Names on the wire: MQTT topics, the NATS subjects they become, and which of them a key may publish on.

Live values come on `dothi/<entity id>/attrs`; every other origin has its word before the id:
`dothi/replayed/<entity id>/attrs`. A key may publish only in the word of its own origin, so a replay cannot pass
for a measurement. A message carries no key, therefore everything a key may do must be told by its subject.

NATS turns `/` into `.` and `.` into `//`; the server's mappings (kernel/engines/nats.py) then make one token of each
part of the id: `dothi/urn:ngsi-ld:AirQualityObserved:a.1/attrs` → `dothi.live.urn.ngsi-ld.AirQualityObserved.a//1.attrs`.
So a right on `urn:ngsi-ld:AirQualityObserved:` is the subject `dothi.live.urn.ngsi-ld.AirQualityObserved.>`. NATS drops
empty parts: an id with `::` or `/` cannot come by MQTT.
"""

from __future__ import annotations

from typing import Final

from dothi.accounts.keys import Key
from dothi.kernel.origin import Origin

STREAM: Final = "$MQTT_msgs"  # the server's own stream: a PUBACK means "stored here"
STORED: Final = "$MQTT.msgs."  # its subjects: this, then the publish's own subject
FILTER: Final = "$MQTT.msgs.dothi.>"
CHANGED: Final = "dothi.entities.changed"  # announcements, see announce.py
_END: Final = ".attrs"
_WORDS: Final = {origin.word: origin for origin in Origin}


def topic_of(urn: str, origin: Origin = Origin.LIVE) -> str:
    """The MQTT topic for the values of an entity."""
    return f"dothi/{urn}/attrs" if origin is Origin.LIVE else f"dothi/{origin.word}/{urn}/attrs"


def subject_of(topic: str) -> str:
    """The stored subject of a topic, as `readable` gave it."""
    inner = topic.removeprefix("dothi/").removesuffix("/attrs")
    word, _, urn = inner.partition("/")
    origin, urn = (word, urn) if word in _WORDS and urn else (Origin.LIVE.word, inner)
    return f"{STORED}dothi.{origin}.{urn.replace('.', '//').replace(':', '.')}{_END}"


def is_carried(urn: str) -> bool:
    """Can this id come by MQTT unchanged?"""
    return not (
        "/" in urn
        or "::" in urn
        or urn.startswith(":")
        or urn.endswith(":")
        or any(c in urn for c in "*>+# \t\r\n")
    )


def entity_of(subject: str) -> tuple[Origin, str] | None:
    """(origin, entity id) of a stored or published subject; None when it is not about an entity's values."""
    parts = subject.removeprefix(STORED).removesuffix(_END).split(".")
    if not subject.endswith(_END) or len(parts) < 3 or parts[0] != "dothi" or parts[1] not in _WORDS:
        return None
    return _WORDS[parts[1]], ":".join(parts[2:]).replace("//", ".")


def readable(subject: str) -> str:
    """A subject as the topic that a person knows."""
    found = entity_of(subject)
    return (
        topic_of(found[1], found[0])
        if found
        else subject.removeprefix(STORED).replace(".", "/").replace("//", ".")
    )


def allowed(key: Key) -> list[str]:
    """The subjects on which this key may publish; empty: none.

    A limit to units, scopes or attributes cannot be told by a subject, and all that comes belongs to the default tenant: a key
    with such a limit, or for another tenant, has no way in by MQTT (HTTP takes it).
    """
    start = f"dothi.{key.origin.word}."
    return [start + subject for limit in limits(key) if (subject := _subject(limit)) is not None]


def limits(key: Key) -> list[str]:
    """Ids or families (`…:`; empty: all) that both the key's prefixes and its types allow; none for a key that has no way in by MQTT."""
    if (
        not key.may_write
        or not key.is_for("")
        or key.unit_ids is not None
        or key.scopes
        or key.attributes_written
    ):
        return []
    families = [f"urn:ngsi-ld:{name}:" for name in sorted(key.entity_types)]
    if not key.entity_prefixes:
        return families or [""]
    if not families:
        return list(key.entity_prefixes)
    inside = [prefix for prefix in key.entity_prefixes if prefix.startswith(tuple(families))]
    return inside + [family for family in families if family.startswith(key.entity_prefixes)]


def _subject(limit: str) -> str | None:
    """A family becomes a wildcard, a whole id its subject; what could widen the right becomes nothing."""
    if limit == "":
        return ">"
    family = limit.endswith(":")
    name = limit.removesuffix(":")
    if not is_carried(name):
        return None
    return name.replace(".", "//").replace(":", ".") + (".>" if family else _END)
