"""What people type about a warning, read and typed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from dothi.kernel import clock
from dothi.kernel.asked import key_of
from dothi.kernel.cap import message as cap
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t, t_lazy
from dothi.warnings.dated import events_on
from dothi.warnings.drafted import CONTACT, DESCRIPTION, HEADLINE, INSTRUCTION, REASON, Drafted, Text
from dothi.warnings.models import PublicWarning

RESPONSES = tuple(
    one for one in cap.RESPONSES if one not in ("None", "Execute")
)  # what a person is told to do
_LONG = 40_000  # signs of one field of an address or form


def _chosen(name: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, t_lazy(f"warnings-{name}-{word.lower()}")) for word in words]


def _local(**more: Any) -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M", **more)


class DraftForm(forms.Form):
    """A draft. Units and shapes stand beside it (`units`, `circle`, `polygon`): they are chosen, not typed into one field."""

    status = forms.ChoiceField(
        label=t_lazy("warnings-status"), choices=_chosen("status", tuple(PublicWarning.Status.values))
    )
    event = forms.ChoiceField(label=t_lazy("warnings-event"))
    severity = forms.ChoiceField(
        label=t_lazy("warnings-severity"), choices=_chosen("severity", cap.SEVERITIES), initial="Severe"
    )
    urgency = forms.ChoiceField(
        label=t_lazy("warnings-urgency"), choices=_chosen("urgency", cap.URGENCIES), initial="Immediate"
    )
    certainty = forms.ChoiceField(
        label=t_lazy("warnings-certainty"), choices=_chosen("certainty", cap.CERTAINTIES), initial="Likely"
    )
    responses = forms.MultipleChoiceField(
        label=t_lazy("warnings-responses"),
        required=False,
        choices=_chosen("response", RESPONSES),
        widget=forms.CheckboxSelectMultiple,
    )
    onset = forms.DateTimeField(
        label=t_lazy("warnings-onset"),
        required=False,
        widget=_local(),
        help_text=t_lazy("warnings-onset-help"),
    )
    expires = forms.DateTimeField(label=t_lazy("warnings-expires"), widget=_local())
    headline_vi = forms.CharField(label=t_lazy("warnings-headline-vi"), max_length=HEADLINE)
    description_vi = forms.CharField(
        label=t_lazy("warnings-description-vi"),
        max_length=DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    instruction_vi = forms.CharField(
        label=t_lazy("warnings-instruction-vi"),
        max_length=INSTRUCTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    headline_en = forms.CharField(label=t_lazy("warnings-headline-en"), max_length=HEADLINE, required=False)
    description_en = forms.CharField(
        label=t_lazy("warnings-description-en"),
        max_length=DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    instruction_en = forms.CharField(
        label=t_lazy("warnings-instruction-en"),
        max_length=INSTRUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    contact = forms.CharField(label=t_lazy("warnings-contact"), max_length=CONTACT, required=False)
    why = forms.CharField(label=t_lazy("warnings-why-update"), max_length=REASON, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: dict[str, Any] | None = None,
        update: bool = False,
        cited: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["event"].choices = [(one.code, str(one)) for one in events_on(clock.today()).values()]  # type: ignore[attr-defined]
        self.fields["headline_vi"].help_text = t("warnings-headline-help", most=HEADLINE)
        if update:
            self.fields["why"].required = True
        else:
            del self.fields["why"]
        if cited:  # the level of the bulletin says it
            self.fields["severity"].required = False
            self.fields["severity"].widget.attrs["disabled"] = True

    def said(self, units: list[int], shapes: list[dict[str, Any]], bulletin: str) -> Drafted:
        data = self.cleaned_data
        texts = {
            language: Text(
                *(data[f"{name}_{language}"] for name in ("headline", "description", "instruction"))
            )
            for language in ("vi", "en")
        }
        return Drafted(
            status=data["status"], event=data["event"], urgency=data["urgency"], severity=data["severity"] or "Unknown",
            certainty=data["certainty"], responses=data["responses"], onset=_aware(data["onset"]), expires=_aware(data["expires"]) or clock.now(),
            contact=data["contact"], units=units, shapes=shapes, texts=texts, bulletin=bulletin,
        )  # fmt: skip


def _aware(at: dt.datetime | None) -> dt.datetime | None:
    """What a person types is Viet Nam's time."""
    return at.replace(tzinfo=clock.VIETNAM) if at is not None and at.tzinfo is None else at


def units_in(query: QueryDict) -> list[int]:
    """Ids of units, in the order chosen; what is none is left out."""
    told = (
        one for one in query.getlist("unit")[:1000] if one.isdecimal() and one.isascii() and len(one) < 19
    )
    return list(dict.fromkeys(int(one) for one in told))


def shapes_in(query: QueryDict) -> list[dict[str, Any]]:
    """`circle`: `lat lon km`; `polygon`: a corner a line, `lat lon`. Empty ones are none. Raises BadRequest."""
    shapes: list[dict[str, Any]] = []
    for name in ("circle", "polygon"):
        for told in query.getlist(name)[:20]:
            numbers = told[:_LONG].replace(",", " ").split()
            if not numbers:
                continue
            if name == "circle" and len(numbers) == 3:
                shapes.append({"kind": "circle", "lat": numbers[0], "lon": numbers[1], "km": numbers[2]})
            elif name == "polygon" and len(numbers) >= 6 and len(numbers) % 2 == 0:
                shapes.append(
                    {"kind": "polygon", "points": list(zip(numbers[::2], numbers[1::2], strict=True))}
                )
            else:
                raise BadRequest("warning-shape")
    return shapes


def key_in(query: QueryDict) -> UUID:
    if (key := key_of(query.get("key", ""))) is None:
        raise BadRequest("warning-form-old")
    return key


def revision_in(query: QueryDict) -> int:
    told = query.get("revision", "")
    if not (told.isdecimal() and told.isascii() and len(told) < 10):
        raise BadRequest("warning-form-old")
    return int(told)
