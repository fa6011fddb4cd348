"""Addresses of dossiers, one module per feature."""
