"""Models of procedures. Import from here; the submodules are private."""

from procedures.models.cards import VersionCard
from procedures.models.catalogue import FormTemplate, OnlineLevel, ProcedureField, Subject
from procedures.models.imports import ImportBatch, ImportFile, ImportItem
from procedures.models.index_pages import (
    FeaturedProcedure,
    HomePage,
    InternalProcessIndexPage,
    ProcedureIndexPage,
)
from procedures.models.parts import (
    Case,
    ChannelUse,
    Citation,
    Component,
    EarlierIssue,
    Fee,
    FormUse,
    Occasion,
    RecordKept,
    ResultItem,
    Step,
)
from procedures.models.process_pages import InternalProcessPage, ProcedurePage, ProcessPage

__all__ = [
    "Case",
    "ChannelUse",
    "Citation",
    "Component",
    "EarlierIssue",
    "FeaturedProcedure",
    "Fee",
    "FormTemplate",
    "FormUse",
    "HomePage",
    "ImportBatch",
    "ImportFile",
    "ImportItem",
    "InternalProcessIndexPage",
    "InternalProcessPage",
    "Occasion",
    "OnlineLevel",
    "ProcedureField",
    "ProcedureIndexPage",
    "ProcedurePage",
    "ProcessPage",
    "RecordKept",
    "ResultItem",
    "Step",
    "Subject",
    "VersionCard",
]
