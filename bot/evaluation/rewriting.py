"""Light rewriting that keeps a sentence true, as a sub-editor rewrites agency copy. Seeded; no model is used."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_SMALL = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_CONTRACTIONS = {
    "did not": "didn’t", "is not": "isn’t", "was not": "wasn’t",
    "do not": "don’t", "does not": "doesn’t", "has not": "hasn’t",
    "have not": "haven’t", "will not": "won’t", "would not": "wouldn’t", "could not": "couldn’t", "cannot": "can’t",
    "are not": "aren’t", "were not": "weren’t", "had not": "hadn’t",
}  # fmt: skip
_WORDS = {
    "more than": "over", "approximately": "about", "percent": "per cent", "began": "started", "however": "though",
    "people": "persons", "attempted": "tried", "purchase": "buy", "purchased": "bought", "announced": "made public",
    "killed": "left dead", "injured": "hurt", "children": "kids", "large": "big",
    "received": "got", "near": "close to",
    "help": "aid", "including": "among them", "because": "since", "million": "m", "United States": "U.S.",
    "officials": "authorities", "currently": "now", "additional": "further", "required": "needed",
}  # fmt: skip
_ADVERB = re.compile(r" (?!only|early|family|likely|unlikely|nearly|daily|hardly|reply|supply)[a-z]{4,}ly(?= [a-z])")
_QUOTED = re.compile(r"([“\"][^“”\"]*[”\"])")


def rewrite(sentence: str, rng: random.Random) -> str:
    """The sentence with one to three changes that keep it true; quotations keep their words.

    Args:
        sentence: any.
        rng: chooses.
    """
    ways = [_openers, _adverbs, _said, _contraction, _digits, _synonyms, _marks, _turned, _trailing]
    for way in rng.sample(ways, len(ways))[: rng.choice([3, 4, 5])]:
        sentence = way(sentence, rng)
    return sentence


def _outside(sentence: str, change: Callable[[str], str]) -> str:
    """Apply a change to what stands outside of quotations."""
    parts = _QUOTED.split(sentence)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))


def _openers(sentence: str, rng: random.Random) -> str:
    found = re.match(r"(?:But|And|However,|Meanwhile,|So|Yet|Still,|In addition,|Additionally,) (\w)", sentence)
    return found[1].upper() + sentence[found.end() :] if found else sentence


def _adverbs(sentence: str, rng: random.Random) -> str:
    return _outside(sentence, lambda text: _ADVERB.sub("", text, count=1))


def _said(sentence: str, rng: random.Random) -> str:
    other = rng.choice(["stated", "explained", "added", "noted"])
    return _outside(sentence, lambda text: re.sub(r"\bsaid\b", other, text, count=1))


def _contraction(sentence: str, rng: random.Random) -> str:
    def change(text: str) -> str:
        for long, short in _CONTRACTIONS.items():
            if re.search(rf"\b{long}\b", text):
                return re.sub(rf"\b{long}\b", short, text)
            if short in text:
                return text.replace(short, long)
        return text

    return _outside(sentence, change)


def _digits(sentence: str, rng: random.Random) -> str:
    pattern = re.compile(r"\b(" + "|".join(_SMALL) + r")\b(?= [a-z]{4,}s\b)")
    return _outside(sentence, lambda text: pattern.sub(lambda one: _SMALL[one[1]], text))


def _synonyms(sentence: str, rng: random.Random) -> str:
    def change(text: str) -> str:
        for old, new in rng.sample(sorted(_WORDS.items()), len(_WORDS)):
            pattern = rf"(?<=\d) {old}\b" if old == "million" else rf"\b{old}\b"
            if re.search(pattern, text):
                return re.sub(pattern, new, text, count=1)
        return text

    return _outside(sentence, change)


def _marks(sentence: str, rng: random.Random) -> str:
    return sentence.replace("“", '"').replace("”", '"').replace("’", "'")


def _turned(sentence: str, rng: random.Random) -> str:
    """The speaker first: “We lost,” Ann Lee said. -> Ann Lee said: “We lost.”."""
    found = re.fullmatch(r"([“\"][^“”\"]+),([”\"]) (said [A-Z][\w ]+|[A-Z][\w ]+ said)\.", sentence)
    if not found:
        return sentence
    words = found[3]
    who = words.removeprefix("said ").removesuffix(" said")
    return f"{who} said: {found[1]}.{found[2]}"


def _trailing(sentence: str, rng: random.Random) -> str:
    found = re.fullmatch(r"([^“”\"]{50,}), (?!and |but |or |said |which |who )[a-z][^,“”\"]{5,50}\.", sentence)
    return f"{found[1]}." if found else sentence
