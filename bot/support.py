"""Whether articles say what a generated sentence says, by its wording alone: when unsure, they do not.

A sentence is supported where it shortens one sentence of an article, or joins two that follow each other
(`bot.shortening`), keeps its quotations as printed, and does not make a fact of what somebody said.

`bot.copycheck` asks the other question, what speaks against a sentence that a person wrote in free words; what nothing
speaks against passes there. Here it must not: a model's sentence is struck unless its words prove it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.article import Article, Role, Span
from bot.generator.prompts import talks_to_a_model
from bot.reply import Citation
from bot.review import Checked, Label, Review
from bot.sentences import sentence_spans
from bot.shortening import shortens
from bot.wording import Worded
from embeddings import Encoder

Check: TypeAlias = Callable[[str, Sequence[Article]], Review]

_CANDIDATES = 6  # sentences looked at, those that share most words
_LEAST_WORDS, _LEAST_CONTENT = 3, 2
_LEAST_SHARE = 3  # words that each of two sentences must give to one that joins them
_LEAST_LIKENESS = 0.4  # cosine; a sentence and its own shortening lie near 0.8, unrelated ones near 0.05
_LONGEST = 1_000  # characters; what is longer is no sentence
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
_MARKS = str.maketrans("’‘", "''")
_HE = re.compile(r"(?:He|She)\b")
_NAME = re.compile(r"(?<![\w.] )(?<!^)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|^(?:[A-Z][\w’'-]+ )+[A-Z][\w’'-]+")
_SAID_LAST = re.compile(
    r"(?P<what>.{10,}?),[”\"]? (?P<who>[^,;:“”\"]{2,80}? (?:said|says|added|announced|reported))"
    r"(?P<when>[^,;]{0,40})\.$"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of an article, and where it stands: in which article, and as which of its sentences."""

    article: int
    order: int
    citation: Citation
    worded: Worded
    stems: frozenset[str]


class SupportChecker:
    """Checks drafts against articles. Safe from several threads.

    Args:
        encoder: tells how near two sentences are.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def check(self, draft: str, articles: Sequence[Article]) -> Review:
        """A review whose sentences are either supported or not found.

        Args:
            draft: any text.
            articles: what it is held against; paragraphs that give a language model orders do not count.
        """
        held = [one for number, article in enumerate(articles) for one in _sentences(number, article)]
        return Review(draft, tuple(self._checked(draft, span, held) for span in sentence_spans(draft)))

    def _checked(self, draft: str, span: Span, held: Sequence[_Sentence]) -> Checked:
        text = draft[span.start : span.end]
        worded = Worded.of(text)
        whole = len(worded.words) >= _LEAST_WORDS and len(worded.content) >= _LEAST_CONTENT
        if whole and len(text) <= _LONGEST and text.rstrip("”\"')").endswith((".", "!")):
            for run in _runs(worded, held):
                if self._is_near(text, run):
                    return Checked(span, text, Label.SUPPORTED, tuple(one.citation for one in run))
        return Checked(span, text, Label.NOT_FOUND)

    def _is_near(self, text: str, run: Sequence[_Sentence]) -> bool:
        vectors = self._encoder.encode_passages([text, " ".join(one.worded.text for one in run)])
        return float(np.dot(vectors[0], vectors[1])) >= _LEAST_LIKENESS


def _sentences(number: int, article: Article) -> Iterator[_Sentence]:
    order = 0
    for paragraph in article.paragraphs:
        if paragraph.role is Role.HEADING or talks_to_a_model(paragraph.text):
            order += 2  # what stands before it and after it does not follow each other
            continue
        for span in sentence_spans(paragraph.text):
            citation = Citation.of(article, paragraph.number, span)
            worded = Worded.of(citation.quote)
            yield _Sentence(number, order, citation, worded, frozenset(word.stem for word in worded.words))
            order += 1


def _runs(sentence: Worded, held: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """The sentences that say it, the likeliest first: one, or two that follow each other."""
    stems = {sentence.words[place].stem for place in sentence.content}
    ranked = sorted(held, key=lambda one: len(one.stems & stems), reverse=True)[:_CANDIDATES]
    for one in ranked:
        if any(_says(sentence, source) for source in _readings(one.worded)):
            yield [one]
    following = {(one.article, one.order): one for one in held}
    for one in ranked:
        for first, second in ((one.order - 1, one.order), (one.order, one.order + 1)):
            left, right = following.get((one.article, first)), following.get((one.article, second))
            if left and right and _say_together(sentence, left.worded, right.worded):
                yield [left, right]


def _readings(source: Worded) -> Iterator[Worded]:
    """A sentence as printed, and with its "the mayor said" before what she said."""
    yield source
    if turned := _SAID_LAST.match(source.text):
        what = turned["what"].strip('“”"')
        yield Worded.of(f"{turned['who']}{turned['when']} {what}.")


def _say_together(sentence: Worded, left: Worded, right: Worded) -> bool:
    """Whether two sentences that follow each other say it: one after the other, or the first names who "he" is."""
    names: set[str] = set(_NAME.findall(left.text))
    if len(names) == 1 and _HE.match(right.text):
        named = _HE.sub(lambda _: names.pop(), right.text, count=1)
        if _says(sentence, Worded.of(named)):
            return True
    content = sentence.content
    return any(
        _says(_part(sentence, 0, cut), left) and _says(_part(sentence, cut, len(sentence.words)), right)
        for cut in content[_LEAST_SHARE : len(content) - _LEAST_SHARE + 1]
    )


def _part(sentence: Worded, first: int, last: int) -> Worded:
    return Worded(sentence.text, sentence.words[first:last])


def _says(sentence: Worded, source: Worded) -> bool:
    """Whether the source says it, in its own words and in nobody's name but whose it was."""
    if source.text.rstrip('”"').endswith("?") or not shortens(sentence, source):
        return False
    spoken = any(word.says for word in source.words) or _QUOTED.search(source.text)
    if spoken and not any(word.says for word in sentence.words):
        return False
    printed = _even(source.text)
    quotes = (one or other for one, other in _QUOTED.findall(sentence.text))
    return all(_even(quote).rstrip(".,") in printed for quote in quotes)


def _even(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())
