"""Which moves a dossier knows (DOMAIN section 11). One table; the transition service asks it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.enums import DossierState as S

MOVES: Mapping[S, frozenset[S]] = {
    S.SUBMITTED: frozenset({S.RECEIVED, S.REFUSED_INTAKE, S.WITHDRAWN}),
    S.RECEIVED: frozenset({S.IN_PROGRESS, S.APPROVED, S.READY, S.WITHDRAWN, S.STOPPED, S.REFUSED}),
    S.IN_PROGRESS: frozenset(
        {
            S.WAITING_SUPPLEMENT,
            S.WAITING_FINANCE,
            S.WAITING_EXTERNAL,
            S.APPROVED,
            S.ISSUED,
            S.READY,
            S.RECEIVED,
            S.REFUSED,
            S.WITHDRAWN,
            S.STOPPED,
        }
    ),
    S.WAITING_SUPPLEMENT: frozenset({S.IN_PROGRESS, S.REFUSED, S.WITHDRAWN, S.STOPPED}),
    S.WAITING_FINANCE: frozenset({S.IN_PROGRESS, S.REFUSED, S.WITHDRAWN, S.STOPPED}),
    S.WAITING_EXTERNAL: frozenset({S.IN_PROGRESS, S.REFUSED, S.WITHDRAWN, S.STOPPED}),
    S.APPROVED: frozenset({S.ISSUED, S.READY, S.IN_PROGRESS, S.STOPPED}),
    S.ISSUED: frozenset({S.READY, S.APPROVED, S.IN_PROGRESS, S.STOPPED}),
    S.READY: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
    S.REFUSED_INTAKE: frozenset(),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.STOPPED: frozenset(),
}
"""Giving a step back may lead from "issued" to "approved", from there to "in progress", and from that to "received";
once the result lies at the counter nothing is taken back. From "in progress" straight to "issued" goes a procedure in
which a leader still signs after the clerk."""

WAITING = frozenset({S.WAITING_SUPPLEMENT, S.WAITING_FINANCE, S.WAITING_EXTERNAL})
"""The clock stands still, no step moves."""
WORKING = frozenset({S.RECEIVED, S.IN_PROGRESS, S.APPROVED, S.ISSUED})
"""A step is in hand and its clock runs."""
RESULT_SIGNED = frozenset({S.APPROVED, S.ISSUED, S.READY, S.RETURNED})
"""The result exists: lateness no longer withholds it (DOMAIN 3.9 rule 5)."""
ENDED_WITHOUT_RESULT = frozenset({S.REFUSED_INTAKE, S.REFUSED, S.WITHDRAWN, S.STOPPED})
ENDED = ENDED_WITHOUT_RESULT | {S.RETURNED}


def may_move(now_in: S | str, to: S | str) -> bool:
    """Does the table know this move?"""
    return S(to) in MOVES[S(now_in)]
