"""The secrets that this room keeps, for the change of the key that encrypts them (`dothi source rekey`)."""

from __future__ import annotations

from dothi.connectors.sources import keeping
from dothi.reports.email.models import Mailbox
from dothi.reports.identity.models import DataRequest
from dothi.reports.open311.models import Endpoint

_KEPT = ((Mailbox, "password"), (Endpoint, "api_key"), (DataRequest, "sealed"))


def encrypt_anew() -> int:
    """Every secret by the first key; how many. Raises SourceError."""
    return sum(keeping.encrypt_anew(table, column) for table, column in _KEPT)
