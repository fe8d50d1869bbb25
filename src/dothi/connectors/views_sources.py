"""Connected sources on screens: who is late, one source, its form, its test, its runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.forms import areas_on
from dothi.accounts.models import Person
from dothi.connectors import actions_sources as actions
from dothi.connectors import queries_sources as queries
from dothi.connectors import trying
from dothi.connectors.forms_sources import SourceForm
from dothi.connectors.models import Source
from dothi.connectors.runner import LISTENERS
from dothi.connectors.sources import asking, quality
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.kinds import Sent, get_kind, kinds
from dothi.connectors.views import _common
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

RUNS, REJECTS, MESSAGES, LAST = 20, 200, 100, 10
Said = dict[str, Any]  # what every way of saving a source is told: settings, mapping_text, by


@requires("connectors.view")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source in scope, those that fail or are late first."""
    found = queries.shown_sources(scope_of(request))
    counts = {word: sum(one.word == word for one in found) for word in ("failing", "late", "well")}
    context = {"rows": found, "counts": counts, **_common(request)}
    return render(request, "connectors/sources.html", context)


@requires("connectors.manage")
@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """The kinds, each with what is promised of it."""
    rows = [(kind, quality.of(kind.code)) for kind in kinds().values()]
    return render(request, "connectors/source_kinds.html", {"rows": rows, **_common(request)})


