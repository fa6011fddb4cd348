"""The papers of audits as documents (DOMAIN 1.6). Pure: plain data in, a composed document out.

Their words are Vietnamese because they are official wording; files are made by `audits.paper_files`.
"""

from audits.papers.action_register import ActionRegister, RegisteredAction, compose_action_register
from audits.papers.checklist import PrintedChecklist, PrintedItem, PrintedPhoto, compose_checklist
from audits.papers.nonconformity import NonconformityPaper, PrintedAction, compose_nonconformity
from audits.papers.parts import Frame
from audits.papers.plan import compose_plan
from audits.papers.programme import PrintedEntry, PrintedProgramme, compose_programme
from audits.papers.report import compose_report

__all__ = [
    "ActionRegister",
    "Frame",
    "NonconformityPaper",
    "PrintedAction",
    "PrintedChecklist",
    "PrintedEntry",
    "PrintedItem",
    "PrintedPhoto",
    "PrintedProgramme",
    "RegisteredAction",
    "compose_action_register",
    "compose_checklist",
    "compose_nonconformity",
    "compose_plan",
    "compose_programme",
    "compose_report",
]
