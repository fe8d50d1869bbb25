"""Who may call an operation of /api/v1: a machine with a key that reads, or a person with the permission who is signed in.

Imported only by the rooms' `api.py`, which the first request to /api loads.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from dothi.accounts.keys import Key, find_bearer_by
from dothi.accounts.models import Person
from dothi.kernel.errors import NotAllowed
from dothi.kernel.permissions import PERMISSIONS


class ReadingKey(HttpBearer):
    """`Authorization: Bearer <id>.<secret>` of a key of kind read, write or admin; a device's key only sends."""

    right = "key:read"

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        with connection.cursor() as cursor:
            key = find_bearer_by(cursor, f"Bearer {token}")
        if key is not None and not key.may_read:
            raise NotAllowed("api-key-does-not-read", kind=key.kind)
        return key


class SignedIn(APIKeyCookie):
    """The session of a person who holds `permission` anywhere. What writes is safe from forged forms (CSRF token)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, permission: str) -> None:
        if permission not in PERMISSIONS:
            raise ValueError(f"unknown permission {permission!r}")
        super().__init__()
        self.right = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        person = request.user
        if not isinstance(person, Person):
            return None
        if not person.may(self.right):
            raise NotAllowed(permission=self.right)
        return person


def readers(permission: str) -> list[ReadingKey | SignedIn]:
    """The `auth` of an operation that reads."""
    return [ReadingKey(), SignedIn(permission)]
