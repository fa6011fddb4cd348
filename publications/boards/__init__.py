"""Boards and postings: what hangs where, what must be replaced, photos, the public list."""
