"""What the source says is never markup, and a citation's mark carries its exact place."""

import html as standard
import re
from datetime import date

import pytest

from bot.article import Article, Role, Span
from bot.errors import QuestionError
from bot.page import html
from bot.page.messages import error_html, question_html, reply_html
from bot.reply import Citation, Reply, Statement

EVIL = "<img src=x onerror=alert(1)> *b* [l](javascript:x) $x$ `c`\u202e\u200b & \"q\" 'q'"


def article(**changes) -> Article:
    given = {"title": "Title", "published": date(2025, 12, 13)} | changes
    return Article.from_paragraphs(["The first says 40 boats sank. Nobody died.", "The second 😀 <b>."], **given)


def visible(markup: str) -> str:
    """The text a browser shows."""
    return standard.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", markup))


@pytest.mark.parametrize("field", ["title", "byline", "agency", "dateline", "url"])
def test_hostile_fields_are_shown_as_text(field):
    drawn = html.article_html(article(**{field: EVIL}))
    assert "img" not in tags(drawn)
    assert 'href="javascript' not in drawn
    assert "onerror" in visible(drawn).replace(" ", "")


def test_a_paragraph_is_one_text_node_of_exactly_its_characters():
    hostile = Article.from_paragraphs([f"{EVIL}\r\n\n{{{{value}}}} ${{value}} &amp;"])
    drawn = html.article_html(hostile)
    inside = re.search(r'<span class="text">(.*?)</span>', drawn, re.DOTALL)[1]
    assert "<" not in inside
    assert "\n" not in inside
    assert standard.unescape(inside) == hostile.paragraphs[0].text


def test_paragraphs_are_numbered_and_set_by_their_role():
    drawn = html.article_html(
        Article.from_paragraphs(["One.", ("Two", Role.HEADING), ("Three", Role.CAPTION)], dateline="SEOUL, Dec. 13")
    )
    assert re.findall(r'class="paragraph (\w+)" data-paragraph="(\d)"', drawn) == [
        ("body", "1"),
        ("heading", "2"),
        ("caption", "3"),
    ]
    assert "SEOUL, Dec. 13 — " in visible(drawn)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)//https://example.org", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://[x", False),
        ("https://example.org/\n<b>", False),
        ('https://example.org/"onclick="x', False),
    ],
)
def test_only_web_addresses_become_links(url, linked):
    drawn = html.article_html(article(url=url))
    assert ("<a " in drawn) is linked
    assert not linked or f'href="{standard.escape(url)}"' in drawn


def test_foreign_writing_direction_is_isolated():
    drawn = html.article_html(article(title="\u202eevil", byline="\u202eevil"))
    assert re.search(r'<h1 dir="auto">\u202eevil</h1>', drawn)
    assert re.search(r'<bdi dir="auto">\u202eevil</bdi>', drawn)


def test_the_title_of_an_article_without_one_is_its_beginning():
    assert html.title_of(article(title="")) == "The first says 40 boats sank. Nobody died."
    assert html.shortened("word " * 100, 20) == "word word word word…"


def test_an_answer_shows_the_words_their_place_and_how_sure():
    source = article()
    sentence, short = Citation.of(source, 1, Span(0, 29)), Citation.of(source, 1, Span(15, 23))
    reply = Reply("q", (Statement(sentence.quote, (sentence,)),), (short,), 0.97)
    drawn = reply_html(reply, {source.id: source}, single=False)
    assert f"#cite-{source.id}&#45;1&#45;0&#45;29&#45;15&#45;23" in drawn
    assert "The first says <b>40 boats</b> sank" in drawn
    assert "confident" in visible(drawn)
    assert "97%" in standard.unescape(re.search(r'class="sure"[^>]*title="([^"]*)"', drawn)[1])
    assert "Title, 13 December 2025" in visible(drawn)
    assert "Title" not in visible(reply_html(reply, {source.id: source}, single=True))
    assert "\n" not in drawn


def test_an_abstention_differs_in_words_and_shape():
    source = article()
    reply = Reply("q", nearest=Citation.of(source, 2, Span(0, 10)), confidence=0.9)
    one, many = (reply_html(reply, {source.id: source}, single=single) for single in (True, False))
    assert visible(one) == "The article does not say.Nearest, ¶2: The second"
    assert visible(many).startswith("The articles do not say.Nearest, ¶2: The second")
    assert 'class="reply abstained"' in one
    assert 'class="short"' not in one


def test_a_summary_cites_after_each_sentence_and_names_each_article_once():
    first, second = article(), article(title="Other")
    cites = [
        Citation.of(first, 1, Span(0, 29)),
        Citation.of(first, 1, Span(30, 42)),
        Citation.of(second, 2, Span(0, 10)),
    ]
    reply = Reply("", tuple(Statement(one.quote, (one,)) for one in cites), confidence=1)
    drawn = reply_html(reply, {first.id: first, second.id: second}, single=False)
    assert [visible(part) for part in re.findall(r'<a class="cite".*?</a>', drawn)] == ["¶1", "¶1", "¶2"]
    assert len(re.findall(r"<cite", drawn)) == 2


def test_questions_and_errors_are_text():
    hostile = QuestionError(EVIL, EVIL, EVIL)
    assert tags(error_html(hostile)) == {"div", "p", "b", "bdi"}
    assert tags(question_html(EVIL)) == {"div"}
    assert not set("*`$[") & set(question_html(EVIL))
    assert len(visible(question_html("word " * 250_000))) <= 400