@requires("connectors.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new source as a draft; the next page tests it."""
    form = SourceForm(request.POST or None, kind=get_kind(kind), scope=scope_of(request))

    def save(said: Said) -> Source:
        return actions.add_source(form.cleaned_data["code"], kind, form.described(), **said)

    return _saved(request, form, save) or _form(request, form, None)


@requires("connectors.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    source = queries.get_source(scope_of(request), code)
    kind = get_kind(source.kind)
    form = SourceForm(request.POST or None, kind=kind, scope=scope_of(request), source=source)

    def save(said: Said) -> Source:
        return actions.change_source(source, form.described(), **said, reason=form.cleaned_data["reason"])

    return _saved(request, form, save) or _form(request, form, source)


def _saved(request: HttpRequest, form: SourceForm, save: Callable[[Said], Source]) -> HttpResponse | None:
    """To the source that was saved; None: the form says why not, or is new."""
    if request.method != "POST" or not form.is_valid():
        return None
    mapping = form.cleaned_data.get("mapping", "")
    try:
        source = save({"settings": form.settings(), "mapping_text": mapping, "by": person_of(request)})
    except SettingsRefused as refused:
        form.add_refused(refused)
    except (BadRequest, Conflict, NotAllowed) as error:
        form.add_error(None, message_of(error))
    else:
        return redirect("connectors-source", source.code)
    return None


def _form(request: HttpRequest, form: SourceForm, source: Source | None) -> HttpResponse:
    context = {"form": form, "kind": form.kind, "source": source, "areas": areas_on(clock.today())}
    return render(request, "connectors/source_form.html", context, status=422 if form.errors else 200)


@requires("connectors.manage")
@require_safe
def fields(request: HttpRequest, kind: str) -> HttpResponse:
    """The part of the form that depends on choices, asked for when one of them changes."""
    form = SourceForm(request.GET, kind=get_kind(kind), scope=scope_of(request))
    form.errors.clear()
    return render(request, "connectors/part/connection.html", {"group": form.connection})


@requires("connectors.view")
@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: how it stands against its rhythm, its last runs, how it is reached."""
    return _page(request, queries.get_source(scope_of(request), code))


@requires("connectors.manage")
@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Connects now and shows what happened and what the mapping makes of it; stores nothing."""
    found = queries.get_source(scope_of(request), code)
    actions.check_manages(found, person_of(request))
    tried = trying.try_source(found, _example(request))
    if request.headers.get("HX-Request"):
        context = {"tried": tried, "one": queries.shown(found), "source": found, **_common(request)}
        return render(request, "connectors/part/tried.html", context)
    return _page(request, found, tried=tried)


def _example(request: HttpRequest) -> Sent | None:
    """What a person pasted: a body, as somebody will send it, and what the address will say."""
    body = request.POST.get("example", "").strip()
    return Sent(body.encode(), QueryDict(request.POST.get("told", "")).dict()) if body else None


@requires("connectors.manage")
@require_POST
def set_state(request: HttpRequest, code: str) -> HttpResponse:
    """Tests by rhythm, switches on, pauses, ends."""
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")[:500]
    return _done(
        request, code, lambda found, by: actions.set_state(found, state, by=by, reason=reason), told=""
    )


@requires("connectors.manage")
@require_POST
def ask_now(request: HttpRequest, code: str) -> HttpResponse:
    """Lets the worker ask at once."""
    return _done(
        request, code, lambda found, by: actions.ask_now(found, by=by), told=t("connectors-source-asked")
    )


def _done(
    request: HttpRequest, code: str, act: Callable[[Source, Person | None], None], *, told: str
) -> HttpResponse:
    """Does it to a source in scope and goes back to its page; a refusal is told there."""
    found = queries.get_source(scope_of(request), code)
    try:
        act(found, person_of(request))
    except (BadRequest, Conflict, NotAllowed) as error:
        messages.error(request, message_of(error))
    else:
        if told:
            messages.success(request, told)
    return redirect("connectors-source", code)


@requires("connectors.view")
@require_safe
def run(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One run with what it refused."""
    found = queries.get_source(scope_of(request), code)
    row = queries.get_run(found, pk)
    page = Paginator(row.rejects.order_by("pk"), REJECTS).get_page(request.GET.get("page"))
    reasons = sorted(row.reasons.items(), key=lambda item: -item[1])
    context = {
        "source": found,
        "row": row,
        "page": page,
        "reasons": reasons,
        "trouble": _words(row),
        **_common(request),
    }
    return render(request, "connectors/source_run.html", context)


@requires("connectors.view")
@require_safe
def messages_of(request: HttpRequest, code: str) -> HttpResponse:
    """The log of messages of one source, found by an id of ours or of the platform's."""
    found = queries.get_source(scope_of(request), code)
    wanted = request.GET.get("id", "")
    page = Paginator(queries.messages_of(found, wanted), MESSAGES).get_page(request.GET.get("page"))
    context = {"source": found, "page": page, "wanted": wanted, **_common(request)}
    return render(request, "connectors/source_messages.html", context)


def _page(request: HttpRequest, found: Source, tried: trying.Tried | None = None) -> HttpResponse:
    one = queries.shown(found)
    context: dict[str, Any] = {
        "source": found,
        "one": one,
        "tried": tried,
        "runs": found.runs.order_by("-begun_at")[:RUNS],
        "trouble": _words(one.standing),
        "settings": _settings(found),
        "quality": quality.of(found.kind),
        "log": queries.messages_of(found)[:LAST] if one.kind and one.kind.logs else None,
        "most_listeners": LISTENERS,
        **_common(request),
    }
    return render(request, "connectors/source.html", context)


def _settings(source: Source) -> list[tuple[str, str, bool]]:
    """How it is reached, in words, and whether in several lines; a secret says only that it is there."""
    if source.kind not in kinds():
        return []
    kind, kept = get_kind(source.kind), set(source.secrets.values_list("name", flat=True))
    rows = []
    for one in asking.questions(kind.settings):
        key = f"{kind.words}-{one.name.replace('_', '-')}"
        if one.ask.secret:
            value = t("connectors-source-secret-set") if one.name in kept else ""
        elif not asking.is_asked(one, source.settings):
            continue
        else:
            value = str(source.settings.get(one.name, ""))
            value = t(f"{key}-{value.lower()}") if one.type == "choice" else value
        if value:
            rows.append((t(key), value, "\n" in value))
    return rows


def _words(row: Any) -> str:
    return t(f"error-{row.error_code}", **row.error_fields) if row.error_code else ""
