"""What kept a message from being stored, as a cause that a person can act on. The words of the database or of a library stay
beside it (`detail`): a technical detail, in whatever language they were written."""

from __future__ import annotations

import psycopg
from psycopg import errors

from dothi.kernel.errors import BadRequest, DothiError

LONGEST = 300
# the first that fits; the values of one message can be guilty of all of these
_CAUSES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((errors.NumericValueOutOfRange, OverflowError), "mqtt-number-too-large"),
    ((errors.DatetimeFieldOverflow, errors.InvalidDatetimeFormat), "mqtt-time-out-of-range"),
    ((errors.UntranslatableCharacter, errors.CharacterNotInRepertoire, UnicodeError), "mqtt-text-broken"),
    ((errors.ProgramLimitExceeded, RecursionError), "mqtt-too-complex"),
    ((psycopg.IntegrityError,), "mqtt-contradicts"),
    ((psycopg.DataError,), "mqtt-value-not-storable"),
)


def cause_of(error: Exception) -> DothiError:
    """The refusal that a person reads; what fits no cause is a fault of ours and says so."""
    if isinstance(error, DothiError):
        return error
    for kinds, code in _CAUSES:
        if isinstance(error, kinds):
            return BadRequest(code, detail=_detail(error))
    return DothiError("mqtt-not-storable", detail=_detail(error))


def _detail(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).strip()}"[:LONGEST]
