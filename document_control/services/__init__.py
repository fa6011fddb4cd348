"""Writes of document control. One verb each; every one is one transaction. Import from here."""

from document_control.services.issuing import Approval, IssueDetails, approval_records, issue
from document_control.services.register import forget_unissued_document
from document_control.services.reviews import open_reviews_for_legal_change, record_review
from document_control.services.withdrawing import cancel_future_version, withdraw

__all__ = [
    "Approval",
    "IssueDetails",
    "approval_records",
    "cancel_future_version",
    "forget_unissued_document",
    "issue",
    "open_reviews_for_legal_change",
    "record_review",
    "withdraw",
]
