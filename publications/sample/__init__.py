"""The sample ward's papers."""

from __future__ import annotations

from procedures.sample.documents import SampleOffice


def load_sample_papers(office: SampleOffice) -> None:
    """Load everything that publications add to the sample, after its documents."""
    from publications.sample.boards import load_boards
    from publications.sample.handbooks import load_handbooks

    load_boards(office.unit, office.people)
    load_handbooks(office.unit, office.people)
