"""Whether a sentence says yes where another says no: negations by the word they negate, and pairs of opposites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.copycheck.words import Word, stem

_DENYING = "not no never nor neither none nobody nothing without cannot hardly scarcely"
_NOT = frozenset(_DENYING.split())
_REFUSALS = (
    "denied denies deny denying refused refuses refuse refusing failed fails fail failing declined declines decline "
    "rejected rejects reject rejecting unable unlikely avoided avoid prevented prevent stopped lacked lacks lack "
    "lacking unwilling impossible"
)
_REFUSING = frozenset(map(stem, _REFUSALS.split()))
_OPPOSITES = (
    ("rise rises rose risen rising", "fall falls fell fallen falling drop drops dropped dropping"),
    ("rise rises rose risen rising", "decline declines declined declining"),
    (
        "increase increases increased increasing",
        "decrease decreases decreased decreasing fall fell fallen drop dropped",
    ),
    ("increase increases increased increasing", "reduce reduces reduced reducing decline declined cut"),
    ("grow grows grew grown growing", "shrink shrinks shrank shrunk shrinking"),
    ("gain gains gained gaining", "lose loses lost losing"),
    ("win wins won winning", "lose loses lost losing"),
    ("accept accepts accepted accepting", "reject rejects rejected rejecting refuse refused decline declined"),
    ("approve approves approved approving", "reject rejects rejected rejecting oppose opposed"),
    ("support supports supported supporting", "oppose opposes opposed opposing"),
    ("agree agrees agreed agreeing", "disagree disagrees disagreed disagreeing refuse refused"),
    (
        "allow allows allowed allowing",
        "ban bans banned banning forbid forbids forbade forbidden prohibit prohibited block blocked",
    ),
    ("confirm confirms confirmed confirming", "deny denies denied denying"),
    ("admit admits admitted admitting", "deny denies denied denying"),
    (
        "begin begins began begun beginning start starts started starting",
        "end ends ended ending stop stops stopped finish finished",
    ),
    ("open opens opened opening", "close closes closed closing shut"),
    ("arrive arrives arrived arriving", "leave leaves left leaving depart departed"),
    ("succeed succeeds succeeded succeeding", "fail fails failed failing"),
    ("guilty convicted convict", "innocent acquitted acquit cleared"),
    ("above over", "below under"),
    ("before", "after"),
    ("more", "less fewer"),
    ("higher", "lower"),
    ("larger bigger", "smaller"),
    ("better", "worse"),
    ("best", "worst"),
    ("most", "least"),
    ("highest", "lowest"),
    ("largest biggest", "smallest"),
    ("always", "never"),
    ("possible", "impossible"),
    ("likely", "unlikely"),
    ("able", "unable"),
    ("legal", "illegal"),
    ("safe", "unsafe dangerous"),
    ("alive survived survive survives", "dead died dies killed"),
    ("buy buys bought buying", "sell sells sold selling"),
    ("strengthen strengthened strengthens", "weaken weakened weakens"),
    ("stronger", "weaker"),
    ("faster", "slower"),
    ("early earlier", "late later"),
    ("positive", "negative"),
    ("present", "absent"),
    ("first", "last"),
    ("include includes included including", "exclude excludes excluded excluding"),
    ("raise raises raised raising", "lower lowers lowered lowering cut cuts cutting reduce reduced"),
    ("remember remembers remembered", "forget forgets forgot forgotten"),
    ("hire hires hired hiring", "fire fires fired firing"),
    ("innocence", "guilt"),
    ("success", "failure"),
    ("victory", "defeat"),
    ("advance advances advanced", "retreat retreats retreated"),
    ("all every", "none"),
    ("everyone everybody", "nobody"),
    ("increased", "stable unchanged"),
    ("for", "against"),
    ("north", "south"),
    ("east", "west"),
    ("northern", "southern"),
    ("eastern", "western"),
)
_REACH = 4  # words between a negation and what it negates
_UNNEGATED = frozenset({"only", "just", "even", "merely", "other", "all", "every", "always", "necessarily"})


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in _OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            for word in mine.split():
                found.setdefault(word, set()).update(theirs.split())
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITE_OF = _table()


@dataclass(frozen=True, slots=True)
class Negated:
    """A word under a negation: indices of both in the list of words."""

    by: int
    word: int


def negated(words: Sequence[Word]) -> list[Negated]:
    """Each negation with the word it bears on: the next word of meaning, if one is near.

    >>> from bot.copycheck.words import words_of
    >>> words = words_of("They did not find the boat, and nobody denied it.")
    >>> [(words[one.by].text, words[one.word].text) for one in negated(words)]
    [('not', 'find'), ('nobody', 'denied')]
    """
    found = []
    for index in range(len(words)):
        if not _negates(words, index) or (index + 1 < len(words) and words[index + 1].text.lower() in _UNNEGATED):
            continue
        for later in range(index + 1, min(len(words), index + 1 + _REACH)):
            if words[later].content and not words[later].text.lower().endswith("ly"):
                found.append(Negated(index, later))
                break
    return found


def _negates(words: Sequence[Word], index: int) -> bool:
    """Whether a word negates where it stands: "ruled out" does, "No 11" does not, "yet to" does."""
    after = words[index + 1].text.lower() if index + 1 < len(words) else ""
    if words[index].text.lower() in {"rule", "ruled", "rules", "ruling"}:
        return after == "out"
    if words[index].text.lower() == "yet":
        return after == "to"
    return is_negation(words[index]) and not (words[index].text == "No" and after[:1].isdigit())


def is_negation(word: Word) -> bool:
    """Whether a word negates: "not", "didn’t", "never", "refused"."""
    lower = word.text.lower()
    return lower in _NOT or lower.endswith(("n't", "n’t")) or lower == "cant" or word.stem in _REFUSING


def plain_negation(word: Word) -> bool:
    """Whether a word negates and says nothing else."""
    lower = word.text.lower()
    return lower in _NOT or lower.endswith(("n't", "n’t"))


def opposites(mine: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[int, int]]:
    """Words of mine that they do not have and whose opposite they have and I have not, as index and index."""
    my_words, their_words = {word.text.lower() for word in mine}, {word.text.lower() for word in theirs}
    found = []
    for index, word in enumerate(mine):
        lower = word.text.lower()
        against = (_OPPOSITE_OF.get(lower, frozenset()) & their_words) - my_words
        if against and lower not in their_words:
            place = next(number for number, other in enumerate(theirs) if other.text.lower() in against)
            found.append((index, place))
    return found
