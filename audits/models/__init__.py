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
from audits.models.index_sets import IndexComponent, IndexCriterion, IndexDomain, IndexSet
from audits.models.objectives import ObjectiveMeasurement, QualityObjective
from audits.models.programme import AuditProgramme, ProgrammeEntry
from audits.models.reform_index import Assessment, Score, ScoreEvidence
from audits.models.reviews import ManagementReview, ReviewDecision, ReviewInput
from audits.models.standard import StandardClause
from audits.models.standings import PublishedStanding
from audits.models.templates import ChecklistQuestion, ChecklistTemplate

__all__ = [
    "ActionEvidence",
    "ActionVerification",
    "Assessment",
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
    "IndexComponent",
    "IndexCriterion",
    "IndexDomain",
    "IndexSet",
    "ItemAnswer",
    "ItemPhoto",
    "ManagementReview",
    "ObjectiveMeasurement",
    "ProgrammeEntry",
    "PublishedStanding",
    "QualityObjective",
    "ReviewDecision",
    "ReviewInput",
    "SampledDossier",
    "Score",
    "ScoreEvidence",
    "StandardClause",
]
