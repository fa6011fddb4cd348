"""What changes audits: one verb, one transaction, checks inside."""
