"""Doubts about values that were stored all the same, told to who sent them: header NGSILD-Warning (CIM 009 §6.3.17).

Each line is a code, who warns, and a text in quotes, as in HTTP's own Warning: 199 is a warning of any kind. A header holds
ASCII, so the text is English; data stewards read the same in their language on the page of doubts.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from dothi.entities.store.complaints import Complaint, Fault

HEADER = "NGSILD-Warning"
MOST = 10
_MEMBER = "dothi.warnings"
_TEXTS = {
    Fault.UNIT_UNKNOWN: "unitCode {detail} of {attribute} is no code of UN/CEFACT Recommendation 20",
    Fault.UNIT_QUANTITY: "unitCode {detail} cannot measure {attribute} of {type}",
    Fault.UNIT_DIFFERS: "unitCode {detail} of {attribute} is not the unit of type {type}",
    Fault.FLAGGED: "{attribute} does not fit the schema of type {type} ({detail}) and is stored as suspect",
}


def note(request: Request, complaints: Iterable[Complaint]) -> None:
    """For the answer, whoever makes it."""
    told = {
        (one.fault, one.type, one.attribute, one.detail): one for one in complaints if one.fault in _TEXTS
    }
    if told:
        request.scope[_MEMBER] = [_line(one) for one in list(told.values())[:MOST]]


def attach(request: Request, response: Response) -> None:
    for line in request.scope.get(_MEMBER, ()):
        response.headers.append(HEADER, line)


def _line(one: Complaint) -> str:
    text = _TEXTS[one.fault].format(**one._asdict())
    printable = (
        "".join(c if c.isprintable() else "?" for c in text).encode("ascii", "backslashreplace").decode()
    )
    quoted = printable.replace("\\", "\\\\").replace('"', '\\"')
    return f'199 dothi "{quoted}"'
