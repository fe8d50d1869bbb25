"""The one tree of errors. Every refusal has a code, an HTTP status and a message in vi and en.

The message of code `entity-does-not-exist` stands in some room's `strings/{vi,en}.ftl` under the key
`error-entity-does-not-exist` (subject, verb, context, what to do) and takes the error's fields as arguments.
"""

from __future__ import annotations

from typing import Any

PROBLEM_TYPE = "https://uri.etsi.org/ngsi-ld/errors/"


class DothiError(Exception):
    """A refusal that a person or a system is told about (RFC 7807 on the machine door, a message on screens).

    `code` is kebab-case and stable; `status` the HTTP status; `fields` the message's arguments and the problem's extra members.
    """

    code = "internal"
    status = 500
    title = "InternalError"

    def __init__(self, code: str | None = None, /, *, status: int | None = None, **fields: Any) -> None:
        self.code = code or self.code
        self.status = status or self.status
        self.fields = fields
        self.beside: dict[str, Any] = {}  # what the page that asked shows anew, beside the words
        super().__init__(self.code)

    def __str__(self) -> str:
        return f"{self.code} {self.fields}" if self.fields else self.code


class BadRequest(DothiError):
    """The input cannot be read or has a wrong type (NGSI-LD BadRequestData)."""

    code, status, title = "bad-request", 400, "BadRequestData"


class InvalidRequest(DothiError):
    """The request itself is malformed (NGSI-LD InvalidRequest)."""

    code, status, title = "invalid-request", 400, "InvalidRequest"


class NotAuthenticated(DothiError):
    code, status, title = "not-authenticated", 401, "Unauthorized"


class NotAllowed(DothiError):
    code, status, title = "not-allowed", 403, "Forbidden"


class NotFound(DothiError):
    """The thing does not exist, or not for this person."""

    code, status, title = "not-found", 404, "ResourceNotFound"


class Conflict(DothiError):
    """Somebody else was first, or the state does not allow it."""

    code, status, title = "conflict", 409, "AlreadyExists"


class TooLarge(DothiError):
    code, status, title = "too-large", 413, "RequestEntityTooLarge"


class Unavailable(DothiError):
    """A part that this needs is down; trying again later is right."""

    code, status, title = "unavailable", 503, "ServiceUnavailable"


class ConfigurationError(DothiError):
    """A setting is missing or wrong: it stops the start and names the variable."""

    code, status, title = "configuration", 500, "ConfigurationError"
