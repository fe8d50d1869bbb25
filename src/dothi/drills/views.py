"""The screens of drills in the real city: start one, see it run, open its desk, end it, read its score."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.drills import actions, queries, shown
from dothi.drills.forms import MakeForm
from dothi.drills.models import Drill
from dothi.drills.scoring.figures import met_of
from dothi.kernel import drill
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.packs.scenario import said

MOST = 200
_ACTS = {"play": actions.play, "pause": actions.pause, "end": actions.end}


@require_GET
@requires("drills.view")
def drill_list(request: HttpRequest) -> HttpResponse:
    """Drills of one's area, the newest first; inside a drill only what drill this is."""
    if (found := drill.mark()) is not None:
        told = {"injects": queries.injects(), "sees_phones": person_of(request).may("notify.view")}
        return render(request, "drills/inside.html", {"found": found, **told})
    return render(
        request, "drills/list.html", _list(request) | {"may_run": person_of(request).may("drills.run")}
    )


@require_GET
@requires("drills.view")
def drill_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "drills/_list.html", _list(request))


def _list(request: HttpRequest) -> dict[str, Any]:
    rows = list(queries.visible(scope_of(request))[:MOST])
    return {"rows": [(row, *met_of(row.score.get("figures", ()))) for row in rows]}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("drills.run")
def make(request: HttpRequest) -> HttpResponse:
    """Asks for a drill."""
    form = MakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.make(**form.cleaned_data, by=person_of(request))
        except (BadRequest, Conflict, NotFound) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("drills-done-make", name=row.name))
            return redirect("drill", row.name)
    return render(request, "drills/make.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires("drills.view")
def drill_page(request: HttpRequest, name: str) -> HttpResponse:
    """One drill: how far it is, its score, earlier ones of the same scenario."""
    row = queries.get_drill(name, scope_of(request))
    plan = queries.plan_in(row.plan)
    context = _context(request, row) | {
        "plan": plan,
        "about": said(plan.about),
        "steps": [shown.step(step) for step in plan.steps],
        "may_lead": person_of(request).may("drills.run"),
        "earlier": [
            (one, *met_of(one.score.get("figures", ()))) for one in queries.earlier(row, scope_of(request))
        ],
    }
    return render(request, "drills/drill.html", context)


@require_GET
@requires("drills.view")
def drill_part(request: HttpRequest, name: str) -> HttpResponse:
    """What moves while it runs; asked again by the open page."""
    return render(
        request, "drills/_drill.html", _context(request, queries.get_drill(name, scope_of(request)))
    )


def _context(request: HttpRequest, row: Drill) -> dict[str, Any]:
    kept, n = met_of(row.score.get("figures", ()))
    called = shown.names(row)
    host = request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()
    return {
        "row": row,
        "title": said({"vi": row.title_vi, "en": row.title_en}),
        "figures": shown.figures(row, called),
        "desks": shown.desks(row, called),
        "took_part": [(called.role(code), n) for code, n in row.score.get("took_part", {}).items()],
        "counts": row.score.get("counts"),
        "kept": kept,
        "judged": n,
        "address": f"{request.scheme}://{host}:{row.port}/" if row.port and row.is_running else "",
        "may_run": person_of(request).may("drills.run"),
    }


@require_POST
@requires("drills.run")
def act(request: HttpRequest, name: str, what: str) -> HttpResponse:
    """Begins, pauses or ends it."""
    row = queries.get_drill(name, scope_of(request))
    if what not in _ACTS:
        raise NotFound("not-found")
    _ACTS[what](row, by=person_of(request))
    messages.success(request, t(f"drills-done-{what}", name=row.name))
    return redirect("drill", row.name)


@require_GET
@requires("drills.view")
def readings(request: HttpRequest, name: str) -> HttpResponse:
    """Every reading behind the score, to be counted again by hand."""
    row = queries.get_drill(name, scope_of(request))
    return HttpResponse(
        shown.as_csv(row).encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="dien-tap-{row.name}.csv"'},
    )


@require_GET
@requires("drills.view")
def printed(request: HttpRequest, name: str) -> HttpResponse:
    """The report as a paper."""
    from dothi.drills.paper import paper_of  # with the letters of a page: only who prints pays for them
    from dothi.kernel.papers import pdf

    row = queries.get_drill(name, scope_of(request))
    paper = paper_of(row, str(person_of(request)), actions.steps_of(row))
    answer = HttpResponse(pdf.draw(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="dien-tap-{row.name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@requires("drills.view")
def record(request: HttpRequest, name: str) -> HttpResponse:
    """The record that is kept."""
    row = queries.get_drill(name, scope_of(request))
    told = {
        "drill": row.name,
        "scenario": row.scenario,
        "pace": row.pace,
        "state": row.state,
        "score": row.score,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
