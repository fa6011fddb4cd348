"""Handbooks: what a new edition changes, who proposes, issues, reads and confirms."""
