"""MC-06: the legs of a dossier, read from its events."""

import datetime as dt

from dossiers.enums import EventKind
from dossiers.rules.hand_overs import HandOver, Happening, Party, hand_overs

START = dt.datetime(2026, 11, 16, 8, 30, tzinfo=dt.UTC)
OFFICER, SPECIALIST, LEADER = Party("Hạnh", "Một cửa"), Party("Bình", "Phòng"), Party("Hà", "UBND")
PEOPLE = {1: OFFICER, 2: SPECIALIST, 3: LEADER}


def happened(kind, hours, actor=OFFICER, note="", **data):
    return Happening(kind, START + dt.timedelta(hours=hours), actor, data, note)


def test_every_hand_over_names_giver_receiver_moment_and_punctuality():
    legs = hand_overs(
        [
            happened(EventKind.RECEIVED, 0),
            happened(EventKind.STEP_STARTED, 0, officer=1),
            happened(EventKind.STEP_COMPLETED, 1, ended="early"),
            happened(EventKind.STEP_STARTED, 1, officer=2),
            happened(EventKind.REASSIGNED, 2, LEADER, note="nghỉ phép", **{"from": 2, "to": 3}),
            happened(EventKind.STEP_COMPLETED, 3, LEADER, ended="overdue"),
            happened(EventKind.READY, 3, LEADER),
            happened(EventKind.STEP_STARTED, 3, officer=1),
            happened(EventKind.STEP_COMPLETED, 4),
            happened(EventKind.RETURNED, 4),
        ],
        PEOPLE,
    )
    assert [(leg.giver.name, leg.receiver.name, leg.punctuality) for leg in legs] == [
        ("", "Hạnh", ""),
        ("Hạnh", "Bình", "early"),
        ("Bình", "Hà", ""),
        ("Hà", "Hạnh", "overdue"),
        ("Hạnh", "", ""),
    ]
    assert legs[2].note == "nghỉ phép"


def test_what_is_given_back_says_why():
    legs = hand_overs(
        [
            happened(EventKind.RECEIVED, 0),
            happened(EventKind.STEP_STARTED, 0, officer=2),
            happened(EventKind.STEP_RETURNED, 1, SPECIALIST, "thiếu chữ ký"),
            happened(EventKind.STEP_STARTED, 1, officer=1),
        ],
        PEOPLE,
    )
    assert legs[1] == HandOver(START, OFFICER, SPECIALIST)
    assert legs[2].note == "Trả lại: thiếu chữ ký" and legs[2].receiver == OFFICER


def test_nothing_happened_is_nothing_handed_over():
    assert hand_overs([], {}) == []
