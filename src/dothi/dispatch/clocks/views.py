"""The screen of clocks: now for each service, a period with its groups, one case; and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dothi.accounts.asker import person_of, scope_of
from dothi.dispatch.clocks import asked, readings, sheet, targets
from dothi.dispatch.clocks.clocks import AWAY, RESPONSE, Measure
from dothi.dispatch.clocks.figures import Figure, Figures, Held, Rights, figures
from dothi.incidents import queries as incidents
from dothi.incidents.kinds import name_of
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires
from dothi.rules.models import Severity

_LIVE = (Measure.ANSWER, Measure.PROCESSING, Measure.TURNOUT, Measure.TRAVEL_FIRST, Measure.TOTAL)


@require_GET
@requires("calls.view")
def page(request: HttpRequest) -> HttpResponse:
    """A period: every clock beside its targets, then one clock by service, hour, kind and severity."""
    chosen = asked.measure(request.GET)
    found = figures(rights_of(request), asked.period(request.GET), [chosen])
    context = _live(request) | {
        "found": found,
        "clocks": _rows(found, RESPONSE),
        "away": _rows(found, AWAY),
        "given_up": found.whole.get(Measure.GIVEN_UP),
        "chosen": chosen,
        "measures": RESPONSE,
        "services": _services(found),
        "hours": _hours(found, chosen),
        "most": max((one.p90 or 0 for one in _hours(found, chosen).values()), default=0) or 1,
        "kinds": _group(found, "kind", chosen, name_of),
        "severities": _in_order(found, chosen),
        "lengths": asked.LENGTHS,
        "days": request.GET.get("days", "") or ("" if request.GET.get("since") else "7"),
        "query": request.GET.urlencode(),
    }
    return render(request, "dispatch/clocks/page.html", context)


@require_GET
@requires("calls.view")
def live(request: HttpRequest) -> HttpResponse:
    """Today and the last hour of each service; asked again while the page is open."""
    return render(request, "dispatch/clocks/_live.html", _live(request))


@require_GET
@requires("calls.view")
def part(request: HttpRequest) -> HttpResponse:
    """For a desk on which nothing stands: today as this person may see it, the five clocks that matter while one waits."""
    today = figures(rights_of(request), asked.today(), ())
    return render(request, "dispatch/clocks/_part.html", {"today": today, "clocks": _rows(today, _LIVE)})


@require_GET
@requires("calls.view")
def as_csv(request: HttpRequest) -> HttpResponse:
    found = figures(rights_of(request), asked.period(request.GET))
    name = f"dong-ho-dieu-hanh-{clock.today():%Y-%m-%d}.csv"
    return HttpResponse(
        sheet.as_csv(found).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@requires("incidents.view")
def of_case(request: HttpRequest, code: str) -> HttpResponse:
    """The clocks of one case, a part of its page."""
    incident, rights = incidents.get_incident(code, scope_of(request)), rights_of(request)
    found = readings.of_incident(incident, rights.calls, rights.forces)
    return render(
        request,
        "dispatch/clocks/_case.html",
        {"incident": incident, "found": found, "held": targets.in_force()},
    )


def rights_of(request: HttpRequest) -> Rights:
    """Calls and units each by their own right, whatever the page itself asked."""
    person = person_of(request)
    return Rights(person.scope("calls.view"), person.scope("forces.view"))


def _live(request: HttpRequest) -> dict[str, Any]:
    rights = rights_of(request)
    day, hour = figures(rights, asked.today(), ()), figures(rights, asked.last_hour(), ())
    codes = sorted({*_codes(day), *_codes(hour)})
    names = asked.service_names()
    rows = [
        {
            "code": code,
            "name": _service_name(code, names),
            "spans": [_span(word, found, code) for word, found in (("hour", hour), ("today", day))],
        }
        for code in codes
    ]
    return {
        "live": rows,
        "names": names,
        "live_measures": _LIVE,
        "today": day,
        "may_set": targets.may_set(person_of(request)),
    }


def _codes(found: Figures) -> list[str]:
    return [*found.groups.get("service", {}), *found.of_service]


def _service_name(code: str, names: dict[str, str]) -> str:
    return names.get(code, code) or t("dispatch-clocks-no-service")


def _span(word: str, found: Figures, code: str) -> dict[str, Any]:
    clocks = found.groups.get("service", {}).get(code, {})
    return {
        "word": word,
        "counts": found.of_service.get(code),
        "clocks": [(one, clocks.get(one)) for one in _LIVE],
    }


def _rows(found: Figures, measures: tuple[Measure, ...]) -> list[tuple[Measure, Figure | None, list[Held]]]:
    return [
        (one, found.whole.get(one), [row for row in found.held if row.target.measure == one.value])
        for one in measures
    ]


def _services(found: Figures) -> list[tuple[str, str, dict[Measure, Figure], Any]]:
    names = asked.service_names()
    return [
        (
            code,
            _service_name(code, names),
            found.groups.get("service", {}).get(code, {}),
            found.of_service.get(code),
        )
        for code in sorted(set(_codes(found)))
    ]


def _hours(found: Figures, chosen: Measure) -> dict[int, Figure]:
    rows = found.groups.get("hour", {})
    return {hour: rows[str(hour)][chosen] for hour in range(24) if chosen in rows.get(str(hour), {})}


def _group(found: Figures, by: str, chosen: Measure, named: Any) -> list[tuple[str, Figure]]:
    """Values of a group by how many there were."""
    rows = [
        (named(value) or "—", clocks[chosen])
        for value, clocks in found.groups.get(by, {}).items()
        if chosen in clocks
    ]
    return sorted(rows, key=lambda row: -row[1].n)


def _in_order(found: Figures, chosen: Measure) -> list[tuple[str, Figure]]:
    rows = found.groups.get("severity", {})
    return [(one, rows[one][chosen]) for one in Severity.values if chosen in rows.get(one, {})]
