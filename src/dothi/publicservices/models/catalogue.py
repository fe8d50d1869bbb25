"""What is decided and may be decided otherwise: procedures by version, state codes, codes of agencies, limits. All of it dated."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit


class OnlineLevel(models.TextChoices):
    """How much of a procedure can be done online (NĐ 42/2022, NĐ 224/2026): mức 3 is `partial`, mức 4 `full`."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Family(models.TextChoices):
    """What a state means, whatever its system calls it."""

    WAITING = "waiting"
    RECEIVED = "received"
    REFUSED = "refused"
    HANDLING = "handling"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"


@pghistory.track()
class Procedure(DatedRule):
    """One version of an administrative procedure (TTHC): the one in force at receipt rules a dossier for good.

    `limit`: the longest legal time in working time, `days:5` or `hours:4` (`tasks.working_time`); empty: none is said.
    """

    code = models.CharField(max_length=60)  # 1.004222, with or without the province's tail
    name_vi = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    field = models.CharField(max_length=200, blank=True)  # lĩnh vực
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    limit = models.CharField(max_length=20, blank=True)
    fee = models.PositiveBigIntegerField(default=0)  # VND
    online_level = models.CharField(max_length=8, choices=OnlineLevel, default=OnlineLevel.NONE)
    payment_online = models.BooleanField(default=False)
    payment_integrated = models.BooleanField(default=False)  # with the national payment platform
    published_at = models.DateTimeField(null=True)
    basis_effective_on = models.DateField(null=True)  # of the text it rests on
    decided_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    content_parts = models.PositiveSmallIntegerField(default=0)  # of the seven that must be published

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "publicservices_procedure"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(condition=Q(content_parts__lte=7), name="procedure_has_seven_parts"),
            models.CheckConstraint(
                condition=Q(limit="") | Q(limit__regex=r"^(days|hours):[1-9][0-9]{0,3}$"), name="procedure_limit_is_working_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name_vi


@pghistory.track()
class StateCode(DatedRule):
    """A state code of the national portal (1 … 10) or of one system, and what it means. The codes stand in no law text that was read:
    they are configuration."""

    code = models.CharField(max_length=60)
    feed = models.CharField(max_length=60, blank=True)  # empty: of every feed that says none of its own
    family = models.CharField(max_length=10, choices=Family)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "publicservices_state_code"
        constraints = [
            models.UniqueConstraint(fields=["feed", "code", "valid_from"], name="state_code_once_a_day"),
            DatedRule.Meta.constraints[1],
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class AgencyCode(DatedRule):
    """A code of QĐ 20/2020 (or the reversed one of QCVN 102:2016, kept root to leaf) during a period, and whose it is here."""

    code = models.CharField(max_length=60)  # H15.07.04, root to leaf
    name = models.CharField(max_length=300)
    parent = models.CharField(max_length=60, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "publicservices_agency_code"

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class ServiceRule(DatedRule):
    """A limit of this room, with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "publicservices_rule"
