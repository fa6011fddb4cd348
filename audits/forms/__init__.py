"""Forms of audits, one module per feature."""
