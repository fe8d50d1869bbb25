"""What officers type about surveys and consultations, read and typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from dothi.accounts.forms import Day
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import named, t, t_lazy
from dothi.surveys import questions
from dothi.surveys.actions import may_manage
from dothi.surveys.models import Kind, Survey
from dothi.surveys.questions import Question
from dothi.tasks import reach
from dothi.territory.models import Level, Unit
from dothi.territory.queries import units_on

_AREA = forms.Textarea(attrs={"rows": 3})


def _words(key: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=t_lazy(f"surveys-form-{key}"), max_length=longest, **more)


class _Asking(forms.Form):
    """Five questions: kind, words in both languages, choices a line each (`Có / Yes`)."""

    def _add_questions(self, asked: list[Question]) -> None:
        kinds = [(one, t(f"surveys-question-{one}")) for one in questions.KINDS]
        for place in range(1, questions.MOST + 1):
            one = asked[place - 1] if place <= len(asked) else None
            begin = [f"{vi} / {en}" for vi, en in one.named] if one else []
            for name, field, told in (
                (
                    "kind",
                    forms.ChoiceField(choices=kinds, required=False),
                    one.kind if one else questions.FACES,
                ),
                (
                    "vi",
                    forms.CharField(max_length=questions.LONGEST_QUESTION, required=False),
                    one.vi if one else "",
                ),
                (
                    "en",
                    forms.CharField(max_length=questions.LONGEST_QUESTION, required=False),
                    one.en if one else "",
                ),
                (
                    "choices",
                    forms.CharField(
                        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
                    ),
                    "\n".join(begin),
                ),
            ):
                field.label = t(f"surveys-form-q-{name}", place=place)
                field.initial = told
                self.fields[f"q{place}_{name}"] = field

    def asked(self) -> list[Question]:
        told = self.cleaned_data
        return [
            Question(f"q{place}", told[f"q{place}_kind"], told[f"q{place}_vi"], told[f"q{place}_en"],
                     tuple(_pairs(told[f"q{place}_choices"])))
            for place in range(1, questions.MOST + 1)
        ]  # fmt: skip


def _pairs(text: str) -> list[tuple[str, str]]:
    """`Có / Yes` line by line; without the second language the first stands for both."""
    lines = [one.partition("/") for one in text.splitlines() if one.strip()]
    return [(vi.strip()[:120], (en.strip() or vi.strip())[:120]) for vi, _, en in lines]


def agencies_of(by: Person) -> list[Agency]:
    """Those whose surveys this person may draw up, their own first."""
    found = [one for one in reach.standing() if may_manage(by, one)]
    return sorted(found, key=lambda one: one.pk != by.agency_id)


def _choices(rows: list[Any]) -> list[tuple[str, str]]:
    return [(str(one.pk), named(one)) for one in rows]


class SurveyForm(_Asking):
    code = forms.SlugField(label=t_lazy("surveys-form-code"), max_length=60)
    kind = forms.ChoiceField(label=t_lazy("surveys-form-kind"))
    valid_from = Day(label=t_lazy("surveys-form-valid-from"))
    about = _words("about", 120, required=False, help_text=t_lazy("surveys-form-about-help"))
    title_vi, title_en = _words("title-vi", 200), _words("title-en", 200)
    purpose_vi = _words("purpose-vi", 600, widget=_AREA, help_text=t_lazy("surveys-form-purpose-help"))
    purpose_en = _words("purpose-en", 600, widget=_AREA)
    source = _words("source", 200, help_text=t_lazy("surveys-form-source-help"))
    certainty = forms.ChoiceField(label=t_lazy("surveys-form-certainty"), initial=Certainty.DESIGN)
    agency = forms.ChoiceField(label=t_lazy("surveys-form-agency"))
    keep_days = forms.IntegerField(
        label=t_lazy("surveys-form-keep-days"), min_value=1, max_value=3650, initial=730
    )
    is_on = forms.BooleanField(label=t_lazy("surveys-form-is-on"), required=False, initial=True)

    def __init__(self, *args: Any, by: Person, survey: Survey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("kind", [(one, t(f"surveys-kind-{one}")) for one in Kind.values])
        self._choose("certainty", [(one, t(f"certainty-{one}")) for one in Certainty.values])
        self._choose("agency", _choices(agencies_of(by)))
        self.fields["valid_from"].initial = clock.today()
        if survey is not None:
            for name in ("code", "kind"):
                self.fields[name].disabled = True
            for name in self.fields:
                self.fields[name].initial = getattr(survey, name, None)
            self.fields["agency"].initial = str(survey.agency_id)
            self.fields["valid_from"].initial = max(clock.today(), survey.valid_from) + dt.timedelta(days=1)
        self._add_questions(questions.read(survey.questions) if survey else [])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def words(self) -> dict[str, str]:
        return {
            one: self.cleaned_data[one]
            for one in ("title_vi", "title_en", "purpose_vi", "purpose_en", "source")
        }

    def owner(self) -> Agency:
        return Agency.objects.get(pk=self.cleaned_data["agency"])


class PosterForm(forms.Form):
    code = forms.SlugField(label=t_lazy("surveys-form-code"), max_length=60)
    label = _words("label", 200)
    service = _words("service", 120, help_text=t_lazy("surveys-form-service-help"))
    agency = forms.ChoiceField(label=t_lazy("surveys-form-agency"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = _choices(agencies_of(by))  # type: ignore[attr-defined]


class ConsultationForm(_Asking):
    title_vi, title_en = _words("title-vi", 200), _words("title-en", 200)
    text_vi = _words("text-vi", 20_000, widget=forms.Textarea(attrs={"rows": 8}))
    text_en = _words("text-en", 20_000, widget=forms.Textarea(attrs={"rows": 8}))
    basis = _words("source", 200, help_text=t_lazy("surveys-form-source-help"))
    agency = forms.ChoiceField(label=t_lazy("surveys-form-agency"))
    unit = forms.ChoiceField(label=t_lazy("surveys-form-unit"), required=False)
    opens_at = forms.DateTimeField(
        label=t_lazy("surveys-form-opens-at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    closes_at = forms.DateTimeField(
        label=t_lazy("surveys-form-closes-at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = _choices(agencies_of(by))  # type: ignore[attr-defined]
        communes = list(units_on(clock.today(), Level.COMMUNE).order_by("name"))
        self.fields["unit"].choices = [("", t("surveys-everywhere")), *_choices(communes)]  # type: ignore[attr-defined]
        self._add_questions([])

    def words(self) -> dict[str, str]:
        return {
            one: self.cleaned_data[one] for one in ("title_vi", "title_en", "text_vi", "text_en", "basis")
        }

    def owner(self) -> Agency:
        return Agency.objects.get(pk=self.cleaned_data["agency"])

    def area(self) -> Unit | None:
        chosen = self.cleaned_data["unit"]
        return Unit.objects.get(pk=chosen) if chosen else None
