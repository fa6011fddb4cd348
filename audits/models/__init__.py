"""What is stored about audits and improvement."""

from audits.models.audits import Audit, AuditMember, AuditSession
from audits.models.checklists import AuditChecklist, AuditItem, ItemAnswer, ItemPhoto, SampledDossier
from audits.models.configuration import AuditSettings
from audits.models.findings import (
    ActionEvidence,
    ActionVerification,
    CorrectiveAction,
    EffectivenessCheck,
    Finding,
    FindingVersion,
)
from audits.models.objectives import ObjectiveMeasurement, QualityObjective
from audits.models.programme import AuditProgramme, ProgrammeEntry
from audits.models.reviews import ManagementReview, ReviewDecision, ReviewInput
from audits.models.standard import StandardClause

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
    "CorrectiveAction",
    "EffectivenessCheck",
    "Finding",
    "FindingVersion",
    "ItemAnswer",
    "ItemPhoto",
    "ManagementReview",
    "ObjectiveMeasurement",
    "ProgrammeEntry",
    "QualityObjective",
    "ReviewDecision",
    "ReviewInput",
    "SampledDossier",
    "StandardClause",
]
