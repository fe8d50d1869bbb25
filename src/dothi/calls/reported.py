"""The calls of a case as a section of its after-action report. It is handed on: numbers stay masked, whoever draws it, and who
called is not named."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.models import Call
from dothi.calls.numbers import masked
from dothi.calls.templatetags.calls import vn_seconds
from dothi.incidents.models import Incident
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin
from dothi.kernel.papers.form import Section, Table

_HEADS = ("code", "received", "line", "number", "answered", "narrative")


def section(incident: Incident, reader: Person, lang: str) -> Section | None:
    """What the reader may see of them; None where nobody called."""
    found = list(queries.of_incident(incident, reader.scope("calls.view")))
    if not found:
        return None
    heads = [t(f"calls-{one}", lang) for one in _HEADS]
    rows = [_row(one, lang) for one in found]
    return Section(
        t("calls-of-case", lang),
        table=Table(heads, rows, [0.17, 0.16, 0.09, 0.13, 0.16, 0.29]),
        source=t("calls-report-source", lang),
    )


def _row(call: Call, lang: str) -> list[str]:
    told = [t("calls-simulated", lang)] if call.origin == Origin.SIMULATED else []
    return [
        "\n".join([call.code, *told]),
        vn_seconds(call.received_at),
        call.line.number if call.line else call.number_dialled or t("calls-by-hand", lang),
        masked(call.caller_number) or t("calls-withheld", lang),
        "\n".join([vn_seconds(call.answered_at), *([str(call.taken_by)] if call.taken_by else [])]),
        "\n".join(one for one in (call.address, call.narrative.strip()) if one) or "—",
    ]
