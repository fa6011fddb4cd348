"""What the kinds of findings are called in filters and headings."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.importers.findings import FindingKind as K

KIND_WORDS: dict[str, str | Promise] = {
    K.FILE_EMPTY: _("empty file"),
    K.FILE_UNREADABLE: _("file cannot be opened"),
    K.FILE_TOO_LARGE: _("file too large"),
    K.FILE_ENCODING: _("wrong encoding"),
    K.FILE_BROKEN: _("broken file"),
    K.FILE_WRONG_FORMAT: _("wrong kind of file"),
    K.FILE_OLD_WORD: _("old Word format"),
    K.FILE_ENCRYPTED: _("file with a password"),
    K.FILE_BOMB: _("packed file too large"),
    K.FILE_TOO_SLOW: _("reading took too long"),
    K.FILE_UNREADABLE_FONT: _("font cannot be converted"),
    K.FILE_MACROS: _("macros"),
    K.FONT_CONVERTED: _("old font converted"),
    K.TRACKED_CHANGES: _("tracked changes"),
    K.COMMENTS: _("comments"),
    K.TEXT_BOX: _("text in boxes"),
    K.PICTURE: _("pictures"),
    K.VALUE_MISSING: _("missing"),
    K.VALUE_INVALID: _("not usable"),
    K.VALUE_DOUBTFUL: _("doubtful"),
    K.VALUE_TOO_LONG: _("too long"),
    K.VALUE_MARKUP: _("HTML tags"),
    K.VALUE_CONTROL: _("control characters"),
    K.KEY_UNKNOWN: _("unknown key"),
    K.KEY_NOT_KEPT: _("not kept by the system"),
    K.TEXT_NOT_PLACED: _("text without a place"),
    K.TIME_CONFLICT: _("contradictory time limits"),
    K.TIME_FRACTION: _("time limit with a fraction"),
    K.TIME_ONLY_IN_WORDS: _("time limit only in words"),
    K.FEE_ZERO_WITH_WORDS: _("fee 0, but a fee in the text"),
    K.FEE_ONLY_IN_WORDS: _("fee only in words"),
    K.FEE_IN_ATTACHMENT: _("fee in an attachment"),
    K.ACT_MALFORMED: _("number of an act malformed"),
    K.ACT_UNKNOWN: _("act not in the list"),
    K.ACT_TWICE: _("act named twice"),
    K.ACT_REPLACED: _("act replaced by another"),
    K.LEGAL_PART_MISSING: _("part required by law missing"),
    K.LEVEL_SEVERAL: _("several levels"),
    K.STEPS_PROPOSED: _("proposed steps to confirm"),
    K.STEP_NOT_UNDERSTOOD: _("step not understood"),
    K.MERGED_CELLS: _("merged cells"),
    K.ROW_NOT_UNDERSTOOD: _("row not understood"),
    K.CODE_MALFORMED: _("malformed code"),
    K.CODE_PROPOSED: _("code proposed for the time being"),
    K.CODE_EXISTS: _("code exists already"),
    K.CODE_TWICE: _("same code twice in this import"),
    K.NAME_EXISTS: _("name exists already"),
    K.SUPERSEDED: _("procedure replaced or abolished"),
    K.CHANGED_HERE: _("changed in the office"),
    K.DRAFT_REPLACED: _("draft replaced"),
    K.UNDER_REVIEW: _("under review"),
    K.NOT_SUBMITTED: _("not complete for review"),
    K.NO_RIGHT: _("no right to write it"),
    K.CATALOGUE_MISSING: _("missing in the lists"),
    K.NOTE: _("notes"),
}


def kind_words(kind: str) -> str:
    """The words for a kind; the kind itself where it is newer than this list."""
    return str(KIND_WORDS.get(kind, kind))
