"""The words of a text as BM25 counts them: the same for what is indexed and for what is asked."""

import re
import unicodedata

import Stemmer  # type: ignore[import-not-found]  # compiled, without stubs

# Raised when a change here makes other words of the same text: an index saved before it is then refused.
WORDS_VERSION = 1

# A number with its inner points and commas; initials with points (u.s, p.m); a word, which begins with a
# letter and may hold digits (g7) and inner apostrophes. So a hyphen or a slash parts two words, and a
# number is parted from the unit behind it: "£5m" and "£5 m" are the same two words.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
    r"|[^\W\d_][^\W_]*(?:'[^\W_]+)*"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MARKS = re.compile("[\u0300-\u036f]")  # what NFKD splits off Latin, Greek and Cyrillic letters
# Apostrophes of every make, and the letters in names that Unicode does not decompose.
_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
    | {"æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# What a question is built with and says nothing of its subject. Where few texts are held such a word can be
# rare, so that its idf alone does not keep it down.
_STOP_WORDS = (
    "a about an and any are as at be been being but by can could did do does for from had has have how if in"
    " into is it its many may might much of on or should so such than that the their then there these they"
    " this those to was were what when where which who whom whose why will with would"
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")


class WordReader:
    """Splits a text into folded, stemmed words. Not thread-safe: the stemmer keeps a buffer.

    Letters are case-folded and lose their accents ("Müller" and "Muller" are one word); "1,000" and "1000"
    are one number, "1.2" stays whole; "U.S." is "us"; "COVID-19" is two words; possessive 's goes; English
    words are stemmed by Snowball's English algorithm (Porter 2). Not done: synonyms, the splitting of scripts
    without spaces.
    """

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._stop = frozenset(self.read(_STOP_WORDS))

    def read(self, text: str) -> list[str]:
        """Return the words of a text in order, with repetitions; empty if it has no letter and no digit."""
        if not text.isascii():
            text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_FOLD)
        tokens: list[str] = []
        for token in _TOKEN.findall(text.casefold()):
            if token[0].isdecimal():
                tokens += token.replace(",", "" if _THOUSANDS.fullmatch(token) else " ").split()
            elif "." in token:
                tokens.append(token.replace(".", ""))
            else:
                tokens.append(token)
        words: list[str] = self._stemmer.stemWords(tokens)
        return words

    def ask(self, text: str) -> set[str]:
        """Return the distinct words of a question that say what it is about.

        Stop words are left out, unless there is nothing else, or they are written as an abbreviation in a
        question that is not all in capitals: "Did the WHO warn" keeps "who".
        """
        words = set(self.read(text))
        named = set(self.read(" ".join(_CAPITALS.findall(text)))) if not text.isupper() else set()
        return (words - (self._stop - named)) or words
