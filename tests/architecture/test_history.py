"""Known as of a time: every row that a person changes keeps its versions, in the database and not by good will."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

# What keeps no versions says why. A new model is either tracked or stands here.
NOT_TRACKED = {
    "accounts.PastPassword": "hashes of former passwords: only added, never shown",
    "accounts.LoginRecord": "a log: only added",
    "connectors.Import": "the run of an import: written once by a person, then only by the machine that reports its progress",
    "connectors.Reject": "a list of rejected rows: only added",
    "incidents.CodeSeries": "a counter",
    "incidents.IncidentLog": "a log: only added",
    "kernel.AuditEntry": "the audit log itself: only added, chained",
    "kernel.AuditBlock": "the audit log itself: only added, chained",
    "kernel.Event": "an outbox: only added",
    "kernel.EventCursor": "how far a machine has read",
    "rules.RuleState": "what the machine computed last; its consequences are alarms, which are tracked",
    "rules.StreamClock": "how far a machine has read",
    "rules.Cursor": "how far a machine has read",
    "rules.DerivedDue": "work waiting for the machine",
}


def _ours() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("dothi.") and model._meta.managed and not hasattr(model, "pgh_obj")
    ]


def test_every_model_is_tracked_or_says_why_not() -> None:
    ours = {model._meta.label: model for model in _ours()}
    untracked = {label for label, model in ours.items() if not hasattr(model, "pgh_event_model")}
    assert untracked == set(NOT_TRACKED)
    assert len(ours) - len(untracked) >= 15


@pytest.mark.django_db
def test_the_database_itself_keeps_the_versions() -> None:
    """The triggers stand in the migrated database for every kind of change, so raw SQL is kept as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, bit_or(tgtype & 28) from pg_trigger"
            " where tgname like 'pgtrigger_%%' and tgenabled <> 'D' group by 1"
        )
        kept = dict(cursor.fetchall())
    for model in _ours():
        if model._meta.label not in NOT_TRACKED:
            assert kept.get(model._meta.db_table) == 4 | 8 | 16, (
                f"{model._meta.label}: insert, delete, update"
            )
