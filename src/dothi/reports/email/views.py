"""Screens of mailboxes, for whoever keeps the room's rows, and of letters that wait, for whoever routes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.kernel.attachments import JPEG
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires
from dothi.notify.queries import has_channel
from dothi.reports import categories, photos
from dothi.reports.email import actions
from dothi.reports.email.doctoring import SILENT
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.identity import vault
from dothi.tasks import reach

PAGE = 20


@require_safe
@requires("reports.manage")
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Each with its last reading and what is in the way."""
    rows = Mailbox.objects.select_related("agency").order_by("name", "pk")
    told = [
        (one, *_standing(one), _trouble(one), one.mails.filter(state=Mail.State.ASIDE).count())
        for one in rows
    ]
    return render(request, "reports/mailboxes.html", {"rows": told, "no_channel": not has_channel("email")})


def _standing(one: Mailbox) -> tuple[str, str]:
    """Shape and word: grey is normal."""
    if one.stopped_at:
        return "normal", "reports-mailbox-stopped"
    if one.trouble:
        return "high", "reports-mailbox-trouble"
    if one.worked_at is None:
        return "normal", "reports-mailbox-unread"
    late = clock.now() - one.worked_at > SILENT
    return ("medium", "reports-mailbox-silent") if late else ("normal", "reports-mailbox-works")


def _trouble(one: Mailbox) -> str:
    return t(f"error-{one.trouble}", **one.trouble_fields) if one.trouble else ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires("reports.manage")
def describe(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """A new mailbox, or one that stands (`code`). A password that stays empty is kept as it is."""
    standing = _mailbox(code) if code else None
    error, status = "", 200
    if request.method == "POST":
        try:
            made = actions.set_mailbox(
                code or request.POST.get("code", "")[:60], request.POST, agency=_agency(request),
                password=request.POST.get("password", "")[:300], by=person_of(request), new=standing is None,
            )  # fmt: skip
        except DothiError as refused:
            error, status = message_of(refused), refused.status
        else:
            messages.success(request, t("reports-mailbox-kept", name=made.name))
            return redirect("report-mailbox", made.code)
    return render(request, "reports/mailbox.html", _form(request, standing, error), status=status)


def _form(request: HttpRequest, standing: Mailbox | None, error: str) -> dict[str, Any]:
    own = str(person_of(request).agency_id or "")
    shown: dict[str, Any] = {"port": "993", "security": "tls", "folder": "INBOX", "agency": own}
    if standing is not None:
        shown = {name: str(getattr(standing, name)) for name in actions.FIELDS} | {
            "agency": str(standing.agency_id)
        }
    if error:
        shown = request.POST.dict()
    shape, word = _standing(standing) if standing else ("", "")
    return {
        "mailbox": standing, "told": shown, "error": error, "shape": shape, "word": word,
        "trouble": _trouble(standing) if standing else "", "agencies": reach.standing(),
        "categories": categories.choices(), "securities": Mailbox.Security.values,
    }  # fmt: skip


@require_POST
@requires("reports.manage")
def test(request: HttpRequest, code: str) -> HttpResponseBase:
    """Connects and opens the folder; says how many letters lie there, or what is in the way."""
    try:
        found = actions.try_out(_mailbox(code), by=person_of(request))
        messages.success(request, t("reports-mailbox-tested", count=found.count))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("report-mailbox", code)


@require_POST
@requires("reports.manage")
def switch(request: HttpRequest, code: str) -> HttpResponseBase:
    """Stops it (`on` empty) or lets it go on."""
    actions.switch(_mailbox(code), on=bool(request.POST.get("on")), by=person_of(request))
    return redirect("report-mailbox", code)


@require_safe
@requires("reports.route")
def waiting(request: HttpRequest) -> HttpResponse:
    """Letters that are no report yet, each with its reason, the oldest first; nobody is named."""
    rows = actions.waiting(scope_of(request), person_of(request).agency_id)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    senders = vault.masked_senders(page.object_list)
    told = [(one, senders.get(one.pk, "—"), range(len(one.pictures))) for one in page.object_list]
    context = {"page": page, "rows": told, "categories": categories.choices()}
    answer = render(request, "reports/mail.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires("reports.route")
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Makes a report of it (`do=take`, perhaps with a `category`), or puts it away (`do=drop`)."""
    mail, by = _waiting(request, pk), person_of(request)
    try:
        if request.POST.get("do") == "take":
            made = actions.take_letter(mail, category=request.POST.get("category", "")[:120], by=by)
            messages.success(request, t("reports-mail-taken", code=made.code))
            return redirect("report", made.code)
        actions.drop_letter(mail, by=by)
        messages.success(request, t("reports-mail-dropped"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("report-mail")


@require_safe
@requires("reports.route")
def photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A picture of a letter that waits."""
    mail = _waiting(request, pk)
    body = photos.STORE.read(mail.pictures[number][0]) if number < len(mail.pictures) else None
    if body is None:
        raise NotFound("mail-gone")
    answer = HttpResponse(body, content_type=JPEG)
    answer["Cache-Control"] = "no-store"
    return answer


def _waiting(request: HttpRequest, pk: int) -> Mail:
    """Raises NotFound, also where it was decided meanwhile or waits for another agency."""
    found: Mail | None = (
        actions.waiting(scope_of(request), person_of(request).agency_id).filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("mail-gone")
    return found


def _mailbox(code: str) -> Mailbox:
    found = Mailbox.objects.select_related("agency").filter(code=code[:40]).first()
    if found is None:
        raise NotFound("mail-no-mailbox", code=code[:40])
    return found


def _agency(request: HttpRequest) -> Agency:
    chosen = request.POST.get("agency", "")
    found = Agency.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 12 else None
    if found is None:
        raise BadRequest("report-needs-agency")
    return found
