"""Django's settings, made from the one declared list in `kernel.settings`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pghistory
from csp.constants import NONE, SELF

from dothi.kernel import drill
from dothi.kernel import settings as declared
from dothi.kernel.engines import addresses
from dothi.kernel.secret_key import secret_key
from dothi.web import assets

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = declared.read("DEBUG")
DEMO = declared.read("DEMO")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = declared.read("ALLOWED_HOSTS")
ROOT_URLCONF = "dothi.config.urls"
WSGI_APPLICATION = "dothi.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "dothi.kernel",
    "dothi.territory",
    "dothi.accounts",
    "dothi.entities",
    "dothi.streams",
    "dothi.connectors",
    "dothi.packs",
    "dothi.rules",
    "dothi.codelists",
    "dothi.notify",
    "dothi.tasks",
    "dothi.duty",
    "dothi.incidents",
    "dothi.indicators",
    "dothi.boards",
    "dothi.briefings",
    "dothi.commands",
    "dothi.calls",
    "dothi.forces",
    "dothi.warnings",
    "dothi.cameras",
    "dothi.reports",
    "dothi.around",
    "dothi.dispatch",
    "dothi.crews",
    "dothi.publicservices",
    "dothi.surveys",
    "dothi.shiftbook",
    "dothi.drills",
    "dothi.wall",
    "dothi.leaders",
    "dothi.livemap",
    "dothi.web",
    "dothi.demo",
    "allauth",  # after the rooms: our templates come first
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dothi.config.middleware.ErrorPages",
    "dothi.config.middleware.Presence",
    "dothi.config.middleware.ChangeContext",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PACKAGE / "rules/alarms/templates"],  # a room inside a room
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dothi.web.context.page",
            ],
            "builtins": ["dothi.kernel.templatetags.dothi", "dothi.web.templatetags.web"],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {},
    }


DATABASES = {"default": _database(addresses.database_url_or_nowhere())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: the limits of login attempts live here.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

LANGUAGE_CODE = declared.read("LANGUAGE")
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/dist/.+-[A-Z0-9]{8}\.\w+$"  # the bundler writes the hash into the name

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# hashing at full strength would be half of the test run; bound to its key, which nobody takes for a city's by mistake
if SECRET_KEY.startswith("only-for-tests-"):
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Every version of a row carries its own context (who, why, from where): nothing can change it apart from the row,
# and the chain of `kernel.audit` covers both. Deletions are versions too.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"

AUTHENTICATION_BACKENDS = ["dothi.accounts.login.Accounts"]
ACCOUNT_ADAPTER = "dothi.accounts.login.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "password1*",
]  # sign-up is closed (Adapter.is_open_for_signup); allauth wants the list
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "change_password": "10/m/user", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "dothi.accounts.login.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "dothi"
# a code typed as its half minute ends still counts (RFC 6238 §5.2: one step for the way)
MFA_TOTP_TOLERANCE = 1
ACCOUNT_FORMS = {
    "login": "dothi.accounts.login.LoginForm",
    "change_password": "dothi.accounts.login.ChangePasswordForm",
    "reauthenticate": "dothi.accounts.login.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "dothi.accounts.login.AuthenticateForm",
    "reauthenticate": "dothi.accounts.login.ReauthenticateByCode",
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "dothi.accounts.passwords.Policy"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
# Behind a proxy with TLS: cookies leave only by HTTPS, browsers come back only by HTTPS, and the proxy's word is believed.
HTTPS = declared.read("HTTPS")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# Cookies know no port: a drill beside the city on one host would sign everybody out of the city.
if DRILL := drill.mark():
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"drill-{DRILL.name}-sessionid", f"drill-{DRILL.name}-csrftoken"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dothi.web.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF, assets.policy_hash("public.css")],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "media-src": [SELF],  # voice notes and recordings, given out by our own pages
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]
