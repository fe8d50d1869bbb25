"""Forms: a clerk downloads one, edits it in a word processor and hands it in; the next version holds from its day on."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.briefings import composing, figures, rules
from dothi.briefings.files import package, placeholders
from dothi.briefings.files.forms import checked_form
from dothi.briefings.models import Template
from dothi.kernel import attachments, clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.said import plain

_action = action_of("briefings")


@_action
def change_template(
    code: str, name: str, body: bytes, *, valid_from: dt.date, note: str = "", by: Person
) -> Template:
    """The next version of a form. The same bytes for the same day are the same version.

    Raises NotAllowed, NotFound, TooLarge, BadRequest: no DOCX, a bomb, macros, links to outside, code, an unknown placeholder (named with
    its paragraph), margins or letters that the decree does not allow, a day that is past.
    """
    if not by.scope("briefings.manage"):
        raise NotAllowed(permission="briefings.manage")
    locks.hold(f"briefing form {code}")
    last = Template.objects.filter(code=code[:60]).order_by("-version").first()
    if last is None:
        raise NotFound("briefing-form-does-not-exist", code=code[:60])
    document = package.opened(name, body, rules.value("template-mb"))
    placeholders.checked(document, figures.known_keys())
    checked_form(document)
    sha = composing.sha_of(body)
    if last.sha256 == sha and last.valid_from == valid_from:
        return last
    if valid_from < clock.today():
        raise BadRequest("briefing-form-past")
    composing.TEMPLATES.keep(body)
    return Template.objects.create(
        code=last.code, version=last.version + 1, valid_from=valid_from, kind=last.kind, name_vi=last.name_vi, name_en=last.name_en,
        file_name=attachments.safe_name(name), sha256=sha, note=plain(note)[:300], made_by=by, made_at=clock.now(),
    )  # fmt: skip
