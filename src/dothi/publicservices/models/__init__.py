"""The tables of this room: what is decided and dated, what a feed told, and the dossiers themselves."""

from dothi.publicservices.models.catalogue import (
    AgencyCode,
    Family,
    OnlineLevel,
    Procedure,
    ServiceRule,
    StateCode,
)
from dothi.publicservices.models.dossier import (
    Channel,
    DeliveryState,
    Dossier,
    Fact,
    PaymentState,
    Step,
    SyncState,
)
from dothi.publicservices.models.feed import Feed, FeedReject, FeedRun
from dothi.publicservices.score import models as score_models

__all__ = [
    "AgencyCode", "Channel", "DeliveryState", "Dossier", "Fact", "Family", "Feed", "FeedReject", "FeedRun", "OnlineLevel",
    "PaymentState", "Procedure", "ServiceRule", "StateCode", "Step", "SyncState", "score_models",
]  # fmt: skip
