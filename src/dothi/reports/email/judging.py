"""Which letters no person wrote to us, and which an officer is to look at before anything comes of them. Pure.

A machine's letter (RFC 3834 and what is older) never becomes a report and is never answered: of two machines that answer one another
none ever stops.
"""

from __future__ import annotations

import re

from dothi.reports.email.letters import Letter

_MACHINES = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)(?:[+\-=].*)?@",
    re.IGNORECASE,
)
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MARKS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "x-autoreply",
    "x-autorespond",
    "x-auto-response",
    "x-loop",
    "feedback-id",
)
_YES = re.compile(r"^\s*(?:yes|true)\b", re.IGNORECASE)
_UNPROVED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


def is_machine(letter: Letter, ours: frozenset[str]) -> str:
    """Why it is no person's letter: `own`, `auto`, `list`, `bounce`; empty: it is one. `ours`: addresses that are our own."""
    heads = letter.heads
    if letter.address in ours:
        return "own"
    if heads.get("return-path", "").replace(" ", "") == "<>" or letter.is_report_of_delivery:
        return "bounce"
    if heads.get("auto-submitted", "no").partition(";")[0].strip().lower() not in ("no", ""):
        return "auto"
    if heads.get("precedence", "").lower() in _PRECEDENCE or any(one in heads for one in _MARKS):
        return "list"
    return "auto" if _MACHINES.match(letter.address) else ""


def set_aside(letter: Letter) -> str:
    """Why an officer is to look at it first: `sender` (none that could be answered), `unproved` (the mail server says that its sender is
    another), `spam`; empty: nothing against it."""
    heads = letter.heads
    if not letter.address:
        return "sender"
    if _UNPROVED.search(heads.get("authentication-results", "")):
        return "unproved"
    if _YES.match(heads.get("x-spam-flag", "")) or _YES.match(heads.get("x-spam-status", "")):
        return "spam"
    return ""
