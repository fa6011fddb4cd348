"""Existing dossiers from a table of another system: `reading` makes records of a file, `checking` compares them with
the office, `writing` stores them: all or nothing.
"""
