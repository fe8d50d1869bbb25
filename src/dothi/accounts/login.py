"""Getting in and out: django-allauth with our lock-out, our words, accounts that end, and a log of every try."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateByCode
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dothi.accounts import lockout, passwords
from dothi.accounts.models import LoginRecord, Person
from dothi.kernel import clock
from dothi.kernel.i18n import t, t_lazy
from dothi.kernel.secret_key import secret_key


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """Only accounts that are active and have not ended; asked again at every request of a session."""

    def user_can_authenticate(self, user: Person) -> bool:
        return user.is_current()


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up, no mail loops; a wrong name and a wrong password sound the same."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": t_lazy("accounts-login-wrong"),
        "enter_current_password": t_lazy("accounts-password-current-wrong"),
        "incorrect_password": t_lazy("accounts-password-current-wrong"),
        "too_many_login_attempts": t_lazy("accounts-login-locked-short"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person with this name and password. A locked name is refused before the password is looked at."""
        username = str(credentials.get("username") or "").strip()
        with lockout.one_try_at_a_time(username):
            until = lockout.locked_until(username)
            person = None if until else super().authenticate(request, **credentials)
            if until:
                lockout.record(LoginRecord.Act.REFUSED, username, request)
            elif person is None:
                lockout.failed(username, request)
                until = lockout.locked_until(username)
        if until:
            at = until.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")
            raise forms.ValidationError(t("accounts-login-locked", until=at), code="locked")
        return person

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's own counter is not used: `lockout` counts by dated rules."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tries of one minute are counted by address: behind a proxy all people would share the proxy's."""
        return lockout.address_of(request) or "unknown"

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        if user.is_current() and not passwords.has_lapsed(user):
            return None
        clear_login(request)
        lockout.record(LoginRecord.Act.REFUSED, user.username, request)
        answer: HttpResponse = self.respond_user_inactive(request, user)
        return answer

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own notices ("Successfully signed in as …") say nothing that the page does not show."""

    def set_password(self, user: Person, password: str) -> None:
        change_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts-me")


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets are encrypted at rest with the system's key, so a copy of the database alone opens nothing."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": t_lazy("accounts-code-wrong"),
        "cannot_delete_authenticator": t_lazy("accounts-second-factor-required"),
    }

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        from dothi.accounts.presence import is_administrator

        return bool(settings.DEMO or not is_administrator(authenticator.user))


@cache
def _vault() -> Fernet:
    """Its key is derived from the system's secret key: losing that means setting up second factors anew."""
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(b"dothi second factor 1\0" + secret_key().encode()).digest())
    )


def change_password(person: Person, password: str, *, temporary: bool = False) -> None:
    """Sets the password, remembers the former one, and ends the duty to change it (unless this one is temporary)."""
    passwords.remember(person)
    person.set_password(password)
    person.password_changed_at = clock.now()
    person.must_change_password = temporary
    person.save(update_fields=["password", "password_changed_at", "must_change_password"])


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = t("accounts-username")
        self.fields["password"].label = t("accounts-password")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update(
            {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        )


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, key in (("oldpassword", "current"), ("password1", "new"), ("password2", "again")):
            self.fields[name].label = t(f"accounts-password-{key}")
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].help_text = ""
        self.fields["password1"].help_text = passwords.Policy().get_help_text()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", t("accounts-password-differs"))
        return cleaned

    def save(self) -> None:
        super().save()
        lockout.record(LoginRecord.Act.PASSWORD, self.user.username, context.request, by=self.user)


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = t("accounts-password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class _Code:
    """A wrong code is a wrong try like a wrong password: logged, counted, locked."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = t("accounts-code")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update({"inputmode": "numeric", "autofocus": True})

    def clean_code(self) -> str:
        """Judged while no other try of this name is: else a hundred at once, or one code twice, would all count as the first."""
        with lockout.one_try_at_a_time(self.user.username):
            if lockout.locked_until(self.user.username):
                raise forms.ValidationError(t("accounts-login-locked-short"), code="locked")
            try:
                return super().clean_code()  # type: ignore[misc,no-any-return]
            except forms.ValidationError as error:
                wrong = error  # raised below: inside, it would undo the line that counts this try
        raise wrong

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        lockout.failed(self.user.username, context.request)
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


class AuthenticateForm(_Code, AllauthAuthenticateForm):  # type: ignore[misc]
    pass


class ReauthenticateByCode(_Code, AllauthReauthenticateByCode):  # type: ignore[misc]
    pass


def record_sessions() -> None:
    """Logs each session's begin and end (connected once, when the app is ready)."""
    user_logged_in.connect(_came, dispatch_uid="dothi-login")
    user_logged_out.connect(_left, dispatch_uid="dothi-logout")


def _came(request: HttpRequest, user: Person, **_: Any) -> None:
    lockout.record(LoginRecord.Act.LOGIN, user.username, request)


def _left(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        lockout.record(getattr(request, "leaving_as", LoginRecord.Act.LOGOUT), user.username, request)
