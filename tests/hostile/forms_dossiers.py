"""The form by which anybody looks up their own dossier: it writes nothing but a count of knocks."""

from __future__ import annotations

from .form import Case

CASES: dict[str, Case] = {
    "dossier-public": Case(
        "hoa", lambda c: "/tra-cuu-ho-so/", lambda c: {"code": "H15-260907-0001", "phone": "0905123456"}, {}
    ),
}
