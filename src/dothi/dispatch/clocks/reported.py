"""The clocks of a case as a section of its after-action report: each with its target, then unit by unit."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.dispatch.clocks import readings, targets
from dothi.dispatch.clocks.clocks import Measure, Reading
from dothi.dispatch.models import Target
from dothi.dispatch.templatetags.clocks import minutes
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.papers.form import Section, Table

_OF_UNITS = (Measure.TURNOUT, Measure.TRAVEL, Measure.ENGAGED)


def section(incident: Incident, reader: Person, lang: str) -> Section | None:
    """What the reader may see of them; None where nobody called and nobody was sent."""
    found = readings.of_incident(incident, reader.scope("calls.view"), reader.scope("forces.view"))
    if not found.whole and not found.units:
        return None
    held = targets.in_force(incident.opened_at.astimezone(clock.VIETNAM).date())
    facts = [
        (t(f"dispatch-clock-{measure.value}", lang), _whole(reading, measure, held, lang))
        for measure, reading in found.whole.items()
    ]
    heads = [
        t("dispatch-clocks-unit", lang),
        *(t(f"dispatch-clock-short-{one.value}", lang) for one in _OF_UNITS),
    ]
    rows = [
        [row.force.call_sign, *(_said(of.get(one), lang) for one in _OF_UNITS)] for row, of in found.units
    ]
    return Section(
        t("dispatch-clocks-title", lang),
        facts=facts,
        paragraphs=[t("dispatch-clocks-written", lang)],
        table=Table(heads, rows, [2.0, 1.0, 1.0, 1.0]) if rows else None,
        source=t("dispatch-clocks-source", lang),
    )


def _whole(reading: Reading, measure: Measure, held: list[Target], lang: str) -> str:
    """`7:10 (≥ 90 % trong 8:00, NFPA 1710)`."""
    wanted = "; ".join(
        t("dispatch-target-wanted", lang, share=one.share, within=minutes(one.within_s))
        + f", {one.standard or t('dispatch-target-own', lang)}"
        for one in held
        if one.measure == measure.value and not one.service
    )
    return f"{_said(reading, lang)} ({wanted})" if wanted else _said(reading, lang)


def _said(reading: Reading | None, lang: str) -> str:
    if reading is None:
        return "—"
    if reading.seconds is None:
        return t("dispatch-clocks-stamp-missing" if reading.missing else "dispatch-clocks-impossible", lang)
    return minutes(reading.seconds)
