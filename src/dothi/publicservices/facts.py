"""What formulas may read of dossiers: the view `publicservices_fact`."""

from __future__ import annotations

from dothi.kernel.facts import Fact, Kind, publish

_TEXTS = (
    "code", "feed", "procedure_code", "agency_code", "channel", "state", "state_code", "payment_state", "delivery_state", "sync_state",
    "limit_said", "online_level",
)  # fmt: skip
_FLAGS = (
    "finished", "paused", "on_time", "paid_online", "e_result", "certified_copy", "reused_data", "pushed_to_store", "population_data",
    "payment_online", "payment_integrated", "generated",
)  # fmt: skip
_NUMBERS = (
    "fee", "digitised_papers", "total_papers", "supplement_count", "waiting_minutes", "content_parts", "n_flags",
)  # fmt: skip
_DAYS = (
    "received_on",
    "due_on",
    "handled_on",
    "returned_on",
    "ended_on",
    "procedure_from",
    "basis_effective_on",
)
_MOMENTS = (
    "received_at", "promised_at", "new_promised_at", "due_at", "legal_at", "handled_at", "returned_at", "ends_at", "stopped_at",
    "letter_by", "letter_at", "procedure_published_at", "procedure_decided_at", "procedure_updated_at",
)  # fmt: skip


def publish_facts() -> None:
    columns = {
        **dict.fromkeys(_TEXTS, Kind.TEXT), **dict.fromkeys(_FLAGS, Kind.FLAG), **dict.fromkeys(_NUMBERS, Kind.NUMBER),
        **dict.fromkeys(_DAYS, Kind.DAY), **dict.fromkeys(_MOMENTS, Kind.MOMENT), "flags": Kind.TEXTS,
    }  # fmt: skip
    publish(
        Fact(
            "publicservices_fact",
            at="received_on",
            columns=columns,
            permission="publicservices.view",
            record="dossier-by-code",
        )
    )
