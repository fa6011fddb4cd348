"""Screens of dossiers: views translate, `services` decide and write."""
