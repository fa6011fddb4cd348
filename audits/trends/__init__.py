"""Findings counted by clause, unit, grade, source and year: where the same thing goes wrong again."""
