"""Procedures written in Word, as far as they can be understood: DOCX → pandoc's tree → pieces → sections → layout.

Without Django, so that a limited child process can import it. `pandoc_tree` runs pandoc; all the rest is pure.
"""

from procedures.importers.word.pandoc import PandocError, pandoc_tree
from procedures.importers.word.reading_word import SPEAKS_OF, read_tree
from procedures.importers.word.running_heads import codes_in

__all__ = ["SPEAKS_OF", "PandocError", "codes_in", "pandoc_tree", "read_tree"]
