"""People, agencies, roles with a scope and an end date, and API keys."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.kernel.permissions import Scope
from dothi.territory.models import Unit, UnitGroup


class Agency(models.Model):
    """A body that owns data, alarms or work: sở, ngành, phường, xã, centre, provider."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="agencies")
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "accounts_agency"

    def __str__(self) -> str:
        return self.name_vi


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """One person, one account. `ends_on`: the account's last day; nothing is deleted, it expires."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = PersonManager()

    class Meta:
        db_table = "accounts_person"

    def __str__(self) -> str:
        return self.full_name

    def scope(self, permission: str) -> Scope:
        """Where this person may use `permission` today."""
        from dothi.accounts.rights import scope_of

        return scope_of(self, permission)

    def may(self, permission: str) -> bool:
        """Has this person the permission anywhere?"""
        return bool(self.scope(permission))


class Role(models.Model):
    """A named set of permissions (duty officer, dispatcher, agency officer …); data, not code."""

    code = models.SlugField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    permissions = ArrayField(models.CharField(max_length=60))

    class Meta:
        db_table = "accounts_role"

    def __str__(self) -> str:
        return self.name_vi


class RoleGrant(models.Model):
    """A person holds a role from a day to a day, for an area (a unit with all below it, a group; neither: everywhere) and an agency."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "accounts_role_grant"
        constraints = [
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(group__isnull=True), name="grant_has_one_area"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="grant_ends_after_it_begins"),
        ]

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class ApiKey(models.Model):
    """A machine's key: `id` is public, the secret is kept as SHA-256 only (it has 192 random bits, so no slow hash is needed)."""

    class Kind(models.TextChoices):
        READ = "read"
        WRITE = "write"
        DEVICE = "device"
        ADMIN = "admin"

    id = models.CharField(primary_key=True, max_length=24)
    secret_sha256 = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys")
    entity_types = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # empty: every type
    entity_prefixes = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # empty: every id
    units = models.ManyToManyField(Unit, blank=True, related_name="+")  # none: everywhere
    origin = models.CharField(max_length=12, default="live")  # what its values are: live, replayed, simulated …
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    valid_to = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_api_key"

    def __str__(self) -> str:
        return self.name
