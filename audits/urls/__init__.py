"""Addresses of audits, one module per feature."""
