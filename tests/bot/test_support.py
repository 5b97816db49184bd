"""The support check: shortenings that keep the sense hold, and nothing else that a sentence may do to an article."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles

from bot.article import Article
from bot.models import Models
from bot.review import Label
from bot.shortening import shortens
from bot.support import SupportChecker
from bot.wording import Worded, words_of

ARTICLE = Article.from_paragraphs(
    [
        "Heavy snow closed the Hallin pass on Friday, and some 300 drivers slept in a school.",
        "Nine people were hurt, the coast guard said. Mayor Sue Hill opened the bridge on Monday. "
        "She called it a great day for Hallin.",
        "Kim met Park in Seoul. He resigned on Friday after the talks.",
        "The work cost more than $12 million and took six years.",
        "The company that Kim founded may close its plant in Bergen, which employs 1,200 people.",
        "Judge Maria Olsen sentenced the man to nine years in prison for fraud. "
        "He was arrested by two officers in 2019.",
        "Kim denied that he took bribes. The son of Lars Berg won the race in 41 minutes.",
        "Rovers beat United 3-1 at home. Dogs bit two men in the park. The fire engine broke a window.",
        "The drug cut deaths by 12% among 4,000 patients who were given it early.",
        "“We will rebuild the school,” headmaster Tom Roe told parents on Tuesday.",
    ]
)
HOLDS = {
    "Heavy snow closed the Hallin pass on Friday.": [1],
    "Heavy snow closed the pass.": [1],
    "Some 300 drivers slept in a school.": [1],
    "Nine people were hurt, the coast guard said.": [2],
    "The coast guard said that nine people were injured.": [2],
    "9 people were hurt, the coast guard said.": [2],
    "Mayor Hill opened the bridge on Monday.": [2],
    "On Monday Mayor Sue Hill opened the bridge.": [2],
    "Mayor Sue Hill called it a great day for Hallin.": [2, 2],
    "Mayor Sue Hill opened the bridge on Monday and called it a great day for Hallin.": [2, 2],
    "Kim met Park.": [3],
    "The work cost more than $12 million.": [4],
    "The company may close its plant.": [5],
    "Judge Olsen sentenced the man to nine years in prison.": [6],
    "He was arrested by two officers.": [6],
    "Kim denied that he took bribes.": [7],
    "The son of Lars Berg won the race.": [7],
    "Rovers beat United 3-1.": [8],
    "The drug cut deaths by 12%.": [9],
    "“We will rebuild the school,” headmaster Tom Roe told parents.": [10],
}
DOES_NOT = {
    "another day": "Heavy snow closed the Hallin pass on Monday.",
    "a qualifier lost": "300 drivers slept in a school.",
    "a qualifier changed": "More than 300 drivers slept in a school.",
    "a qualifier lost beside a currency": "The work cost $12 million.",
    "another figure": "Some 400 drivers slept in a school.",
    "another currency": "The work cost more than €12 million.",
    "another scale": "The work cost more than $12 billion.",
    "no per cent": "The drug cut deaths by 12 among 4,000 patients.",
    "a figure beside the wrong thing": "The drug cut 4,000 deaths.",
    "a figure moved": "The work took more than $12 million.",
    "the score turned": "Rovers beat United 1-3.",
    "an opposite": "Mayor Sue Hill closed the bridge.",
    "a name changed": "Mayor Sue Hall opened the bridge on Monday.",
    "a name added": "Mayor Sue Hill opened the Hallin bridge on Monday.",
    "names turned round": "Park met Kim in Seoul.",
    "the wrong he": "Park resigned on Friday.",
    "one of two he may be": "Kim resigned on Friday.",
    "who did what to whom": "United beat Rovers 3-1.",
    "a passive undone": "The man sentenced Judge Olsen to nine years.",
    "by lost": "He arrested two officers.",
    "the son lost": "Lars Berg won the race.",
    "the firm lost": "Kim may close its plant in Bergen.",
    "may lost": "The company will close its plant in Bergen.",
    "may dropped": "The company closes its plant in Bergen.",
    "a denial lost": "Kim took bribes.",
    "a negation added": "Heavy snow never closed the pass.",
    "the engine lost": "The fire broke a window.",
    "men bite dogs": "Two men bit dogs in the park.",
    "attribution lost": "Nine people were hurt.",
    "attribution changed": "The police said nine people were hurt.",
    "a quote changed": "“We will sell the school,” headmaster Tom Roe told parents.",
    "a quote in no mouth": "We will rebuild the school.",
    "another speaker": "“We will rebuild the school,” mayor Tom Roe told parents.",
    "a joined storm": "The bridge slept in a school, the coast guard said.",
    "an opinion": "It was a terrible winter.",
    "a question": "Heavy snow closed the Hallin pass on Friday?",
    "half a sentence": "Heavy snow closed the",
    "one word": "Snow.",
    "no word": "…",
}


@pytest.fixture(scope="module")
def checker(models: Models) -> SupportChecker:
    return SupportChecker(models.encoder)


@pytest.mark.parametrize("text", HOLDS)
def test_a_shortening_holds_and_cites_its_sentences(checker: SupportChecker, text: str) -> None:
    (checked,) = checker.check(text, [ARTICLE]).sentences
    assert checked.label is Label.SUPPORTED
    assert [one.paragraph for one in checked.citations] == HOLDS[text]
    assert all(one.holds(ARTICLE) for one in checked.citations)


@pytest.mark.parametrize("case", DOES_NOT)
def test_what_changes_the_sense_does_not(checker: SupportChecker, case: str) -> None:
    review = checker.check(DOES_NOT[case], [ARTICLE])
    assert [one.label for one in review.sentences] == [Label.NOT_FOUND]
    assert review.sentences[0].citations == ()


def test_each_sentence_of_a_draft_is_judged_alone(checker: SupportChecker) -> None:
    draft = "  Kim met Park.  Park met Kim. Heavy snow closed the pass."
    review = checker.check(draft, [ARTICLE])
    assert [one.label for one in review.sentences] == [Label.SUPPORTED, Label.NOT_FOUND, Label.SUPPORTED]
    assert [draft[one.span.start : one.span.end] for one in review.sentences] == [one.text for one in review.sentences]


def test_articles_are_not_mixed(checker: SupportChecker) -> None:
    one = Article.from_paragraphs(["Ann Lee became minister of trade in 2019."])
    other = Article.from_paragraphs(["She resigned on Friday over the ferry contract."])
    text = "Ann Lee resigned on Friday over the ferry contract."
    assert checker.check(text, [one, other]).sentences[0].label is Label.NOT_FOUND
    both = Article.from_paragraphs([one.paragraphs[0].text, other.paragraphs[0].text])
    assert checker.check(text, [both]).sentences[0].label is Label.SUPPORTED


def test_nothing_is_supported_by_nothing(checker: SupportChecker) -> None:
    assert checker.check("", [ARTICLE]).sentences == ()
    assert checker.check("Kim met Park.", []).sentences[0].label is Label.NOT_FOUND


SENTENCES = [
    "Heavy snow closed the Hallin pass on Friday, and some 300 drivers slept in a school.",
    "The council approved the budget by 12 votes to 7 after a long debate on Tuesday.",
    "Rovers keeper Ana Ruiz saved two penalties in the final minutes at Millbrook Park.",
]


@given(st.sampled_from(SENTENCES), st.data())
def test_a_sentence_shortens_itself_and_no_changed_figure_or_name_does(text: str, data: st.DataObject) -> None:
    source = Worded.of(text)
    assert shortens(source, source)
    places = [word for word in source.words if word.is_figure or (word.is_capital and word.start)]
    word = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(["7000", "Zed", "Quill"]))
    assert not shortens(Worded.of(f"{text[: word.start]}{other}{text[word.end :]}"), source)


@given(st.sampled_from(SENTENCES), st.data())
def test_no_two_words_may_change_places(text: str, data: st.DataObject) -> None:
    source = Worded.of(text)
    pairs = [(one, other) for one in source.content for other in source.content if one < other]
    first, second = (source.words[place] for place in data.draw(st.sampled_from(pairs)))
    turned = text[: first.start] + second.text + text[first.end : second.start] + first.text + text[second.end :]
    assert not shortens(Worded.of(turned), source)


@given(articles())
def test_words_stand_where_they_say(article: Article) -> None:
    for paragraph in article.paragraphs:
        words = words_of(paragraph.text)
        assert all(one.end <= other.start for one, other in pairwise(words))
        assert all(word.stem and 0 <= word.start < word.end <= len(paragraph.text) for word in words)
