"""How Vietnamese text becomes search terms, and how a query is understood. Pure: no Django, no search engine.

`marks` one spelling for every way of writing a syllable · `tokens` syllables and pairs · `numbers` legal numbers and
codes · `synonyms` everyday names · `model` restores marks and repairs slips · `query` puts it together.

`ANALYSIS_VERSION` is part of every index: raise it whenever the same text would give other terms.
"""

ANALYSIS_VERSION = 2
