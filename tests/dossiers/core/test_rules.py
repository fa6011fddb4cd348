"""What holds whoever asks: the table of moves fits every procedure, papers, the gate."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.enums import DossierState, GateMode, IncidentState, StepKind
from dossiers.rules import gate
from dossiers.rules.papers import missing
from dossiers.rules.states import MOVES, may_move
from dossiers.rules.step_kinds import kinds_of, state_at
from tests.dossiers.factories import at
from tests.factories.snapshots import component

ROLES = ("citizen", "one_stop_officer", "specialist", "leader", "clerk")


def test_the_table_lets_every_procedure_run_to_its_end():
    for length in range(1, 6):
        for roles in itertools.product(ROLES, repeat=length):
            kinds = kinds_of(roles)
            if StepKind.HANDOVER not in kinds:
                kinds = [*kinds, StepKind.HANDOVER]
            state = DossierState.RECEIVED
            for place, kind in enumerate(kinds):
                if kind == StepKind.SUBMISSION:
                    continue
                following = state_at(kinds, place)
                assert following == state or may_move(state, following), roles
                state = following
            assert state == DossierState.READY


def test_every_state_has_its_moves_and_ends_have_none():
    assert set(MOVES) == set(DossierState)
    assert {state for state, moves in MOVES.items() if not moves} == {
        DossierState.RETURNED,
        DossierState.REFUSED_INTAKE,
        DossierState.REFUSED,
        DossierState.WITHDRAWN,
        DossierState.STOPPED,
    }


@pytest.mark.parametrize(
    ("there", "lacking"),
    [
        (["A", "B1", "C", "D"], []),
        (["A", "B1", "C"], ["D"]),
        (["A", "B2", "D"], ["C"]),
        (["A", "C"], ["B1", "B2", "D"]),
        ([], ["A", "B1", "B2", "C", "D"]),
    ],
)
def test_missing_papers(there, lacking):
    components = [
        component("A"),
        component("B1", alternative_group="b"),
        component("B2", alternative_group="b"),
        component("C", kind="present"),
        component("D", condition="nếu nhờ người khác nộp"),
    ]
    papers = [{"name": name, "is_there": True} for name in there] + [{"name": "A", "is_there": False}]
    assert missing(components, papers) == lacking


def test_a_paper_with_a_condition_waits_for_the_officer():
    components = [component("A"), component("D", condition="Giấy còn hạn")]
    a_there = {"name": "A", "is_there": True}
    assert missing(components, [a_there]) == ["D"]
    assert missing(components, [a_there, {"name": "D", "is_not_needed": True}]) == []
    assert missing(components, [{"name": "A", "is_not_needed": True}, {"name": "D", "is_there": True}]) == [
        "A"
    ]


def test_an_alternative_that_is_not_needed_stands_for_no_other():
    components = [
        component("B1", alternative_group="b", condition="Khi có"),
        component("B2", alternative_group="b"),
    ]
    assert missing(components, [{"name": "B1", "is_not_needed": True}]) == ["B2"]
    assert missing(components, [{"name": "B2", "is_there": True}]) == []


names = st.sampled_from("ABCD")
drawn_components = st.dictionaries(
    names, st.tuples(st.sampled_from(["", "Nếu có"]), st.sampled_from(["", "x"])), max_size=4
)
drawn_papers = st.dictionaries(names, st.sampled_from(["is_there", "is_not_needed", "neither"]), max_size=4)


@settings(deadline=None)
@given(drawn_components, drawn_papers, names)
def test_more_decided_is_never_more_missing(asked, decided_before, name):
    components = [
        component(key, condition=condition, alternative_group=group)
        for key, (condition, group) in asked.items()
    ]
    papers = [{"name": key, decision: True} for key, decision in decided_before.items()]
    lacking = set(missing(components, papers))
    assert lacking <= {row["name"] for row in components}
    for decided in ({"name": name, "is_there": True}, {"name": name, "is_not_needed": True}):
        assert set(missing(components, [*papers, decided])) <= lacking
    everything = [{"name": row["name"], "is_there": True} for row in components]
    assert missing(components, everything) == []
    assert missing(components, []) == [row["name"] for row in components]


NOW, DUE = at("2026-11-19 09:00"), at("2026-11-18 17:00")


@pytest.mark.parametrize(
    ("mode", "state", "promised", "holds"),
    [
        (GateMode.ANY_LATE_STEP, DossierState.IN_PROGRESS, NOW, True),
        (GateMode.ANY_LATE_STEP, DossierState.APPROVED, DUE, False),
        (GateMode.OVERALL_DUE_ONLY, DossierState.IN_PROGRESS, NOW, False),
        (GateMode.OVERALL_DUE_ONLY, DossierState.IN_PROGRESS, DUE, True),
        (GateMode.OVERALL_DUE_ONLY, DossierState.ISSUED, DUE, False),
        (GateMode.OFF, DossierState.IN_PROGRESS, DUE, False),
    ],
)
def test_what_holds(mode, state, promised, holds):
    assert gate.holds(mode, state, NOW, promised) is holds


@pytest.mark.parametrize("state", IncidentState)
@pytest.mark.parametrize("is_overridden", [True, False])
def test_what_keeps_the_gate_closed(state, is_overridden):
    unsigned = state in ("detected", "explained", "letter_drafted")
    closed = gate.keeps_closed(state, does_hold=True, is_overridden=is_overridden)
    assert closed == (unsigned and not is_overridden)
    assert not gate.keeps_closed(state, does_hold=False, is_overridden=is_overridden)


@pytest.mark.parametrize(
    ("due", "promised", "needed"),
    [(DUE, None, True), (NOW, None, False), (DUE, at("2026-11-20 17:00"), False), (DUE, DUE, True)],
)
def test_a_new_date_is_needed_when_the_one_that_holds_is_missed(due, promised, needed):
    assert gate.needs_new_date(NOW, due, promised) is needed
