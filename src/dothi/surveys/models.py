"""What those who were served are asked, what they say, and consultations that stand open to everybody. Nobody is named in any row."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit


class CodeSeries(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "surveys_code_series"


class Kind(models.TextChoices):
    """After what somebody is asked."""

    REPORT = "report"
    DOSSIER = "dossier"
    VISIT = "visit"


@pghistory.track()
class Survey(DatedRule):
    """One to five short questions as they are asked from a day on; `source` is on what they rest. A change is a new dated row.

    `questions`: [{"code", "kind", "vi", "en", "choices": [{"vi", "en"}]}], see `questions.py`. `about`: services whose code begins
    so; empty: all. Without a row that holds (or `is_on` false) nobody is asked.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    about = models.CharField(max_length=120, blank=True)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    purpose_vi = models.CharField(max_length=600)  # what is done with the answers: stands on the form
    purpose_en = models.CharField(max_length=600)
    questions = models.JSONField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")  # who asks
    keep_days = models.PositiveSmallIntegerField(default=730)  # words, links and what they were about
    is_on = models.BooleanField(default=True)

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "surveys_survey"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(condition=Q(keep_days__gte=1), name="survey_keeps_a_day"),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class Poster(models.Model):
    """A counter, or a place, with a QR link of its own: whoever was there may answer."""

    code = models.SlugField(max_length=60, unique=True)
    survey = models.SlugField(max_length=60)  # the code: its row of the day is asked
    label = models.CharField(max_length=200)
    service = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_poster"

    def __str__(self) -> str:
        return self.label


class Outcome(models.TextChoices):
    """What became of a service after which somebody could have been asked."""

    INVITED = "invited"
    NO_WAY = "no-way"  # no address, no channel, or nobody said how this system is reached
    NOT_DRAWN = "not-drawn"  # the sample is smaller than everybody
    ASKED_LATELY = "asked-lately"  # one person is asked so often and no more


class Invitation(models.Model):
    """One service that was rendered, and whether somebody was asked about it. The address is nowhere here: `person` is its digest by
    our key, `digest` that of the link's token; both and the reference are forgotten after their time, the row stays for the counts."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=8, choices=Kind)
    reference = models.CharField(max_length=80, null=True)  # code of the report, the dossier
    service = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    way = models.CharField(max_length=12, blank=True)
    person = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, null=True, unique=True)
    delivery = models.CharField(max_length=10, blank=True)  # of the message: a state of `notify`
    origin = models.SmallIntegerField(default=0)
    served_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_invitation"
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="survey_asked_once_of_a_service"),
        ]
        indexes = [
            models.Index(fields=["person", "-served_at"], condition=~Q(person=""), name="surveys_asked_lately"),
            models.Index(fields=["survey", "served_at"], name="surveys_invitations_of"),
            models.Index(fields=["served_at"], condition=Q(reference__isnull=False), name="surveys_to_forget"),
        ]  # fmt: skip


class Answer(models.Model):
    """What one voice said: by a link of their own, or once per browser at a counter. `values` stay; `texts` are forgotten."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.PROTECT, related_name="answer")
    poster = models.ForeignKey(Poster, null=True, on_delete=models.PROTECT, related_name="answers")
    voice = models.CharField(max_length=64, null=True)  # digest of the browser's mark
    service = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    satisfied = models.BooleanField(null=True)  # null: the question was not answered
    origin = models.SmallIntegerField(default=0)
    served_at = models.DateTimeField()  # of the service: the month it counts in
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_answer"
        constraints = [
            models.UniqueConstraint(fields=["poster", "voice"], name="survey_answer_one_voice"),
            models.CheckConstraint(
                condition=Q(invitation__isnull=False) ^ Q(poster__isnull=False),
                name="survey_answer_has_one_door",
            ),
        ]
        indexes = [models.Index(fields=["survey", "served_at"], name="surveys_answers_of")]


@pghistory.track()
class Consultation(models.Model):
    """A question to everybody: what is planned, until when one may speak, and what became of it."""

    code = models.CharField(max_length=20, unique=True)  # YK-2026-000003
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_vi = models.TextField()
    text_en = models.TextField()
    basis = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # none: everywhere
    questions = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    result_vi = models.TextField(blank=True)
    result_en = models.TextField(blank=True)
    result_at = models.DateTimeField(null=True)
    origin = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_consultation"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="consultation_closes_after_it_opens"
            )
        ]
        indexes = [models.Index(fields=["-opens_at", "-id"], name="surveys_consultations_newest")]

    def __str__(self) -> str:
        return self.code


class Paper(models.Model):
    """A file of a consultation; its bytes lie below the uploads by their hash."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_paper"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "sha256"], name="consultation_paper_once")
        ]


@pghistory.track()
class Reply(models.Model):
    """What the agency answers to a group of opinions."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="replies")
    title = models.CharField(max_length=200)  # what these opinions say
    text = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_reply"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "title"], name="consultation_reply_once")
        ]


class Opinion(models.Model):
    """What one browser said to a consultation. Others read `public_text`, an officer's copy, once it was released."""

    class State(models.TextChoices):
        NEW = "new"
        PUBLIC = "public"
        HIDDEN = "hidden"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    voice = models.CharField(max_length=64)  # digest of the browser's mark
    values = models.JSONField(default=dict)  # what was chosen: stays for the counts
    texts = models.JSONField(default=dict)  # free answers; forgotten with `text`
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.NEW)
    reason = models.CharField(max_length=300, blank=True)  # why it is hidden
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="opinions")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_opinion"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "voice"], name="consultation_one_voice"),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(reason=""), name="opinion_hidden_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["consultation", "state", "-id"], name="surveys_opinions_of")]


@pghistory.track()
class SurveyRule(DatedRule):
    """A limit of this room, with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        abstract = False
        db_table = "surveys_rule"


class Fact(models.Model):
    """A line of the view `surveys_fact`: what targets of services read. Made by a statement, never written."""

    survey = models.CharField(max_length=60)
    service = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.DO_NOTHING, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, related_name="+")
    month = models.DateField()
    simulated = models.BooleanField()
    n_served = models.BigIntegerField()
    n_invited = models.BigIntegerField()
    n_delivered = models.BigIntegerField()
    n_by_link = models.BigIntegerField()
    n_answered = models.BigIntegerField()
    n_judged = models.BigIntegerField()
    n_satisfied = models.BigIntegerField()
    origin = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "surveys_fact"
