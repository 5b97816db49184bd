"""The words of a sentence as a check of wording compares them: stems, figures by value, and what turns the sense."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[$£€¥₩₹%]")


def _listed(*lines: str) -> tuple[str, ...]:
    """The words of some lines."""
    return tuple(" ".join(lines).split())


_NUMBERS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
    "eighteen nineteen twenty",
)
_TENS = _listed("thirty forty fifty sixty seventy eighty ninety")
_VALUES = {word: str(value) for value, word in enumerate(_NUMBERS)} | {
    word: str(10 * value) for value, word in enumerate(_TENS, start=3)
}
_SCALES = frozenset(_listed("dozen hundred thousand million billion trillion"))

# Words that a shorter or longer wording may drop or add without saying something else.
_LIGHT = frozenset(
    _listed(
        "a an the of in on at by to with as for from into that which who whom whose is are was were be been being am",
        "has have had having do does did it its they them their this these those there here so both and also then",
        "while when where",
    )
)
# Words that turn what stands beside them: whoever drops one of them says something else.
_TURNING = frozenset(
    _listed(
        "not no never none nor neither hardly barely nearly almost without unless if until before after instead",
        "against only except but may might could would should can will must shall likely unlikely possible possibly",
        "perhaps maybe allegedly reportedly apparently presumably falsely false untrue hoax rumour rumor former acting",
        "deputy fake mock more less fewer most least over under above below than half all every some many few nothing",
        "nobody up down out off around about approximately roughly exactly close estimated average",
    )
)
_TURNING_VERBS = _listed(
    "deny reject refuse fail avoid prevent stop cancel doubt plan want hope expect threaten urge ask propose consider",
    "accuse suspect allege claim believe fear predict forecast seek try attempt aim intend pledge promise vow demand",
    "order suggest scrap halt abandon block overturn reverse dismiss question dispute retract withdraw drop",
)
_SAYING = _listed(
    "say tell accord add state argue insist claim allege believe think warn testify write announce report explain",
    "admit confirm deny describe call quote estimate accuse acknowledge recall concede declare reply stress recount",
    "complain tweet",
)
_IRREGULAR = {
    "said": "say", "says": "say", "told": "tell", "died": "die", "dead": "die", "death": "die", "deaths": "die",
    "won": "win", "lost": "lose", "made": "make", "began": "begin", "begun": "begin", "took": "take", "taken": "take",
    "gave": "give", "given": "give", "went": "go", "gone": "go", "held": "hold", "found": "find", "left": "leave",
    "led": "lead", "met": "meet", "sold": "sell", "bought": "buy", "built": "build", "broke": "break",
    "broken": "break", "grew": "grow", "grown": "grow", "rose": "rise", "risen": "rise", "fell": "fall",
    "fallen": "fall", "shot": "shoot", "sent": "send", "spent": "spend", "men": "man", "women": "woman",
    "children": "child", "thought": "think", "wrote": "write", "written": "write", "sought": "seek", "cannot": "can",
    "injured": "hurt", "injuries": "hurt", "injury": "hurt", "percent": "%", "wo": "will", "ca": "can",
    "per cent": "%", "kept": "keep", "paid": "pay", "came": "come", "drew": "draw", "drawn": "draw", "flew": "fly",
}  # fmt: skip
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, figure, currency or percent sign of a text.

    Attributes:
        text: as printed, without a possessive ending.
        stem: what is compared: a stem, or a figure's value in digits.
        start: its first character.
        end: one past its last, a possessive ending included.
        owns: whether it ends in a possessive.
    """

    text: str
    stem: str
    start: int
    end: int
    owns: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, in digits or in words."""
        return self.stem[0].isdigit() or self.stem in _SCALES

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper() and self.text != "I"

    @property
    def is_light(self) -> bool:
        """Whether it may be dropped or added freely."""
        return self.stem in _LIGHT

    @property
    def turns(self) -> bool:
        """Whether dropping or adding it turns the sense."""
        return self.stem in _TURNING or self.stem in _TURNING_STEMS

    @property
    def says(self) -> bool:
        """Whether it attributes."""
        return self.stem in _SAYING_STEMS

    @property
    def dates(self) -> bool:
        """Whether it is a day of the week or a month, which may stand at either end of a sentence."""
        return self.is_capital and _CALENDAR.fullmatch(self.text.casefold()) is not None


@dataclass(frozen=True, slots=True)
class Worded:
    """A text and its words, in order."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> Worded:
        """A text with the words that are found in it."""
        return cls(text, tuple(words_of(text)))

    @property
    def content(self) -> list[int]:
        """The places of the words that count, among `words`."""
        return [place for place, word in enumerate(self.words) if not word.is_light]


def words_of(text: str) -> list[Word]:
    """The words of a text in order.

    >>> [word.stem for word in words_of("Kim’s nine boats didn't stop: 1,200 were lost.")]
    ['kim', '9', 'boat', 'did', 'not', 'stop', '1200', 'were', 'los']
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        whole, start = match.group().replace("’", "'"), match.start()
        folded = whole.casefold()
        if folded.endswith("n't") and len(folded) > 3:
            base = whole[:-3]
            found += [_word(base, start, start + len(base)), Word("not", "not", start + len(base), match.end())]
        elif folded.endswith(("'s", "s'")):
            found.append(_word(whole[:-2] if folded.endswith("'s") else whole[:-1], start, match.end(), owns=True))
        else:
            found.append(_word(whole, start, match.end()))
    return [word for word in found if word.stem]


def _word(text: str, start: int, end: int, *, owns: bool = False) -> Word:
    return Word(text, _stem(text), start, end, owns)


def _stem(text: str) -> str:
    """A word without its ending, a figure by its value: rough, and the same on both sides of a comparison."""
    word = text.casefold()
    if word[:1].isdigit():
        value = word.replace(",", "")
        return value.rstrip("0").rstrip(".") if "." in value else value
    if word in _VALUES:
        return _VALUES[word]
    word = _IRREGULAR.get(word, word)
    if word in _LIGHT or word in _TURNING or word in _SCALES:
        return word
    for ending in ("ing", "ies", "ied", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eyi" else word


_TURNING_STEMS = frozenset(map(_stem, _TURNING_VERBS))
_SAYING_STEMS = frozenset(map(_stem, _SAYING))
