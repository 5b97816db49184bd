"""Whether a sentence is a shortening of another that keeps its sense, word by word.

Every word that counts must stand in the longer sentence, in the same order. What was left out between them is looked
at: nothing that turns the sense, no head of a phrase ("the son of"), no figure between a figure and what it counts.
Rules of this kind are blunt. They are made to refuse what is true rather than to pass what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from bot.wording import Word, Worded

Places: TypeAlias = list[tuple[int, int]]  # (word of the sentence, word of the source), in order

_BEFORE, _AFTER = 5, 3  # words on either side of what was taken that may turn it
_MOST_SKIPPED = 4  # words that count, between two that were taken
_BREAK = re.compile(r"[,;:()\[\]“”\"—–]|\s-\s")
_COMMA = re.compile(r"[\s”\"]*[,(–—]")
_PREPOSITIONS = {"of", "for", "by", "from", "with", "to", "in", "at", "against", "under", "over", "into", "as"}
_ARTICLES = {"the", "a", "an", "its", "their"}
_MODIFIERS = 2  # words before a noun that belong to it
_CUTTING_OFF = {"after", "before", "until", "since", "because"}  # a sentence may end before them
_JOINING = {"and", "while", "when"}


def shortens(sentence: Worded, source: Worded) -> bool:
    """Whether `sentence` says less than `source`, and nothing else.

    >>> source = Worded.of("Heavy snow closed the Hallin pass on Friday, and some 300 drivers slept in a school.")
    >>> for text in ("Heavy snow closed the pass on Friday.", "300 drivers slept.", "Snow closed a school."):
    ...     print(shortens(Worded.of(text), source))
    True
    False
    False
    """
    return any(_keeps_the_sense(sentence, source, places) for places in _placings(sentence, source))


def _placings(sentence: Worded, source: Worded) -> Iterator[Places]:
    """Where the sentence's words stand in the source, in the same order; one placing for each place of the first."""
    wanted = _without_a_moved_date(sentence, source)
    if not wanted:
        return
    for first, word in enumerate(source.words):
        if word.stem != sentence.words[wanted[0]].stem:
            continue
        places, place = [(wanted[0], first)], first
        for index in wanted[1:]:
            found = range(place + 1, len(source.words))
            stem = sentence.words[index].stem
            place = next((other for other in found if source.words[other].stem == stem), -1)
            if place < 0:
                break
            places.append((index, place))
        else:
            yield places


def _without_a_moved_date(sentence: Worded, source: Worded) -> list[int]:
    """The places of the words that count, without a day at one end that stands at the other end of the source."""
    wanted, there = sentence.content, source.content
    if len(wanted) < 2 or not there:
        return wanted
    for end, other in ((0, -1), (-1, 0)):
        word = sentence.words[wanted[end]]
        if word.dates and word.stem == source.words[there[other]].stem:
            del wanted[end]
            break
    return wanted


def _keeps_the_sense(sentence: Worded, source: Worded, places: Places) -> bool:
    taken = {place for _, place in places}
    first, last = places[0][1], places[-1][1]
    around = range(_reach(source, first, -1, _BEFORE), _reach(source, last, 1, _AFTER) + 1)
    if any(source.words[place].turns and place not in taken for place in around):
        return False
    return (
        _begins_a_clause(source, first)
        and all(_same_role(sentence, source, *one) for one in places)
        and all(_skips_little(source, taken, left[1], right[1]) for left, right in pairwise(places))
    )


def _reach(source: Worded, place: int, step: int, most: int) -> int:
    """The place at most so many words before or after, within what "after", or "and" with a comma, does not cut off."""
    for _ in range(most):
        if not 0 <= place + step < len(source.words):
            break
        if step > 0 and source.words[place + step].stem in _CUTTING_OFF:
            break
        left, right = sorted((place, place + step))
        cut = _BREAK.search(source.text, source.words[left].end, source.words[right].start)
        if cut and source.words[right].stem in _JOINING:
            break
        place += step
    return place


def _begins_a_clause(source: Worded, first: int) -> bool:
    """Whether what was taken begins with the head of its clause: "Kim" does not in "the firm that Kim founded"."""
    seen_light = False
    for place in range(first - 1, -1, -1):
        word = source.words[place]
        if _BREAK.search(source.text, word.end, source.words[place + 1].start):
            return True
        if word.stem in _JOINING or word.says:
            return True
        if word.is_light:
            seen_light = True
        elif seen_light and not word.dates:
            return False
    return True


def _same_role(sentence: Worded, source: Worded, index: int, place: int) -> bool:
    """Whether a name is one there too, owns in both or in neither, and follows the same preposition."""
    here, there = sentence.words[index], source.words[place]
    if here.dates:
        return True
    if here.owns != there.owns:
        return False
    if index and here.is_capital and not there.is_capital:
        return False
    return _preposition(sentence.words, index) == _preposition(source.words, place)


def _preposition(words: Sequence[Word], index: int) -> str:
    """The preposition that a word's phrase begins with; the empty string for none."""
    before_article = False
    for place in range(index - 1, max(index - 2 - _MODIFIERS, -1), -1):
        if words[place].stem in _PREPOSITIONS:
            return words[place].stem
        if before_article or (words[place].is_light and words[place].stem not in _ARTICLES):
            return ""
        before_article = words[place].stem in _ARTICLES
    return ""


def _skips_little(source: Worded, taken: set[int], left: int, right: int) -> bool:
    """Whether nothing that matters was left out between two words taken one after the other."""
    skipped = [source.words[place] for place in range(left + 1, right) if not source.words[place].is_light]
    between = source.text[source.words[left].end : source.words[right].start]
    if not skipped:
        return True
    if _COMMA.match(between) and between.rstrip().endswith((",", ")", "–", "—")):
        return True  # what stands between two commas belongs to the word before it
    figures = source.words[left].is_figure or source.words[right].is_figure
    if any(word.is_figure for word in skipped) or len(skipped) > (1 if figures else _MOST_SKIPPED):
        return False
    if _BREAK.search(between) or any(source.words[place].stem in _JOINING for place in range(left + 1, right)):
        return False
    after = source.words[left + 1]
    adjacent = not after.is_light and left + 1 not in taken and not source.words[left].is_figure
    return not adjacent or after.is_capital or after.text.endswith("ly")
