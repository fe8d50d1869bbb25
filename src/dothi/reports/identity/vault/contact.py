"""What somebody said of themselves, and whether a number or an e-mail is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.notify.models import Way

COLUMN = {str(Way.SMS): "phone", str(Way.EMAIL): "email"}  # of `Reporter`
LINK = "link"  # stands for a way where somebody is known by their link alone, the digest of its token for an address
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_SPACES = re.compile(r"[\s.\-()]")
_AT_HOME = re.compile(r"^(\+|00)84")  # one number, however it is written


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, as they said; all of it may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "vi"

    @property
    def ways(self) -> list[tuple[str, str]]:
        """(way, address) of each by which an answer can go; one without any hears by the link alone."""
        told = [(str(Way.SMS), self.phone), (str(Way.EMAIL), self.email)]
        return [one for one in told if one[1]] or [("", "")]


def contact_of(name: str = "", phone: str = "", email: str = "", language: str = "vi") -> Contact:
    """Raises BadRequest: no telephone number, no address."""
    phone, email = _AT_HOME.sub("0", _SPACES.sub("", plain(phone))), plain(email)[:200].lower()
    if phone and not _PHONE.fullmatch(phone):
        raise BadRequest("report-phone")
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise BadRequest("report-email") from error
    return Contact(plain(name)[:120], phone, email, language if language in ("vi", "en") else "vi")
