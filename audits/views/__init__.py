"""Pages of audits, one module per feature."""
