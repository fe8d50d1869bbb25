"""The mapping of a feed's table (TOML): which column says what of a dossier, and what its words mean. Strict: an unknown key or field stops
before the first row. See docs/how-to/mirror-dossiers.md for every key.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dothi.connectors.files.errors import MappingError
from dothi.connectors.files.keys import Keys
from dothi.connectors.files.mapping import shape_of, tree_of
from dothi.connectors.files.shapes import FileShape
from dothi.publicservices.models import Channel, DeliveryState, PaymentState, SyncState

RECORDS = "dossiers"  # what `records = …` says in a mapping of this kind
NEEDED = ("code", "procedure", "received", "state")
TIMES = (
    "received",
    "promised",
    "new_promised",
    "handled",
    "returned",
    "stopped",
    "supplement",
    "letter",
    "told",
)
TRUTHS = (
    "paid_online",
    "e_result",
    "certified_copy",
    "reused_data",
    "stored_for_citizen",
    "population_data",
    "accepted",
)
COUNTS = ("fee", "digitised_papers", "total_papers", "supplement_count", "waiting_minutes")
TEXTS = ("agency", "phone", "channel", "payment", "delivery", "sync")
FIELDS = (*NEEDED, *(one for one in TIMES if one not in NEEDED), *TRUTHS, *COUNTS, *TEXTS)
WORDS: dict[str, frozenset[str]] = {  # table → what its words may mean
    "channels": frozenset(Channel.values),
    "payments": frozenset(PaymentState.values),
    "deliveries": frozenset(DeliveryState.values),
    "syncs": frozenset(SyncState.values),
}
YES = ("1", "x", "true", "yes", "có", "đúng")
NO = ("0", "false", "no", "không", "sai")
_TABLES = {"records", "feed", "file", "time", "columns", "states", "truth", *WORDS}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`fields`: field → column. `states`: a feed's own word → a state code; what is not named stands for itself."""

    file: str
    feed: str
    shape: FileShape
    fields: dict[str, str]
    formats: tuple[str, ...]
    zone: ZoneInfo
    states: dict[str, str]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    yes: frozenset[str] = frozenset(YES)
    no: frozenset[str] = frozenset(NO)

    @property
    def columns(self) -> frozenset[str]:
        """That are read of a table; what else stands in it is not looked at."""
        return frozenset(self.fields.values())

    @property
    def records(self) -> str:
        return RECORDS


def load(path: Path) -> Mapping:
    """Raises MappingError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError("unreadable", file=path.name, where="—", detail=str(error)) from error
    return parse(text, file=path.name)


def parse(text: str, *, file: str) -> Mapping:
    """What `text` says. Raises MappingError naming file, line or key, and remedy."""
    tree = tree_of(text, file=file)
    keys = Keys(file, text)
    keys.only(tree, _TABLES, "")
    if tree.get("records") != RECORDS:
        raise keys.fail("unknown-value", "records", value=str(tree.get("records", ""))[:40], known=RECORDS)
    time = keys.table(tree, "time", {"formats", "zone"}, required=False)
    truth = keys.table(tree, "truth", {"yes", "no"}, required=False)
    return Mapping(
        file=file,
        feed=keys.string(tree, "feed", ""),
        shape=shape_of(tree, file=file, text=text),
        fields=_columns(keys, tree),
        formats=keys.strings(time["formats"], "time.formats") if "formats" in time else ("iso",),
        zone=_zone(keys, time),
        states=_said(keys, tree, "states"),
        words={name: _meant(keys, tree, name, known) for name, known in WORDS.items()},
        yes=_words(keys, truth, "yes", YES),
        no=_words(keys, truth, "no", NO),
    )


def _columns(keys: Keys, tree: Dict[str, Any]) -> dict[str, str]:
    told = keys.table(tree, "columns", set(FIELDS), required=True)
    for name in NEEDED:
        keys.string(told, name, "columns")
    return {name: keys.string(told, name, "columns") for name in told}


def _zone(keys: Keys, time: Dict[str, Any]) -> ZoneInfo:
    name = keys.string(time, "zone", "time", "Asia/Ho_Chi_Minh")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise keys.fail("unknown-zone", "time.zone", value=name) from None


def _said(keys: Keys, tree: Dict[str, Any], name: str) -> dict[str, str]:
    told = tree.get(name, {})
    if not isinstance(told, dict):
        raise keys.fail("not-a-table", name)
    return {word.casefold(): keys.string(told, word, name) for word in told}


def _meant(keys: Keys, tree: Dict[str, Any], name: str, known: frozenset[str]) -> dict[str, str]:
    told = _said(keys, tree, name)
    for word, meaning in told.items():
        if meaning not in known:
            raise keys.fail("unknown-value", f"{name}.{word}", value=meaning, known=", ".join(sorted(known)))
    return {**{one: one for one in known}, **told}


def _words(keys: Keys, truth: Dict[str, Any], name: str, usual: tuple[str, ...]) -> frozenset[str]:
    told = keys.strings(truth[name], f"truth.{name}") if name in truth else usual
    return frozenset(word.casefold() for word in told)
