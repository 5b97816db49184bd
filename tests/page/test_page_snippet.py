"""What a search shows of a paragraph."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article import Article, Span
from bot.page.snippet import bears, snippet_html
from bot.reply import Citation, Match

LONG = (
    "The council met for four hours on Tuesday, and heard from eleven residents, two of them by telephone, before it "
    "turned to the budget. Late in the evening the mayor proposed new rates for the harbour, which two members opposed."
)


def shown(html):
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize(
    ("text", "query", "says"),
    [
        ("Rates rose.", "rate", "<b>Rates</b> rose&#46;"),
        ("Rates rose.", "it", "Rates rose&#46;"),
        ("<b>Rates</b>", "b", "&#60;b&#62;Rates&#60;&#47;b&#62;"),
        ("Iris rates", "rates IRIS", "<b>Iris</b> <b>rates</b>"),
    ],
)
def test_the_words_that_were_searched_for_are_marked(text, query, says):
    assert says in snippet_html(text, query)


def test_a_long_paragraph_is_shown_from_shortly_before_what_was_found():
    html = snippet_html(LONG, "harbour rates")
    assert "<b>rates</b> for the <b>harbour</b>" in html
    assert shown(html).startswith("… ")
    assert "telephone" not in html
    assert shown(snippet_html(LONG, "glacier")).startswith("The council met")


@given(st.text(max_size=400), st.text(max_size=30))
def test_a_snippet_is_short_and_never_markup_of_the_text(text, query):
    html = snippet_html(text, query)
    assert len(re.sub(r"&#\d+;", "x", shown(html))) <= 184
    assert set(re.findall(r"<[^>]*>", html)) <= {'<bdi dir="auto">', "</bdi>", "<b>", "</b>"}


def test_what_is_far_from_the_query_in_meaning_and_words_is_not_shown():
    article = Article.from_text("Harbour\n\nThe rates rose on Friday, the council said.")
    place = Citation.of(article, 1, Span(0, 15))
    assert bears(Match(place, 0.5, 0.4), "weather")
    assert bears(Match(place, 0.5, 0.0), "rates")
    assert not bears(Match(place, 0.5, 0.1), "weather")
