"""Pages of dossiers, one module per feature."""
