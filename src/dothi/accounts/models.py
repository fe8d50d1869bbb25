"""People, agencies, roles with a scope and an end date, API keys, dated rules of the accounts and the log of logins.

Nothing here is deleted: people and grants end, keys are revoked. Every change is a version (pghistory) in the audit chain.
"""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from dothi.kernel import clock
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import DatedRule
from dothi.kernel.permissions import Scope
from dothi.territory.models import Unit, UnitGroup


@pghistory.track()
class Agency(models.Model):
    """A body that owns data, alarms or work: sở, ngành, phường, xã, centre, provider."""

    class Kind(models.TextChoices):
        PROVINCE = "province"  # UBND tỉnh, văn phòng
        DEPARTMENT = "department"  # sở, ngành
        COMMUNE = "commune"  # UBND phường, xã, đặc khu
        CENTRE = "centre"  # trung tâm IOC, 115, 1022
        FORCE = "force"  # công an, PCCC, quân sự
        PROVIDER = "provider"  # doanh nghiệp cung cấp dịch vụ

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="agencies")
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who took over what it had to do when it ended (merged, renamed): open tasks go there

    class Meta:
        db_table = "accounts_agency"
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (Q(valid_to__isnull=False) & ~Q(successor=F("id"))),
                name="agency_succeeded_when_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="agency_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username__iexact=username)


@pghistory.track(exclude=["password", "last_login", "last_seen_on"])
class Person(AbstractBaseUser):
    """One person, one account. `ends_on`: the account's last day; nothing is deleted, it expires.

    `password`, `last_login` and `last_seen_on` stay out of the history: the first is a secret, the others change with each visit
    (logins have their own log). `password_changed_at` tells the history that a password changed.
    """

    class Kind(models.TextChoices):
        """TCVN 14423:2026 §5.6 keeps four kinds apart; a wall is a screen's own read-only account [D]."""

        OPERATIONAL = "operational"
        ADMINISTRATOR = "administrator"
        TECHNICAL = "technical"
        SERVICE = "service"
        WALL = "wall"

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OPERATIONAL)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    search_text = models.TextField(
        blank=True, editable=False
    )  # username, name, title, e-mail, phone without accents
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = PersonManager()

    class Meta:
        db_table = "accounts_person"
        constraints = [models.UniqueConstraint(Lower("username"), name="person_username_whatever_case")]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="person_search_text")]

    def __str__(self) -> str:
        return self.full_name

    def is_current(self, day: dt.date | None = None) -> bool:
        """May this account be used on `day` (default today)?"""
        return self.is_active and (self.ends_on is None or self.ends_on >= (day or clock.today()))

    def scope(self, permission: str) -> Scope:
        """Where this person may use `permission` today."""
        from dothi.accounts.rights import scope_of

        return scope_of(self, permission)

    def may(self, permission: str) -> bool:
        """Has this person the permission anywhere?"""
        return bool(self.scope(permission))


@pghistory.track()
class Role(models.Model):
    """A named set of permissions (duty officer, dispatcher, agency officer …); data, not code.

    `gives`: codes of the roles that a holder may give to others inside the holder's own area and agency. An administrator
    thus hands out rights without having them: seeing everything is never a by-product of administering.
    """

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    permissions = ArrayField(models.CharField(max_length=60), blank=True)
    gives = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    administrative = models.BooleanField(
        default=False
    )  # second factor, short idle time, password every two months
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "accounts_role"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_vi


