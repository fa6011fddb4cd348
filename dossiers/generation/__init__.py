"""Invented dossiers in the numbers of a ward or a district, for demonstrations and measurements.

`plans` says how many, `office` reads what they are made of, `spread` when they come in, `histories` what happens to
each (pure), `rows` what is stored of it, `writing` does it.
"""
