"""Figures of dossiers (DOMAIN 3.10): month counters, exact figures of any period, reports.

counting, figures, periods, charts   pure rules
keeping                              counters follow every change of a dossier
from_counters, from_rows, answers    figures: whole months from counters, everything else from the rows
"""
