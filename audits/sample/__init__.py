"""The sample year of audits, one module per feature."""
