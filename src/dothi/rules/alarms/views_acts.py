"""What a person does with an alarm: each deed says what was done and goes back to where it was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.kernel.templatetags.dothi import vn_time
from dothi.rules.alarms import actions, aside, forms, queries
from dothi.rules.alarms.models import Alarm, Hidden

Act = Callable[[HttpRequest, Alarm, Person], str]


def _deed(permission: str) -> Callable[[Act], Callable[..., HttpResponseBase]]:
    """A view of `act`, which returns what was done in words: the alarm is read through the right; a refusal is said in the same place."""

    def decorate(act: Act) -> Callable[..., HttpResponseBase]:
        @require_POST
        @requires(permission)
        @wraps(act)
        def view(request: HttpRequest, pk: int) -> HttpResponseBase:
            alarm = queries.get_alarm(pk, scope_of(request))
            try:
                messages.success(request, act(request, alarm, person_of(request)))
            except DothiError as error:
                if request.htmx:  # type: ignore[attr-defined]
                    raise
                messages.error(request, message_of(error))
            return redirect(_back(request, f"/alarms/{pk}/"))

        return view

    return decorate


def _back(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


@_deed("alarms.act")
def alarm_acknowledge(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    actions.acknowledge(alarm, by=person)
    return t("alarms-acknowledged-now")


@_deed("alarms.act")
def alarm_assign(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    chosen = forms.number(request.POST.get("owner"))
    owner = Person.objects.filter(pk=chosen).first() if chosen is not None else None
    if owner is None:
        raise BadRequest("alarm-owner-unknown")
    actions.assign_owner(alarm, owner, by=person)
    return t("alarms-assigned-now", owner=str(owner))


@_deed("alarms.act")
def alarm_comment(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    actions.comment(alarm, request.POST.get("text", ""), by=person)
    return t("alarms-commented-now")


@_deed("alarms.act")
def alarm_close(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    actions.close(alarm, reason=request.POST.get("reason", ""), by=person)
    return t("alarms-closed-now")


@_deed("alarms.act")
def alarm_take(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    actions.take(alarm, by=person)
    return t("alarms-taken-now")


@_deed("alarms.shelve")
def alarm_shelve(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    until = forms.shelved_until(request.POST)
    made = aside.shelve(alarm, until=until, reason=request.POST.get("reason", ""), by=person)
    return t("alarms-shelved-now", until=vn_time(made.until))


@_deed("rules.manage")
def alarm_retire(request: HttpRequest, alarm: Alarm, person: Person) -> str:
    day = forms.review_day(request.POST)
    aside.take_out_of_service(alarm, review_on=day, reason=request.POST.get("reason", ""), by=person)
    return t("alarms-retired-now", day=f"{day:%d/%m/%Y}")


@require_POST
@requires("alarms.shelve")
def aside_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Back on the duty list, or back in service (which asks for the right to manage rules)."""
    found = queries.get_aside(pk, scope_of(request))
    person = person_of(request)
    if found.kind == Hidden.OUT_OF_SERVICE and not person.scope("rules.manage").covers(
        found.unit_id, found.agency_id
    ):
        raise NotAllowed(permission="rules.manage")
    try:
        aside.bring_back(found.pk, by=person)
        messages.success(request, t("alarms-brought-back-now", place=found.place_name))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect(_back(request, "/alarms/set-aside/"))
