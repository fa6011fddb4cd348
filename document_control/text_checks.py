"""What speaks against single texts of a draft, said by apps above that know it. Pure.

What issues a text does not print it; whoever prints it says here which words cannot be printed, so that an author
hears of it before the text is submitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

TextCheck = Callable[[str], str]
"""From a text, plain or rich, to a sentence that says what is wrong and what to do; "" for nothing."""
_checks: list[TextCheck] = []


def register_text_check(check: TextCheck) -> TextCheck:
    """Let an app above look at every text before it is submitted; call it from `AppConfig.ready()`."""
    if check not in _checks:
        _checks.append(check)
    return check


def objections_to(text: str) -> Iterator[str]:
    """What the checks say about a text."""
    return filter(None, (check(text) for check in _checks))
