"""Forms that waited in a storm become reports, many in one transaction: the same checks and limits as on their page.

One process at a time does this, held by a lock that ends with its connection. The reports and the end of their forms are one
transaction: whoever is killed in the middle leaves every form waiting, and by the form's key none becomes two. A form that spoils the
transaction of all is tried alone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from django.core.handlers.asgi import ASGIRequest
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import resolve
from django.utils import translation

from dothi.kernel import clock, kept, locks
from dothi.kernel.audit.context import change
from dothi.kernel.errors import DothiError
from dothi.reports import actions, photos
from dothi.reports.actions.receiving import Arrival
from dothi.reports.intake import formkey, held, knocks, reading, waiting
from dothi.reports.intake.models import WaitingForm
from dothi.reports.intake.scopes import told_again
from dothi.reports.models import Report

logger = logging.getLogger(__name__)
AT_ONCE = 50  # forms of one transaction
MOST_TRIES = 10
BECAME, LATER, FORGED = 303, 429, 403  # what their page would have answered
_REST = dt.timedelta(minutes=1)  # of a form that was tried


class _Csrf(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        return HttpResponseForbidden(reason)


def _page(request: HttpRequest) -> HttpResponse:
    """What stands behind the check of a page."""
    return HttpResponse()


_csrf = _Csrf(_page)


class _Form(NamedTuple):
    """A row with the request that it was."""

    row: WaitingForm
    request: ASGIRequest
    key: UUID


def settle() -> int:
    """Makes reports of the oldest forms: how many were tried; 0: nothing waits now, or another process is at it."""
    with locks.alone("reports waiting") as mine:
        rows = _oldest() if mine else []
        if not rows:
            return 0
        try:
            _settle(rows)
        except OperationalError:
            raise
        except Exception:
            logger.exception("a form spoils %s that wait; each is tried alone", len(rows))
            for row in rows:
                _settle_alone(row)
        return len(rows)


def _oldest() -> list[WaitingForm]:
    """Those without pictures first, many at once; of the others one: its pictures are decoded before anything is written."""
    untried = Q(taken_at__isnull=True) | Q(taken_at__lt=clock.now() - _REST)
    rows = list(WaitingForm.objects.filter(untried, refused=0).order_by("on_disk", "pk")[:AT_ONCE])
    return [one for one in rows if not one.on_disk] or rows[:1]


def _settle_alone(row: WaitingForm) -> None:
    """Tried again in a minute; after MOST_TRIES it is refused."""
    try:
        _settle([row])
    except OperationalError:
        raise
    except Exception:
        logger.exception("a waiting form failed")
        refused = 500 if row.tried + 1 >= MOST_TRIES else 0
        WaitingForm.objects.filter(pk=row.pk).update(
            tried=F("tried") + 1, taken_at=clock.now(), refused=refused
        )


def _settle(rows: Sequence[WaitingForm]) -> None:
    """All of them, in one transaction."""
    with ExitStack() as stack:
        forms = [_form(row, stack) for row in rows]
        became = _known(forms)
        with kept.asked_once():
            judged = _judged([one for one in forms if one.row.pk not in became])
        arrivals = {pk: one for pk, one in judged.items() if isinstance(one, Arrival)}
        told = became | {pk: one for pk, one in judged.items() if isinstance(one, int)}
        stack.enter_context(photos.put_by([picture for one in arrivals.values() for picture in one.pictures]))
        with change(source="job:reports.waiting"), transaction.atomic():
            outcomes = actions.receive_all(list(arrivals.values()))
            for pk, outcome in zip(arrivals, outcomes, strict=True):
                told[pk] = outcome.status if isinstance(outcome, DothiError) else BECAME
            _end(rows, told)
    photos.drop({one.sha256 for pk, form in arrivals.items() if told[pk] != BECAME for one in form.pictures})
    held.forget(one.digest for one in rows if one.on_disk and told[one.pk] != LATER)


def _form(row: WaitingForm, stack: ExitStack) -> _Form:
    request = ASGIRequest(told_again(row.head), stack.enter_context(waiting.body_of(row)))
    request.resolver_match = resolve(request.path_info)
    return _Form(row, request, formkey.read(request.POST.get("key", "")))


def _known(forms: Sequence[_Form]) -> dict[int, int]:
    """Forms whose report stands, whatever else is to be said of them."""
    keys = {formkey.report_key(one.key): one.row.pk for one in forms}
    return {keys[key]: BECAME for key in Report.objects.filter(key__in=keys).values_list("key", flat=True)}


def _judged(forms: Sequence[_Form]) -> dict[int, Arrival | int]:
    """By row: what asks to be a report, or the status that ends or puts off the form."""
    told: dict[int, Arrival | int] = {one.row.pk: FORGED for one in forms if _is_forged(one.request)}
    fair = [one for one in forms if one.row.pk not in told]
    for one, too_many in zip(fair, knocks.spend_all([one.request for one in fair]), strict=True):
        told[one.row.pk] = LATER if too_many else _arrival(one)
    return told


def _is_forged(request: HttpRequest) -> bool:
    _csrf.process_request(request)
    return _csrf.process_view(request, _page, (), {}) is not None


def _arrival(one: _Form) -> Arrival | int:
    with translation.override(translation.get_language_from_request(one.request)):
        try:
            if reading.stop_of(one.request) is not None:
                return int(HTTPStatus.UNPROCESSABLE_ENTITY)
            return reading.arrival_of(one.request, one.key, one.row.recorded_at)
        except DothiError as error:
            return error.status


def _end(rows: Sequence[WaitingForm], told: Mapping[int, int]) -> None:
    """Reports need their forms no more; what was refused gives its words back on the page of its link."""
    WaitingForm.objects.filter(pk__in=[pk for pk, status in told.items() if status == BECAME]).delete()
    WaitingForm.objects.filter(pk__in=[pk for pk, status in told.items() if status == LATER]).update(
        taken_at=clock.now()
    )
    for row in rows:
        if (status := told[row.pk]) not in (BECAME, LATER):
            logger.warning("a waiting form was refused with %s", status)
            WaitingForm.objects.filter(pk=row.pk).update(refused=status, **waiting.words_alone(row))


def forget_left_over() -> int:
    """Bodies of forms that are gone: whoever was killed between the end of a form and its file's. How many."""
    found = held.left_over()
    standing = set(
        WaitingForm.objects.filter(digest__in=found, on_disk=True).values_list("digest", flat=True)
    )
    held.forget(gone := [one for one in found if one not in standing])
    return len(gone)
