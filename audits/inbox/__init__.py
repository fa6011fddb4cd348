"""What of audits waits for a person, one module per feature."""
