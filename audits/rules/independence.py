"""Who may audit what (ISO 9001 9.2.2 c; DOMAIN 9: the auditor never audits his own unit or post). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Objection(StrEnum):
    """Why a person is not independent of what is audited."""

    OWN_UNIT = "own_unit"
    LEADS_UNIT = "leads_unit"
    OWN_STEPS = "own_steps"


@dataclass(frozen=True, slots=True)
class Person:
    """What counts about an auditor on the days of the audit.

    Attributes:
        unit_ids: units in which the person holds a post.
        led_unit_ids: units the person leads or heads, with every unit below them.
        post_titles: titles of the posts held, as procedures name them.
    """

    unit_ids: frozenset[int]
    led_unit_ids: frozenset[int] = frozenset()
    post_titles: frozenset[str] = frozenset()


def objections(
    person: Person, unit_id: int, below: Collection[int], responsible_posts: Mapping[str, Collection[str]]
) -> list[tuple[Objection, str]]:
    """What speaks against the person auditing a unit; empty when nothing does.

    Args:
        unit_id: the unit audited; `below` every unit under it.
        responsible_posts: for each procedure audited (its code), the posts that its steps name.

    Returns:
        Each objection with what it is about: nothing for units, the procedure's code for steps.
    """
    found: list[tuple[Objection, str]] = []
    if person.unit_ids & {unit_id, *below}:
        found.append((Objection.OWN_UNIT, ""))
    elif unit_id in person.led_unit_ids:
        found.append((Objection.LEADS_UNIT, ""))
    titles = {title.casefold() for title in person.post_titles}
    for code, posts in responsible_posts.items():
        if titles & {post.casefold() for post in posts}:
            found.append((Objection.OWN_STEPS, code))
    return found


_SEVERAL = re.compile(r"\s+(?:hoặc|và)\s+|\s*[,;/]\s*")


def posts_named(position: str) -> frozenset[str]:
    """The posts that the words of a step name: "Chủ tịch hoặc Phó Chủ tịch" names both, and itself as a whole."""
    words = " ".join(position.split())
    return frozenset(part for part in (words, *_SEVERAL.split(words)) if part)
