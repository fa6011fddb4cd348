"""What is stored about audits and improvement."""

from audits.models.audits import Audit, AuditMember, AuditSession
from audits.models.checklists import AuditChecklist, AuditItem, ItemAnswer, ItemPhoto, SampledDossier
from audits.models.configuration import AuditSettings
from audits.models.evidence import EvidencePack
from audits.models.findings import (
    ActionEvidence,
    ActionVerification,
    CorrectiveAction,
    EffectivenessCheck,
    Finding,
    FindingVersion,
)
from audits.models.programme import AuditProgramme, ProgrammeEntry
from audits.models.standard import StandardClause
from audits.models.templates import ChecklistQuestion, ChecklistTemplate

__all__ = [
    "ActionEvidence",
    "ActionVerification",
    "Audit",
    "AuditChecklist",
    "AuditItem",
    "AuditMember",
    "AuditProgramme",
    "AuditSession",
    "AuditSettings",
    "ChecklistQuestion",
    "ChecklistTemplate",
    "CorrectiveAction",
    "EffectivenessCheck",
    "EvidencePack",
    "Finding",
    "FindingVersion",
    "ItemAnswer",
    "ItemPhoto",
    "ProgrammeEntry",
    "SampledDossier",
    "StandardClause",
]
