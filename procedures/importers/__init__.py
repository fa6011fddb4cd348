"""Bringing procedures in from files: parse → report → apply all or nothing.

One door for every format. A reader (`yaml_reading` + `layout`) turns bytes into `ParsedRecord`s and findings and
touches no database; `door` turns records into drafts. Nothing here publishes: an import ends in drafts that go
through review and approval like any other text.
"""
