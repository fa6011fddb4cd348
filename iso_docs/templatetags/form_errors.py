"""What is wrong with a form, place by place, for the summary above it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms, template

register = template.Library()


@dataclass(frozen=True, slots=True)
class ErrorPlace:
    """One place to correct.

    Attributes:
        anchor: the id of its box or group; empty for what concerns the form as a whole, or a field nobody sees.
        label: the name of the field, empty where there is no anchor.
        words: every sentence about it, each once.
    """

    anchor: str
    label: str
    words: str


@register.filter
def error_places(form: forms.BaseForm) -> list[ErrorPlace]:
    """The places to correct, one for each field and each sentence about the whole, none of them twice."""
    seen = [(field, _sentences(form.errors.get(field.name, ()))) for field in form.visible_fields()]
    places = [
        ErrorPlace(field.id_for_label or field.auto_id, str(field.label), " ".join(sentences))
        for field, sentences in seen
        if sentences
    ]
    told = {sentence for _field, sentences in seen for sentence in sentences}
    unseen = [sentence for field in form.hidden_fields() for sentence in form.errors.get(field.name, ())]
    whole = _sentences([*form.non_field_errors(), *unseen])
    return [*(ErrorPlace("", "", sentence) for sentence in whole if sentence not in told), *places]


def _sentences(errors: object) -> list[str]:
    return list(dict.fromkeys(str(error) for error in errors))  # type: ignore[attr-defined]