@pghistory.track()
class RoleGrant(models.Model):
    """A person holds a role from a day to a day, for an area (a unit with all below it, a group; neither: everywhere) and an agency.

    `valid_to` is the first day without it. Ending early writes `valid_to`; a grant ended on its first day has equal dates.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "accounts_role_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(group__isnull=True), name="grant_has_one_area"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit", "group", "agency"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="grant_open_once",
            ),
        ]

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def is_current(self) -> bool:
        return self.is_valid_on(clock.today())

    @property
    def is_open(self) -> bool:
        """Does it hold today or will it hold later (so that it can still be ended)?"""
        return self.valid_to is None or self.valid_to > clock.today()

    @property
    def last_day(self) -> dt.date | None:
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


@pghistory.track(exclude=["secret_sha256"])
class ApiKey(models.Model):
    """A machine's key: `id` is public, the secret is kept as SHA-256 only (it has 192 random bits, so no slow hash is needed)."""

    class Kind(models.TextChoices):
        READ = "read"
        WRITE = "write"
        DEVICE = "device"
        ADMIN = "admin"
        TELEPHONY = "telephony"  # an exchange: tells of calls, and may nothing else
        REPORTS = "reports"  # an app or another city: hands in reports by Open311, and may nothing else

    id = models.CharField(primary_key=True, max_length=24)
    secret_sha256 = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys"
    )
    entity_types = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # empty: every type
    entity_prefixes = ArrayField(
        models.CharField(max_length=200), default=list, blank=True
    )  # empty: every id
    scopes = ArrayField(
        models.CharField(max_length=200), null=True, blank=True
    )  # NGSI-LD scopes (CIM 009 §4.18) with the wildcards of §4.19; none: every one, and entities without any
    attributes_seen = ArrayField(
        models.CharField(max_length=300), null=True, blank=True
    )  # short names or IRIs; none: all
    attributes_written = ArrayField(
        models.CharField(max_length=300), null=True, blank=True
    )  # none: what it may see
    tenants = ArrayField(
        models.CharField(max_length=100), null=True, blank=True
    )  # none: the default one, for an admin key all
    units = models.ManyToManyField(
        Unit, blank=True, related_name="+", through="ApiKeyUnit"
    )  # none: everywhere
    origin = models.CharField(
        max_length=12, default="live"
    )  # what its values are: live, replayed, simulated …
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    valid_to = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    @property
    def comes_by_mqtt(self) -> bool:
        """May its holder publish by MQTT? A topic tells of ids and types, of no other limit (streams/subjects.py)."""
        limits = self.scopes or self.attributes_seen or self.attributes_written or self.tenants
        sends_none = (self.Kind.READ, self.Kind.TELEPHONY, self.Kind.REPORTS)
        return self.kind not in sends_none and not limits and not self.reach.exists()

    class Meta:
        db_table = "accounts_api_key"
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=["live", "replayed", "simulated", "estimated", "typed"]),
                name="api_key_origin_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ApiKeyUnit(models.Model):
    """A key reaches this unit and all below it."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, db_column="apikey_id", related_name="reach")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "accounts_api_key_units"
        constraints = [models.UniqueConstraint(fields=["key", "unit"], name="api_key_unit_once")]


@pghistory.track()
class AccountRule(DatedRule):
    """A dated limit of the accounts (tries, idle minutes, days unused …) with its source and how certain it is."""

    value = models.IntegerField()

    class Meta(DatedRule.Meta):
        db_table = "accounts_rule"


class PastPassword(models.Model):
    """Hashes of former passwords: an administrator may not take one of the last ten again (TCVN 14423:2026 §5.6.2.2 [S2])."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "accounts_past_password"


@append_only
class LoginRecord(models.Model):
    """One try to get in or out, append-only and in the audit chain (TCVN 14423:2026 §5.8: source, account, time, act)."""

    class Act(models.TextChoices):
        LOGIN = "login"
        LOGOUT = "logout"
        FAILURE = "failure"
        REFUSED = "refused"  # while locked; not counted as a try
        LOCKED = "locked"
        UNLOCKED = "unlocked"
        IDLE = "idle"
        PASSWORD = "password"  # noqa: S105 - the act of changing it

    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField()
    username = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="logins")
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # who unlocked

    class Meta:
        db_table = "accounts_login_record"
        indexes = [models.Index(Lower("username"), "at", name="login_record_by_username")]

    @property
    def word(self) -> str:
        return f"accounts-act-{self.act}"


class LookKind(models.TextChoices):
    """What is somebody's own: a picture of a place, a voice, where a crew is, who reported something."""

    CAMERA = "camera"
    RECORDING = "recording"
    POSITION = "position"
    REPORTER = "reporter"


@pghistory.track()
class LookPurpose(DatedRule):
    """What one may look for, from a day on; `source` is its legal ground. `words`: so many signs the looker adds in own words."""

    kinds = ArrayField(models.CharField(max_length=10, choices=LookKind))
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    words = models.PositiveSmallIntegerField(default=10)

    class Meta(DatedRule.Meta):
        db_table = "accounts_look_purpose"

    def __str__(self) -> str:
        return self.name_vi


@append_only
class Look(models.Model):
    """One look at a camera, a recording, where a crew is or who reported something: by whom, what for, from when to when at the latest.

    `subject` and `label` name the thing, never a person's number: this log is kept for good, as that of the logins.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    kind = models.CharField(max_length=10, choices=LookKind)
    subject = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    purpose = models.SlugField(max_length=60)  # code of a LookPurpose that held then
    words = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "accounts_look"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="look_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(purpose=""), name="look_has_a_purpose"),
        ]
        indexes = [
            models.Index(fields=["person", "kind", "subject", "-until"], name="looks_of_person"),
            models.Index(fields=["-began_at"], name="looks_newest"),
            models.Index(fields=["kind", "subject"], name="looks_at_subject"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.label


@append_only
class LookEnd(models.Model):
    """That a look was ended before its time ran out."""

    look = models.OneToOneField(Look, primary_key=True, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "accounts_look_end"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
