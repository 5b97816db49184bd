"""Whether words are said or denied: what a negation bears on, and which words are opposites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.words import Word, stem

_DENYING = "not no never nor neither none nobody nothing without cannot hardly scarcely barely rarely seldom"
_NOT = frozenset(_DENYING.split())
_REFUSALS = (
    "denied refused failed declined rejected avoided prevented stopped lacked unable unlikely unwilling impossible "
    "barred banned forbade halted abandoned"
)
_REFUSING = frozenset(map(stem, _REFUSALS.split()))
# "No sign that …", "it is not clear whether …": the negation bears on all that follows.
_KNOWING = (
    "clear certain confirmed evidence sign indication proof say said specified explained disclosed "
    "decided guarantee indicated mean plan intend expected"
)
_EPISTEMIC = frozenset(map(stem, _KNOWING.split()))
_LIGHT_WORDS = "able yet immediately longer currently been being go get"
_LIGHT = frozenset(map(stem, _LIGHT_WORDS.split()))
_DECIDING_WORDS = "vote voted decide advise argue rule recommend warn"  # … against it
_DECIDING = frozenset(map(stem, _DECIDING_WORDS.split()))
_UNNEGATED = frozenset({"only", "just", "even", "merely", "other", "all", "every", "always", "necessarily", "alone"})
_CLAUSE_MARKS = frozenset(',;:()—–“”"')
_OPENING = "but although though while whereas because unless after before so until"
_CLAUSE_WORDS = frozenset(_OPENING.split())
_REACH, _FAR = 2, 6  # words of meaning that a negation bears on; behind "not clear whether"

# Each line is an axis and its two poles. Words of opposite poles contradict wherever two sentences speak of one matter.
_AXES = (
    "rise increase grow climb gain jump soar surge up higher high / fall decrease decline drop shrink sink plunge "
    "slump slide tumble reduce down lower low",
    "raise boost expand / cut lower reduce slash shrink",
    "win victory / lose",
    "accept agree approve back endorse support favour favor welcome supporter / reject refuse oppose object disapprove "
    "veto disagree resist opponent",
    "allow permit let legal legalise legalize lawful may / ban forbid prohibit block bar illegal outlaw unlawful",
    "confirm admit acknowledge / deny dispute",
    "begin start launch open reopen / end close shut finish halt suspend",
    "keep maintain retain stay remain / abandon scrap quit resign leave drop",
    "arrive enter / depart leave exit",
    "succeed success / fail failure",
    "guilty convict / innocent acquit clear",
    "survive alive survivor live / die kill fatal",
    "buy purchase acquire / sell",
    "strengthen strong stronger / weaken weak weaker",
    "hire recruit appoint / fire sack dismiss",
    "uphold affirm / overturn quash reverse strike",
    "safe / dangerous unsafe",
    "public visible publish disclose reveal show / private hidden secret hide conceal withhold",
    "mandatory compulsory required obligatory / voluntary optional",
    "remember / forget",
    "include / exclude",
    "advance / retreat",
    "improve better improvement / worsen worse deteriorate",
    "early / late",
    "free release / jail imprison detain arrest",
    "accelerate faster quicken / slow slower",
    "love like praise hail / hate dislike criticise criticize condemn",
    "present attend / absent miss skip boycott",
    "unanimous unanimously / split divided narrow narrowly",
    "temporary temporarily / permanent permanently",
    "profit / loss",
    "hot hotter warm warmer / cold colder cool cooler",
    "rich / poor",
    "young younger / old older",
    "stop avoid / continue resume",
)
# These contradict only where one stands in the place of the other.
_PLACED = (
    "more / less fewer",
    "most / least",
    "above over exceed / below under",
    "before / after",
    "larger bigger / smaller",
    "best / worst",
    "highest / lowest",
    "largest biggest / smallest",
    "always / never",
    "possible / impossible",
    "likely / unlikely",
    "able / unable",
    "positive / negative",
    "first / last",
    "all every / none",
    "everyone everybody / nobody",
    "for / against",
    "north / south",
    "east / west",
    "northern / southern",
    "eastern / western",
    "increased / stable unchanged",
    "gain / lose",
    "stronger / weaker",
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_SHORTEST = 4


def _sides(lines: Iterable[str]) -> dict[str, frozenset[tuple[int, int]]]:
    """Each word's axes, as number of the line and 0 or 1 for the pole."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        for pole, words in enumerate(line.split(" / ")):
            for word in words.split():
                found.setdefault(stem(word), set()).add((number, pole))
    return {word: frozenset(places) for word, places in found.items()}


