"""What changed between two snapshots: in sentences for people, and field by field for the record.

Public: ``change_sentences`` and ``field_rows`` with the dataclasses they return, and ``normalised``,
which says when two snapshots count as equal. The modules below are not for import from outside:
``words`` (diff of two texts) and ``matching`` (diff of two lists) know nothing of procedures, ``layout``
says what a snapshot contains, ``rows`` and the ``*_sentences`` modules build the two views on it.
"""

from procedures.comparison.normalising import normalised
from procedures.comparison.rows import FieldRow, field_rows
from procedures.comparison.sentences import change_sentences
from procedures.comparison.wording import ChangeSentence
from procedures.comparison.words import Fragment

__all__ = ["ChangeSentence", "FieldRow", "Fragment", "change_sentences", "field_rows", "normalised"]
