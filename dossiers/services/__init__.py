"""Writes of dossiers. One verb each; every one is one transaction and leaves one or more events."""
