"""The words of a text with their places and stems: what texts are compared by."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_TOKEN = re.compile(r"\d[\d.,]*\d|\w+(?:[’'](?:s|t|re|ve|ll|d|m)\b)?(?:\.(?=\w\.))?", re.UNICODE)
_POSSESSIVE = re.compile(r"[’']s?$")
_STOP = (
    "a about after again all also an and any are as at be because been before being both but by can could did do "
    "does for from had has have he her here hers him his how i if in into is it its just may me might more most "
    "must my no not of on one or other our out over own said say says she should so some such than that the their "
    "them then there these they this those through to told too under until up upon us very was we were what when "
    "where whether which while who whom whose why will with would you your"
)
STOP = frozenset(_STOP.split())
# Base form, then the forms that a rule of endings does not lead back to it.
_IRREGULAR_FORMS = (
    "begin began begun, bear bore borne, beat beaten, become became, bite bit bitten, blow blew blown, break broke "
    "broken, bring brought, build built, buy bought, catch caught, choose chose chosen, come came, deal dealt, die "
    "dead dying death, draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, "
    "feed fed, feel felt, fight fought, find found, fly flew flown, forbid forbade forbidden, forget forgot "
    "forgotten, freeze froze frozen, get got gotten, give gave given, go went gone, grow grew grown, hang hung, "
    "hear heard, hide hid hidden, hold held, keep kept, know knew known, lead led, leave left, lend lent, lose lost "
    "losing loss, make made, mean meant, meet met, pay paid, ride rode ridden, rise rose risen rising, run ran, see "
    "saw seen, seek sought, sell sold, send sent, shake shook shaken, shoot shot, shrink shrank shrunk, sink sank "
    "sunk, sit sat, speak spoke spoken, spend spent, stand stood, steal stole stolen, strike struck stricken, swear "
    "swore sworn, swim swam swum, take took taken, teach taught, tear tore torn, think thought, throw threw thrown, "
    "wear wore worn, uphold upheld, withhold withheld, win won winning, withdraw withdrew withdrawn, write wrote "
    "written, man men, woman women, child children, person people persons, foot feet, say said says, tell told, "
    "deny denied denies denial, refuse refusal, approve approval, arrive arrival, survive survival survivor, reopen "
    "reopened, injure injury injured hurt"
)
_IRREGULAR = {form: base for base, *forms in (group.split() for group in _IRREGULAR_FORMS.split(",")) for form in forms}
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start, end: its characters.
        text: as written.
        stem: lower-case, without its ending: what is compared.
    """

    start: int
    end: int
    text: str
    stem: str

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.text.lower() not in STOP


def words_of(text: str) -> list[Word]:
    """The words of a text in order.

    >>> [word.stem for word in words_of("The mayor’s boats landed 1,200 people.")]
    ['the', 'mayor', 'boat', 'land', '1,200', 'person']
    """
    return [Word(*found.span(), found.group(), stem(found.group())) for found in _TOKEN.finditer(text)]


def stem(word: str) -> str:
    """A word without possessive and ending, irregular forms by their base: Snowball's English stem.

    >>> stem("Carried"), stem("carries"), stem("confirmation"), stem("rose"), stem("rising")
    ('carri', 'carri', 'confirm', 'rise', 'rise')
    """
    return _stem(_POSSESSIVE.sub("", word.lower()))


@lru_cache(100_000)
def _stem(lower: str) -> str:
    with _ONE_AT_A_TIME:  # a stemmer keeps the word that it works on
        return str(_STEMMER.stemWord(_IRREGULAR.get(lower, lower)))
