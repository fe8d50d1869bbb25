"""This room's sections of the after-action report: facts, timeline, command, agencies, steps, how it ended.

Only shared lines of the log go into a report: it is handed on, and an agency's own notes stay its own.
"""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Agency, Person
from dothi.incidents.command import queries as command
from dothi.incidents.joining import queries as joining
from dothi.incidents.kinds import name_of
from dothi.incidents.models import Incident, IncidentStep
from dothi.incidents.queries import log, walks_of
from dothi.incidents.reporting.parts import part
from dothi.incidents.wording import said, source_word, speaker
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.papers.form import Section, Table


def moment(at: dt.datetime | None) -> str:
    """`14:05:09 22/11/2026` in Viet Nam's time; a dash for what has not been."""
    return "–" if at is None else at.astimezone(clock.VIETNAM).strftime("%H:%M:%S %d/%m/%Y")


def agency_name(agency: Agency | None, lang: str) -> str:
    if agency is None:
        return "–"
    return agency.name_en if lang == "en" else agency.name_vi


def facts(incident: Incident, reader: Person, lang: str) -> Section:
    rows = [
        (t("incidents-code", lang), incident.code),
        (t("incidents-what", lang), incident.title),
        (t("incidents-kind", lang), name_of(incident.kind, lang) if incident.kind else "–"),
        (t("incidents-severity", lang), t(f"web-severity-{incident.severity}", lang)),
        (t("incidents-place", lang), _place(incident)),
        (t("incidents-opened", lang), f"{moment(incident.opened_at)}, {incident.opened_by}"),
        (t("incidents-state", lang), t(f"incidents-state-{incident.status}", lang)),
        (t("incidents-agency", lang), agency_name(incident.agency, lang)),
        (t("incidents-lead", lang), str(incident.lead) if incident.lead else "–"),
    ]
    rows += [
        (t("incidents-report-source", lang), f"{source_word(one.kind, lang)} {one.reference}")
        for one in joining.sources_of(incident)
    ]
    rows += [
        (t("incidents-merged-here", lang), f"{one.source.code} ({moment(one.at)})")
        for one in joining.merges_into(incident, reader.scope("incidents.view"))
    ]
    rows += [
        (t(f"incidents-linked-{one.what}", lang), str(one.other))
        for one in joining.linked(incident, reader.scope("incidents.view"))
    ]
    return Section(t("incidents-report-facts", lang), facts=rows)


def _place(incident: Incident) -> str:
    words = [incident.place, str(incident.unit) if incident.unit else ""]
    if incident.lat is not None and incident.lon is not None:
        exact = f" (± {incident.accuracy_m:.0f} m)" if incident.accuracy_m else ""
        words.append(f"{incident.lat:.5f}, {incident.lon:.5f}{exact}")
    return "; ".join(one for one in words if one) or "–"


def timeline(incident: Incident, _reader: Person, lang: str) -> Section:
    rows = []
    for line in log(incident).filter(agency__isnull=True):
        who = speaker(line, lang)
        sentence = said(line, lang)  # on the screen the name goes before it
        text = "\n".join(one for one in (sentence[:1].upper() + sentence[1:], line.text) if one)
        at = moment(line.at or line.recorded_at)
        if line.at:
            at = f"{at}\n({t('incidents-report-typed', lang, at=moment(line.recorded_at))})"
        rows.append([at, who, text])
    head = [t(f"incidents-report-{one}", lang) for one in ("when", "who", "did")]
    source = t("incidents-report-log-source", lang, count=len(rows), at=moment(clock.now()))
    return Section(
        t("incidents-report-timeline", lang), table=Table(head, rows, [0.24, 0.22, 0.54]), source=source
    )


def commanders(incident: Incident, _reader: Person, lang: str) -> Section | None:
    rows = [
        [
            one.role.name_en if lang == "en" else one.role.name_vi,
            "\n".join([one.name, *([agency_name(one.agency, lang)] if one.agency else [])]),
            moment(one.from_at),
            moment(one.until_at) if one.until_at else t("incidents-role-now", lang),
            "\n".join(dict.fromkeys(text for text in (one.reason, one.end_reason) if text)),
        ]
        for one in command.held_of(incident)
    ]
    if not rows:
        return Section(t("incidents-report-command", lang), paragraphs=[t("incidents-command-none", lang)])
    head = [t(f"incidents-report-{one}", lang) for one in ("role", "holder", "from", "until", "reason")]
    return Section(
        t("incidents-report-command", lang), table=Table(head, rows, [0.22, 0.26, 0.17, 0.17, 0.18])
    )


def agencies(incident: Incident, _reader: Person, lang: str) -> Section | None:
    rows = [
        [
            agency_name(leg.agency, lang),
            leg.message,
            moment(leg.asked_at),
            f"{t(f'incidents-leg-state-{leg.state}', lang)}\n{moment(leg.ended_at or leg.answered_at)}",
            "\n".join(one for one in (leg.answer, leg.result) if one),
        ]
        for leg in command.legs_of(incident)
    ]
    head = [t(f"incidents-report-{one}", lang) for one in ("agency", "asked", "when", "answer", "result")]
    return (
        Section(t("incidents-legs", lang), table=Table(head, rows, [0.22, 0.24, 0.17, 0.17, 0.2]))
        if rows
        else None
    )


def steps(incident: Incident, _reader: Person, lang: str) -> Section | None:
    rows = [
        [
            f"{step.number}. {step.do_en if lang == 'en' else step.do_vi}",
            str(step.owner) if step.owner else agency_name(step.owner_agency, lang),
            moment(step.due_at),
            _settled(step, lang),
        ]
        for walk in walks_of(incident)
        for step in walk.steps
    ]
    head = [t(f"incidents-report-{one}", lang) for one in ("step", "owner", "due", "settled")]
    return (
        Section(t("incidents-report-steps", lang), table=Table(head, rows, [0.42, 0.2, 0.17, 0.21]))
        if rows
        else None
    )


def _settled(step: IncidentStep, lang: str) -> str:
    if step.state == IncidentStep.State.OPEN:
        return t("incidents-report-not-done", lang)
    told = [t(f"incidents-step-state-{step.state}", lang), moment(step.settled_at)]
    if step.due_at and step.settled_at and step.settled_at > step.due_at:
        told.append(t("incidents-step-was-late", lang))
    return "\n".join([*told, *([step.note] if step.note else [])])


def ending(incident: Incident, _reader: Person, lang: str) -> Section:
    if incident.closed_at is None:
        text = [t("incidents-report-still-open", lang, state=t(f"incidents-state-{incident.status}", lang))]
    else:
        text = [t("incidents-report-closed", lang, at=moment(incident.closed_at), by=str(incident.closed_by))]
        text.append(incident.close_reason)
    return Section(t("incidents-report-ending", lang), paragraphs=text)


for _name, _place_of, _make in (
    ("facts", 10, facts), ("timeline", 20, timeline), ("command", 30, commanders),
    ("agencies", 50, agencies), ("steps", 60, steps), ("ending", 90, ending),
):  # fmt: skip
    part(_name, _place_of, _make)
