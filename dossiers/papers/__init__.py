"""The papers of a dossier as documents: MC-01 … MC-07 (DOMAIN 3.3). Pure: plain data in, a composed document out.

Files are made of them by `publications.writers`; what they are composed from is gathered by
`dossiers.selectors.papers`.
"""

from dossiers.papers.apology import compose_apology
from dossiers.papers.control_slip import ControlSlip, compose_control_slip
from dossiers.papers.register import Register, RegisterEntry, compose_register
from dossiers.papers.slips import (
    PrintedSlip,
    compose_receipt,
    compose_refusal,
    compose_stop_notice,
    compose_supplement_request,
)

__all__ = [
    "ControlSlip",
    "PrintedSlip",
    "Register",
    "RegisterEntry",
    "compose_apology",
    "compose_control_slip",
    "compose_receipt",
    "compose_refusal",
    "compose_register",
    "compose_stop_notice",
    "compose_supplement_request",
]