_FREE, _BOUND = _sides(_AXES), _sides(_PLACED)


@dataclass(frozen=True, slots=True)
class Told:
    """A word of meaning and whether it is said or denied.

    Attributes:
        place: its index among the words.
        clause: number of its clause.
        by: index of the word that denies it; None where it is said.
        firm: whether the denial surely bears on it: it stands first behind it, or behind "no sign that".
    """

    place: int
    clause: int
    by: int | None
    firm: bool = False


def told(text: str, words: Sequence[Word]) -> list[Told]:
    """The words of meaning of a sentence, each said or denied.

    >>> from bot.words import words_of
    >>> text = "They did not find the boat, and nobody denied it."
    >>> words = words_of(text)
    >>> [(words[one.place].text, words[one.by].text if one.by else None) for one in told(text, words)]
    [('find', 'not'), ('boat', 'not'), ('nobody', None), ('denied', None)]
    """
    clauses = list(_clauses(text, words))
    found: dict[int, Told] = {}
    for place, word in enumerate(words):
        if word.content or word.stem in _BOUND:
            found.setdefault(place, Told(place, clauses[place], None))
        if _negates(words, place):
            scope = list(_scope(words, clauses, place))
            for order, later in enumerate(scope):
                found[later] = Told(later, clauses[later], place, order == 0 or len(scope) > _REACH)
    return [found[place] for place in sorted(found)]


def _clauses(text: str, words: Sequence[Word]) -> Iterator[int]:
    """The number of each word's clause."""
    number = 0
    for place, word in enumerate(words):
        between = text[words[place - 1].end : word.start] if place else ""
        if any(mark in _CLAUSE_MARKS for mark in between) or word.text.lower() in _CLAUSE_WORDS:
            number += 1
        yield number


def _scope(words: Sequence[Word], clauses: Sequence[int], place: int) -> Iterator[int]:
    """The words that a negation bears on, within its clause."""
    if place + 1 < len(words) and words[place + 1].text.lower() in _UNNEGATED:
        return
    left = _REACH
    for later in range(place + 1, len(words)):
        word = words[later]
        if clauses[later] != clauses[place] or not left:
            return
        skipped = word.text.lower().endswith("ly") or word.stem in _LIGHT or is_negation(word)
        if word.content and not skipped:
            if left == _REACH and word.stem in _EPISTEMIC:
                left = _FAR
            yield later
            left -= 1


def _negates(words: Sequence[Word], index: int) -> bool:
    """Whether a word negates where it stands: "ruled out" does, "No 11" does not, "yet to" does."""
    after = words[index + 1].text.lower() if index + 1 < len(words) else ""
    if words[index].text.lower() in {"rule", "ruled", "rules", "ruling"}:
        return after == "out"
    if words[index].text.lower() == "yet":
        return after == "to"
    if words[index].text.lower() == "against":
        return index > 0 and words[index - 1].stem in _DECIDING
    return is_negation(words[index]) and not (words[index].text == "No" and after[:1].isdigit())


def is_negation(word: Word) -> bool:
    """Whether a word negates: "not", "didn’t", "never", "refused"."""
    return plain_negation(word) or word.text.lower() == "cant" or word.stem in _REFUSING


def plain_negation(word: Word) -> bool:
    """Whether a word negates and says nothing else."""
    lower = word.text.lower()
    return lower in _NOT or lower.endswith(("n't", "n’t"))


def opposed(one: Word, other: Word) -> bool:
    """Whether two words contradict wherever both speak of one matter."""
    mine, theirs = one.text.lower(), other.text.lower()
    return _apart(_FREE, one, other) or _prefixed(mine, theirs) or _prefixed(theirs, mine)


def opposed_in_place(one: Word, other: Word) -> bool:
    """Whether two words contradict where one stands in the place of the other."""
    return opposed(one, other) or _apart(_BOUND, one, other)


def _apart(sides: dict[str, frozenset[tuple[int, int]]], one: Word, other: Word) -> bool:
    return any((axis, 1 - pole) in sides.get(other.stem, ()) for axis, pole in sides.get(one.stem, ()))


def _prefixed(long: str, short: str) -> bool:
    """Whether one word is the other behind "un-" or the like."""
    return len(short) >= _SHORTEST and any(long == prefix + short for prefix in _PREFIXES)
