"""Who is signed in, as the door asks it before a large body takes a place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from dothi.config import signed_in
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def asked(session: str) -> bool:
    told = connection.settings_dict
    url = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    return bool(async_to_sync(signed_in.stands)(url, session))


def test_only_a_session_of_somebody_that_still_runs(cast: Cast, client_of: Any) -> None:
    officer = client_of(cast.minh).cookies["sessionid"].value
    nobody = Client().session
    nobody["seen"] = "yes"
    nobody.save()
    assert (asked(officer), asked(nobody.session_key), asked("x" * 32), asked("")) == (
        True,
        False,
        False,
        False,
    )
    Session.objects.update(expire_date=clock.now() - dt.timedelta(seconds=1))
    assert not asked(officer)


def test_the_cookie_is_found_among_others_and_a_broken_line_is_nobody_s() -> None:
    assert signed_in._session([(b"cookie", b"a=b; sessionid=abc; c=d")]) == "abc"
    assert signed_in._session([(b"cookie", b"xsessionid=abc")]) == ""
    assert signed_in._session([]) == ""


def test_without_a_database_nobody_is() -> None:
    assert not async_to_sync(signed_in.stands)("postgresql://x@127.0.0.1:1/x", "abc")
