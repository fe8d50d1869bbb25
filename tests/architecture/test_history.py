"""Known as of a time: every row that a person changes keeps its versions, in the database and not by good will."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import translation

from dothi.kernel.audit.as_of import tracked_fields
from dothi.kernel.audit.shown import histories
from dothi.kernel.i18n import has

# What keeps no versions says why. A new model is either tracked or stands here.
NOT_TRACKED = {
    "calls.Street": "read from the streets file, made anew with each",
    "accounts.PastPassword": "hashes of former passwords: only added, never shown",
    "accounts.LoginRecord": "a log: only added",
    "accounts.Look": "a log: only added",
    "accounts.LookEnd": "a log: only added",
    "calls.CallCourse": "what the log of an exchange's events adds up to",
    "calls.CallSeries": "a counter",
    "calls.ExchangeEvent": "a log: only added",
    "forces.ForceLog": "a log: only added",
    "crews.Deed": "a log of what phones told: only added",
    "crews.Position": "where phones were: only added, read for a purpose alone, forgotten after its time",
    "crews.Attachment": "what a crew handed in: only added, forgotten after its time; its deed stays",
    "cameras.CameraSecret": "encrypted secrets: in no history; that they changed stands in the camera's",
    "cameras.RecorderSecret": "encrypted secrets: in no history; that they changed stands in the recorder's",
    "cameras.CameraHealth": "what looks of the machine found; that somebody confirmed a view stands in it with who and when",
    "cameras.CameraPeriod": "states one after the other, written by the machine",
    "commands.ChannelSecret": "encrypted secrets: in no history; that they changed stands in the channel's",
    "connectors.Import": "the run of an import: written once by a person, then only by the machine that reports its progress",
    "connectors.Reject": "a list of rejected rows: only added",
    "connectors.SourceSecret": "encrypted secrets: in no history; that they changed stands in the source's",
    "connectors.SourceStanding": "where a source stands, written by the machine with each run",
    "connectors.SourceRun": "one round with a source, written by the machine",
    "connectors.SourceMessage": "a log: only added",
    "connectors.SourceReject": "a list of rejected rows: only added",
    "connectors.TakenContent": "hashes of what was stored: only added",
    "duty.Hush": "a log: only added",
    "duty.RunLine": "a log: only added",
    "entities.Act": "a log: only added",
    "warnings.CodeSeries": "the last number given",
    "incidents.CodeSeries": "a counter",
    "incidents.IncidentLog": "a log: only added",
    "boards.BoardVersion": "only added: each saving of a board is a row",
    "boards.Note": "only added: an edit is the next number of its thread",
    "boards.Opening": "a count: only added, of no person, forgotten after its time",
    "indicators.Cursor": "how far a machine has read",
    "indicators.Due": "work waiting for the machine",
    "indicators.FactCursor": "how far a machine has read",
    "indicators.Figure": "computed; a figure that no longer holds is kept beside the one that does, with when it was known",
    "kernel.AuditEntry": "the audit log itself: only added, chained",
    "kernel.AuditBlock": "the audit log itself: only added, chained",
    "kernel.Event": "an outbox: only added; a secret in it is erased once used",
    "kernel.EventCursor": "how far a machine has read",
    "notify.ChannelSecret": "encrypted secrets: in no history; that they changed stands in the channel's",
    "notify.ChannelStanding": "how a channel is, written by the machine",
    "notify.Delivery": "where a message went is personal and forgotten after a time; each step is written by the machine",
    "notify.Message": "what was said to whom is personal and forgotten after a time; who asked keeps that they did",
    "notify.Proof": "a code that went to an address and came back; who may reach whom by it follows from the rows themselves",
    "notify.Receipt": "a log: only added",
    "notify.Shown": "what the demo's phones show",
    "packs.PackEdition": "the files of every load: only added; that one was taken back is noted once, with who and when",
    "packs.Proposal": "files that wait for a word: what is loaded is kept as an edition, the rest is forgotten",
    "shiftbook.BookLine": "a log: only added",
    "shiftbook.CodeSeries": "the last number given",
    "shiftbook.HandoverItem": "a list of what was open: only added",
    "rules.DryRun": "a trial of a rule: written once by a person, then only by the machine that reports progress and result",
    "rules.Gathering": "what the machine counts in an area; its consequences are alarms, which are tracked",
    "rules.Part": "what the machine counts in an area; its consequences are alarms, which are tracked",
    "rules.RuleState": "what the machine computed last; its consequences are alarms, which are tracked",
    "rules.StreamClock": "how far a machine has read",
    "rules.Cursor": "how far a machine has read",
    "rules.Occurrence": "a log: only added",
    "drills.Play": "in a drill's copy alone: what the player works from, gone with the copy",
    "drills.Done": "in a drill's copy alone: a log, only added",
    "tasks.CodeSeries": "a counter",
    "around.Watch": "personal: where somebody is to be told; ended it is gone",
    "around.Alert": "what one follower is to be told: written by the machine, forgotten after its time",
    "around.Spread": "a log: what was spread, once",
    "around.WorkSeries": "a counter",
    "around.WorkLine": "a log: only added",
    "publicservices.FeedRun": "one delivery of a feed, written by the machine",
    "publicservices.FeedReject": "a list of rejected rows: only added, forgotten after its time",
    "publicservices.Dossier": "a mirror of what another system tells; each state that it told stands in a step, with when it was known",
    "publicservices.Cell": "sums over dossiers, made anew whenever they change",
    "publicservices.Touched": "which sums wait: gone once they are made anew",
    "publicservices.ScoreState": "how the sums stand: one row of the machine",
    "publicservices.Step": "what a feed told of a dossier: only added",
    "wall.Switch": "a log: only added",
    "wall.Beat": "how a screen lives, as it last told: written by the machine",
    "surveys.CodeSeries": "a counter",
    "briefings.CodeSeries": "a counter",
    "briefings.NumberSeries": "a counter; each number stands in its briefing",
    "briefings.Printed": "only added",
    "briefings.File": "only added",
    "surveys.Invitation": "who was asked about what: kept once, forgotten after its time",
    "surveys.Answer": "what one voice said: its last word, nobody looks back at the one before",
    "surveys.Opinion": "personal words, forgotten after their time; what was released stands in the row",
    "surveys.Paper": "only added",
    "reports.Run": "reckoned from the reports every night, of no person",
    "reports.Day": "reckoned from the reports every night, of no person",
    "reports.Found": "reckoned from the reports every night, of no person",
    "reports.WholeDay": "reckoned from the reports every night, of no person",
    "reports.ReportSeries": "a counter",
    "reports.MapCell": "a summary that a trigger keeps: how many released reports lie where",
    "reports.MapChange": "what the summary does not hold yet",
    "reports.Endpoint": "set on the command line of the machine; what it did stands in each report's record",
    "reports.Exchanged": "which request of theirs is which report; each change stands in the report's record",
    "reports.Letter": "what could not be exchanged, until it can",
    "reports.Sender": "written once: which key handed a report in",
    "reports.WaitingForm": "a form on its way: gone the moment it is a report",
    "reports.ReportLine": "a log: only added",
    "reports.Photo": "only added, released in the record, and forgotten after its time",
    "reports.Code": "a code that went to an address and came back: digests alone, forgotten after a week",
    "reports.ScoreDraft": "reckoned from the reports, told with its age, replaced every few minutes",
    "reports.Score": "figures told for good: only added",
    "reports.Mail": "personal while it waits: what it said is erased with the decision, and the report has its own history",
    "reports.MailSender": "personal: who sent a letter that waits, gone with the decision",
    "reports.Reporter": "personal: who reported is kept once, and forgotten after a time",
    "reports.Words": "a reporter's own words, beside their line of the record: erased when they ask",
    "reports.Follower": "personal: an address, forgotten with its reporter",
    "reports.Rating": "the last word of each voice; each stands in the record",
    "tasks.TaskFile": "what was handed in: only added, forgotten after its time; its line keeps its name",
    "tasks.Owed": "what other rooms say is owed: made anew from their own rows, which are tracked",
    "tasks.TaskLine": "a log: only added",
    "territory.TerritoryImport": "the run of an import: written once by a person, then only by the machine that reports its progress",
    "rules.DerivedDue": "work waiting for the machine",
    "rules.Formula": "what a pack in force says, resolved; the editions of the pack keep every version",
    "rules.FormulaDue": "work waiting for the machine",
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


def tracked() -> list[type[models.Model]]:
    """The models whose versions the auditor's page lists."""
    return [model for model in _ours() if hasattr(model, "pgh_event_model")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_read_words_and_no_names_of_tables(language: str) -> None:
    """What every tracked row is called, and every field on a page of history, in both languages."""
    with translation.override(language):
        missing = [
            f"{model._meta.app_label}-thing-{model._meta.model_name}"
            for model in tracked()
            if not has(f"{model._meta.app_label}-thing-{model._meta.model_name}")
        ]
        missing += [
            f"{shown.words}{field.name.replace('_', '-')}"
            for shown in histories()
            for field in tracked_fields(shown.model)
            if not field.primary_key
            and field.name != "search_text"
            and not has(f"{shown.words}{field.name.replace('_', '-')}")
        ]
    assert missing == []


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
