"""Packs put in force and taken out on the screen: the check, then the difference, then a word with its reason.

What a person decides about is what they saw: the form carries the edition in force and the files that would follow, and when
either is another by now nothing is done and the new difference is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import View, requires
from dothi.packs import proposals, queries
from dothi.packs.actions import put_in_force, take_out
from dothi.packs.check import check_pack
from dothi.packs.check.strings import words_wanted
from dothi.packs.compare import Difference, differences
from dothi.packs.folder import Complaint, PackFolder, pack_of
from dothi.packs.forms import DecisionForm, HandInForm
from dothi.packs.models import LoadedPack, Proposal

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a person is asked about: the pack as it would be (no files: taken out), and how it is done."""

    pack: PackFolder
    title: str
    act: Callable[[Person, str, int], str]  # by, reason, over → what to tell
    complaints: list[Complaint]
    proposal: Proposal | None = None

    @property
    def is_out(self) -> bool:
        return not self.pack.texts


def manages(view: View) -> View:
    """Packs hold for the whole centre: whoever changes them has the right for all of it."""

    def whole(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not scope_of(request).everywhere:
            raise NotAllowed(permission="packs.manage")
        return view(request, *args, **named)  # type: ignore[return-value]

    whole.__doc__ = view.__doc__
    return requires("packs.manage")(require_http_methods(FORM)(whole))  # type: ignore[return-value]


@manages
def handed_in(request: HttpRequest) -> HttpResponse:
    """Takes a zip file, judges it and shows what was found; below, what waits for a word."""
    form = HandInForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["archive"]
            try:
                made = proposals.hand_in(file.file, file.size, file.name, by=person_of(request))
                return redirect("packs-proposal", made.pk)
            except (BadRequest, Conflict) as error:
                form.add_error("archive", message_of(error))
                status = error.status
    context = {"form": form, "waiting": proposals.waiting()}
    return render(request, "packs/hand_in.html", context, status=status)


@manages
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A pack that was handed in: what is wrong with it, or what it would change."""
    found = proposals.find(pk)
    if request.method == "POST" and request.POST.get("do") == "throw-away":
        proposals.throw_away(found)
        messages.success(request, t("packs-thrown-away"))
        return redirect("packs-handed-in")
    complaints = proposals.complaints_of(found)
    pack = pack_of(found.pack, found.texts) if not complaints else PackFolder(found.pack)

    def load(by: Person, reason: str, over: int) -> str:
        return _told(*proposals.load(found, by=by, reason=reason, over=over))

    title = t("packs-load-title", name=_name(pack), version=found.version)
    return _asked(request, Change(pack, title, load, complaints, found))


@manages
def shipped(request: HttpRequest, code: str) -> HttpResponse:
    """The folder of this pack that came with the program: what loading it would change."""
    pack = queries.shipped(code)
    if pack is None:
        raise NotFound("pack-does-not-exist", code=code)
    return _asked(request, _loading(pack, check_pack(pack)))


@manages
def edition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An earlier edition: what bringing it back would change."""
    pack = queries.edition(code, number)
    return _asked(request, _loading(pack, check_pack(pack)))


@manages
def out(request: HttpRequest, code: str) -> HttpResponse:
    """Taking the whole pack out: what goes with it."""
    found = queries.find_standing(code)
    if found is None:
        raise NotFound("pack-is-not-loaded", code=code)

    def take(by: Person, reason: str, over: int) -> str:
        take_out(code, by=by, reason=reason, over=over)
        return t("packs-gone", code=code)

    return _asked(request, Change(pack_of(code, {}), t("packs-out-title", name=found.name), take, []))


def _loading(pack: PackFolder, complaints: list[Complaint]) -> Change:
    def load(by: Person, reason: str, over: int) -> str:
        return _told(*put_in_force(pack, by=by, reason=reason, over=over))

    return Change(pack, t("packs-load-title", name=_name(pack), version=pack.version), load, complaints)


def _asked(request: HttpRequest, change: Change) -> HttpResponse:
    """Shows the change and, on a word with its reason, makes it."""
    seen = {"over": queries.edition_in_force(change.pack.code), "fingerprint": change.pack.fingerprint()}
    form, status = DecisionForm(initial=seen), 200
    if request.method == "POST":
        form = DecisionForm(request.POST)
        status = 422
        if form.is_valid() and not change.complaints:
            try:
                _refuse_other_files(form, change)
                told = change.act(person_of(request), form.cleaned_data["reason"], form.cleaned_data["over"])
            except (BadRequest, Conflict) as error:
                messages.error(request, message_of(error))
                status = error.status
                form = form.again(**seen | {"over": queries.edition_in_force(change.pack.code)})
            else:
                messages.success(request, told)
                return redirect(
                    "packs" if change.is_out else "pack", *([] if change.is_out else [change.pack.code])
                )
    return render(request, "packs/change.html", _context(change, form), status=status)


def _refuse_other_files(form: DecisionForm, change: Change) -> None:
    """The program may have been renewed since the page was opened."""
    if form.cleaned_data["fingerprint"] != change.pack.fingerprint():
        raise Conflict("pack-files-others")


def _context(change: Change, form: DecisionForm) -> dict[str, Any]:
    standing = queries.find_standing(change.pack.code)
    found = [] if change.complaints else differences(standing.pack if standing else None, change.pack)
    return {
        "change": change,
        "form": form,
        "standing": standing,
        "groups": [
            (kind, [one for one in found if one.change == kind]) for kind in ("removed", "changed", "added")
        ],
        "is_same": not found and not change.complaints,
        "closing": _closing(found),
        "wanted": [] if change.complaints else words_wanted(change.pack),
        "complaints": [(one.place, _sentence(one)) for one in change.complaints],
    }


def _closing(found: list[Difference]) -> int:
    """How many open alarms end with the rules that go."""
    return sum({one.code.split(" ")[0]: one.closing for one in found if one.kind == "rule"}.values())


def _sentence(one: Complaint) -> str:
    return t(one.key, **{name: str(value) for name, value in one.fields.items()})


def _told(row: LoadedPack, changed: bool) -> str:
    return t("packs-loaded" if changed else "packs-unchanged", code=row.code, version=row.version)


def _name(pack: PackFolder) -> str:
    return queries.name_of(pack)
