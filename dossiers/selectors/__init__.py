"""Reads of dossiers: lists, one dossier, schedules. A bounded number of queries each."""
