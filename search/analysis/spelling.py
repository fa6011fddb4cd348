"""Which letters make a Vietnamese syllable, whether or not any text has it. Pure."""

from __future__ import annotations

import re

_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu "
    "i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oat oay oc oe oen oeo oet oi om on ong oong op ot "
    "u ua uac uach uai uan uang uanh uao uat uau uay uc ue uech uen uenh ueo uet ui um un ung "
    "uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu "
    "y ych yem yen yeng yet yeu ym yn ynh yp yt"
)
_SYLLABLE = re.compile(
    rf"(?:[bcdghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|th|tr)?(?:{_RHYMES.replace(' ', '|')})", re.ASCII
)


def may_be_a_syllable(folded: str) -> bool:
    """Whether a folded, normalised word is spelt like one; "hon" and "vep" are, "honn" and "hno" are not."""
    return _SYLLABLE.fullmatch(folded) is not None
