"""The import desk: files of an office come in, are read, corrected by people, and become drafts.

`services` writes, `selectors` reads, `policies` says who may; `matching` finds what the office has already. The readers
of the formats are in `procedures.importers`, which knows neither files in the database nor people.
"""
