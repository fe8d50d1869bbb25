"""Getting in: by the front door, with lock-out, duties first, sessions that rest and accounts that end."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from dothi.accounts import actions, lockout, rules
from dothi.accounts.models import AccountRule, LoginRecord
from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD, Cast

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


def sign_in(browser: Client, username: str, password: str = PASSWORD) -> Any:
    return browser.post(LOGIN, {"login": username, "password": password})


def acts(username: str) -> list[str]:
    return list(LoginRecord.objects.filter(username=username).order_by("pk").values_list("act", flat=True))


def test_the_login_page_is_in_vietnamese_and_in_english(client: Client) -> None:
    assert "Tên đăng nhập" in client.get(LOGIN).content.decode()
    assert "Username" in client.get(LOGIN, headers={"Accept-Language": "en"}).content.decode()


def test_a_person_signs_in_and_out_and_both_are_recorded(client: Client, cast: Cast) -> None:
    before = client.session.session_key
    assert sign_in(client, "LAN").status_code == 302
    assert client.session.session_key != before
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302
    assert acts("lan") == ["login", "logout"]


def test_a_session_planted_before_the_login_is_worth_nothing_after_it(cast: Cast) -> None:
    planted = Client()
    planted.get(LOGIN)
    session = planted.session
    session["x"] = 1
    session.save()
    victim = Client()
    victim.cookies["sessionid"] = session.session_key
    sign_in(victim, "lan")
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/me/").status_code == 302


def test_five_wrong_tries_lock_the_name_even_for_the_right_password(client: Client, cast: Cast) -> None:
    for _ in range(5):
        assert "không đúng" in sign_in(client, "lan", "wrong").content.decode() or acts("lan")[-1] == "locked"
    answer = sign_in(client, "lan")
    assert answer.status_code == 200
    assert "bị khóa đến" in answer.content.decode()
    assert acts("lan") == ["failure"] * 5 + ["locked", "refused"]
    with clock.moved_to(clock.now() + dt.timedelta(hours=13)):
        assert sign_in(client, "lan").status_code == 302


def test_a_name_that_does_not_exist_locks_in_the_same_words(client: Client, cast: Cast) -> None:
    texts = {}
    for name in ("lan", "nobody"):
        for _ in range(6):
            page = sign_in(client, name, "wrong").content.decode()
        texts[name] = page.partition("bị khóa đến")[1]
    assert texts["lan"] == texts["nobody"] == "bị khóa đến"


def test_an_administrator_unlocks(client: Client, cast: Cast) -> None:
    for _ in range(5):
        sign_in(client, "lan", "wrong")
    actions.unlock_person(cast.lan, by=cast.quan, reason="gọi điện xác nhận")
    assert sign_in(client, "lan").status_code == 302


def test_the_number_of_tries_is_a_dated_rule(client: Client, cast: Cast) -> None:
    AccountRule.objects.filter(code="lockout-tries").update(valid_to=clock.today())
    AccountRule.objects.create(
        code="lockout-tries", value=2, valid_from=clock.today(), source="quyết định thử", certainty="D"
    )
    rules.forget()
    try:
        for _ in range(2):
            sign_in(client, "lan", "wrong")
        assert acts("lan")[-1] == "locked"
    finally:
        rules.forget()


def test_an_ended_account_neither_signs_in_nor_stays_in(client: Client, cast: Cast) -> None:
    inside = Client()
    sign_in(inside, "lan")
    actions.expire_person(cast.lan, by=cast.quan, reason="chuyển công tác")
    assert inside.get("/me/").status_code == 302
    assert sign_in(client, "lan").url == "/accounts/inactive/"
    assert client.get("/me/").status_code == 302


def test_a_temporary_password_must_change_before_anything_else(client: Client, cast: Cast) -> None:
    password = actions.reset_password(cast.lan, by=cast.quan, reason="quên mật khẩu")
    sign_in(client, "lan", password)
    assert client.get("/me/").url == "/accounts/password/change/"
    new = "Biển-Xanh-2026!"
    weak = client.post(
        "/accounts/password/change/", {"oldpassword": password, "password1": "ngắn", "password2": "ngắn"}
    )
    assert "ít nhất 14 ký tự" in weak.content.decode()
    done = client.post(
        "/accounts/password/change/", {"oldpassword": password, "password1": new, "password2": new}
    )
    assert done.status_code == 302
    assert client.get("/me/").status_code == 200
    assert acts("lan")[-1] == "password"


def test_a_former_password_is_refused(client: Client, cast: Cast) -> None:
    sign_in(client, "lan")
    again = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "đã dùng trước đây" in again.content.decode()


def test_an_administrator_needs_a_second_factor_outside_the_demo(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.DEMO = False
    sign_in(client, "quan")
    assert client.get("/people/").url == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    client.post(
        "/accounts/reauthenticate/", {"password": PASSWORD}
    )  # a stolen session sets up no second factor
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.get("/people/").status_code == 302
    asked = client.get("/me/ticket/", headers={"Accept": "application/json", "X-Background": "1"})
    assert asked.status_code == 403, (
        "what a page asks by itself is not led to the form: a second look makes a new secret"
    )
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    assert client.get("/people/").status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    other = Client()
    assert sign_in(other, "quan").url.startswith("/accounts/2fa/authenticate/")
    assert other.get("/people/").status_code == 302
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "không đúng" in wrong.content.decode()
    assert "failure" in acts("quan")


def test_in_the_demo_an_administrator_needs_none(client: Client, cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    sign_in(client, "quan")
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(("name", "stays", "ends"), [("lan", 14, 16), ("quan", 4, 6)])
def test_a_resting_session_ends(cast: Cast, name: str, stays: int, ends: int) -> None:
    browser = Client()
    sign_in(browser, name)
    browser.get("/me/")
    with clock.moved_to(clock.now() + dt.timedelta(minutes=stays)):
        assert browser.get("/me/").status_code == 200
        with clock.moved_to(clock.now() + dt.timedelta(minutes=ends)):
            assert browser.get("/me/").status_code == 302
    assert acts(name)[-1] == "idle"


def test_polling_in_the_background_keeps_nobody_awake(cast: Cast) -> None:
    browser = Client()
    sign_in(browser, "lan")
    browser.get("/me/")
    start = clock.now()
    for minutes in (5, 10):
        with clock.moved_to(start + dt.timedelta(minutes=minutes)):
            assert browser.get("/me/ticket/", headers={"X-Background": "1"}).status_code == 200
    with clock.moved_to(start + dt.timedelta(minutes=16)):
        assert browser.get("/me/").status_code == 302


def test_a_wall_that_only_shows_does_not_rest(cast: Cast) -> None:
    actions.change_person(cast.hoa, kind="wall", by=None)
    browser = Client()
    sign_in(browser, "hoa")
    browser.get("/me/")
    with clock.moved_to(clock.now() + dt.timedelta(hours=40)):
        assert browser.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/login/code/"]
)
def test_no_other_door_of_the_login_library_is_open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_way_back_leads_only_into_this_site(client: Client, cast: Cast) -> None:
    answer = client.post(
        f"{LOGIN}?next=https://evil.example/",
        {"login": "lan", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert "evil" not in answer.url


def test_a_temporary_password_that_nobody_used_lapses(client: Client, cast: Cast) -> None:
    cast.lan.must_change_password = True
    cast.lan.password_changed_at = clock.now() - dt.timedelta(days=rules.limit("invitation-days") + 1)
    cast.lan.save()
    sign_in(client, "lan")
    assert client.get("/me/").status_code == 302
    assert acts("lan") == ["refused"]


def test_behind_a_proxy_the_log_names_the_address_that_the_proxy_saw(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.HTTPS = True
    client.post(
        LOGIN, {"login": "lan", "password": "wrong"}, headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.7"}
    )
    assert LoginRecord.objects.get(username="lan").address == "192.0.2.7"


def test_behind_a_proxy_the_tries_of_one_address_do_not_shut_out_the_others(
    cast: Cast, settings: Any
) -> None:
    """All come from the proxy's own address; the one that it saw is counted, and what a client writes before it is not."""
    settings.HTTPS = True
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for number in range(3):
        thief = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7", "X-Forwarded-Proto": "https"}
        tried = Client().post(
            LOGIN, {"login": f"nobody{number}", "password": "x"}, headers=thief, secure=True
        )
    assert tried.status_code == 429
    lan = {"X-Forwarded-For": "203.0.113.8", "X-Forwarded-Proto": "https"}
    entered = Client().post(LOGIN, {"login": "lan", "password": PASSWORD}, headers=lan, secure=True)
    assert entered.status_code == 302


def test_a_code_is_judged_and_counted_while_no_other_try_is(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred codes sent at once are a hundred tries, one after the other: the sixth finds the name locked."""
    authenticator = totp.TOTP.activate(cast.lan, totp.generate_totp_secret())
    steps: list[str] = []
    one_try, judge = lockout.one_try_at_a_time, totp.TOTP.validate_code

    @contextlib.contextmanager
    def traced(username: str) -> Iterator[None]:
        with one_try(username):
            steps.append("begins")
            yield
        steps.append("ends")

    def judged(self: Any, code: str) -> bool:
        steps.append("judged")
        return bool(judge(self, code))

    sign_in(client, "lan")
    monkeypatch.setattr(lockout, "one_try_at_a_time", traced)
    monkeypatch.setattr(totp.TOTP, "validate_code", judged)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert steps == ["begins", "judged", "ends"]
    assert acts("lan") == ["failure"]
    assert authenticator.instance.pk
