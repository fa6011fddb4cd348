"""Drafts out of the system in our own format: page → record → canonical layout → YAML, JSON or XLSX.

The way back is `procedures.importers`: what is exported here comes in again there and changes nothing.
"""
