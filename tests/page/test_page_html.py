"""What the source says is never markup, and a citation's mark carries its exact place."""

import html as standard
import re
from datetime import date

import pytest
from desks import DRAFT

from bot.article import Article, Role, Span
from bot.errors import QuestionError
from bot.page import html
from bot.page.compare import Side, compare_html
from bot.page.messages import error_html, shown_question, welcome_html
from bot.page.replies import reply_html
from bot.page.review import review_html
from bot.page.sent import Sent
from bot.page.sheet import article_html, strip_html
from bot.page.shelf import Shelf, sample_articles
from bot.page.talk import Talk, talk_html
from bot.page.timeline import timeline_html
from bot.reply import Citation, Reply, ResolvedDate, Statement
from bot.review import Checked, Label, Review
from bot.timeline import timeline

EVIL = "<img src=x onerror=alert(1)> *b* [l](javascript:x) $x$ `c`\u202e\u200b & \"q\" 'q' ${1} {{2}}"
ENGINEERS = sample_articles()[0]


def article(**changes) -> Article:
    given = {"title": "Title", "published": date(2025, 12, 13)} | changes
    return Article.from_paragraphs(["The first says 40 boats sank. Nobody died.", "The second 😀 <b>."], **given)


def visible(markup: str) -> str:
    """The text a browser shows."""
    return standard.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", markup))


def answered(source: Article, **more) -> Reply:
    sentence, short = Citation.of(source, 1, Span(0, 29)), Citation.of(source, 1, Span(15, 23))
    return Reply("q", (Statement(sentence.quote, (sentence,), **more),), (short,), 0.97)


@pytest.mark.parametrize("field", ["title", "byline", "agency", "dateline", "url", "section"])
def test_hostile_fields_are_shown_as_text(field):
    drawn = article_html(article(**{field: EVIL}))
    assert "img" not in tags(drawn)
    assert 'href="javascript' not in drawn
    assert "onerror" in visible(drawn).replace(" ", "")


def test_a_paragraph_is_one_text_node_of_exactly_its_characters():
    hostile = Article.from_paragraphs([f"{EVIL}\r\n\n{{{{value}}}} ${{value}} &amp;"])
    drawn = article_html(hostile)
    inside = re.search(r'<span class="text">(.*?)</span>', drawn, re.DOTALL)[1]
    assert "<" not in inside
    assert "\n" not in inside
    assert standard.unescape(inside) == hostile.paragraphs[0].text


def test_paragraphs_are_numbered_and_set_by_their_role():
    drawn = article_html(
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
    drawn = article_html(article(url=url))
    assert ("<a " in drawn) is linked
    assert not linked or f'href="{standard.escape(url)}"' in drawn


def test_foreign_writing_direction_is_isolated():
    drawn = article_html(article(title="\u202eevil", byline="\u202eevil"))
    assert re.search(r'<h2 class="headline" dir="auto">\u202eevil</h2>', drawn)
    assert re.search(r'<bdi dir="auto">\u202eevil</bdi>', drawn)


def test_the_title_of_an_article_without_one_is_its_beginning():
    assert html.title_of(article(title="")) == "The first says 40 boats sank. Nobody died."
    assert html.shortened("word " * 100, 20) == "word word word word…"


def test_an_answer_shows_the_words_their_place_and_how_sure():
    source = article()
    drawn = reply_html(answered(source), {source.id: source}, 3)
    assert f"#cite-{source.id}&#45;1&#45;0&#45;29&#45;15&#45;23" in drawn
    assert "The first says <b>40 boats</b> sank" in drawn
    assert "confident" in visible(drawn)
    assert "97%" in standard.unescape(re.search(r'class="sure"[^>]*title="([^"]*)"', drawn)[1])
    assert "Title, paragraph\xa01, 13 December 2025" in visible(drawn)
    mark = standard.unescape(re.search(r'<a class="cite"[^>]*>', drawn)[0])
    assert 'data-quote="The first says 40 boats sank."' in mark
    assert 'data-source="Title, paragraph 1, 13 December 2025"' in mark


def test_a_speaker_and_a_day_stand_with_the_answer():
    source = article()
    words = Citation.of(source, 1, Span(15, 23))
    when = ResolvedDate(words, date(2025, 12, 12), date(2025, 12, 12), "the rule")
    drawn = visible(reply_html(answered(source, speaker="the coast guard", dates=(when,)), {source.id: source}, 1))
    assert "—\xa0the coast guard" in drawn
    assert drawn.startswith("40 boats (12 December 2025)")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 12, 12), date(2025, 12, 12), "12 December 2025"),
        (date(2025, 8, 1), date(2025, 8, 10), "1–10 August 2025"),
        (date(2025, 11, 30), date(2025, 12, 6), "30 November – 6 December 2025"),
    ],
)
def test_days_are_put_into_words(first, last, words):
    assert html.days_text(ResolvedDate(Citation.of(article(), 1, Span(0, 3)), first, last, "")) == words


def test_an_abstention_differs_in_words_and_shape():
    source = article()
    reply = Reply("q", nearest=Citation.of(source, 2, Span(0, 10)), confidence=0.9)
    one, many = (reply_html(reply, {source.id: source}, asked) for asked in (1, 7))
    assert "The article does not say." in visible(one)
    assert "The articles do not say." in visible(many)
    assert "The second" in visible(one)
    assert 'class="reply abstained"' in one
    assert 'class="short"' not in one
    assert "∅" in visible(one)


def test_sides_that_differ_stand_newest_first_each_with_its_figure():
    old, new = article(), article(title="Later", published=date(2026, 1, 2))
    statements, answers = [], []
    for source in (old, new):
        cited = Citation.of(source, 1, Span(0, 29))
        statements.append(Statement(cited.quote, (cited,)))
        answers.append(Citation.of(source, 1, Span(15, 23)))
    reply = Reply("q", tuple(statements), tuple(answers), 0.9, differs=True)
    drawn = reply_html(reply, {old.id: old, new.id: new}, 2)
    assert "The articles differ." in visible(drawn)
    assert "≠" in visible(drawn)
    assert visible(drawn).index("Later") < visible(drawn).index("Title")
    assert drawn.count('<p class="short">') == 2


def test_a_summary_cites_after_each_sentence_and_names_each_article_once():
    first, second = article(), article(title="Other")
    cites = [
        Citation.of(first, 1, Span(0, 29)),
        Citation.of(first, 1, Span(30, 42)),
        Citation.of(second, 2, Span(0, 10)),
    ]
    reply = Reply("", tuple(Statement(one.quote, (one,)) for one in cites), confidence=1)
    drawn = reply_html(reply, {first.id: first, second.id: second}, 2)
    assert [visible(part) for part in re.findall(r'<a class="cite".*?</a>', drawn)] == ["¶1", "¶1", "¶2"]
    assert len(re.findall(r"<cite", drawn)) == 2


def test_a_checked_draft_is_whole_and_each_finding_has_its_sign_and_words(models):
    desk = Shelf(models, sample_articles()[:2]).assistant()
    drawn = review_html(desk.check(DRAFT), {one.id: one for one in desk.articles()})
    marked = drawn[drawn.index('class="marked"') : drawn.index('<ol class="evidence"')]
    words = visible(re.sub(r"<sup.*?</sup>", "", marked).replace("<br>", " "))
    assert words.split(">", 1)[1].split() == DRAFT.split()
    for sign, words in (
        ("✓", "Supported"),
        ("≠", "Contradicted"),
        ("≈", "Quote altered"),
        ("?", "Not in the articles"),
    ):
        assert re.search(rf"\{sign}</span> {words}</p>", drawn) or f"{sign}</span> {words}</p>" in drawn
    assert "<b>twelve</b> of them" in marked
    assert re.search(r"Article</th><td><bdi[^>]*>nine</bdi>", drawn)
    assert "4 sentences" in visible(drawn)


def test_a_hostile_draft_is_text():
    review = Review(EVIL, (Checked(Span(0, len(EVIL)), EVIL, Label.NOT_FOUND),))
    assert not {"img", "b", "l"} & tags(review_html(review, {}))


def test_a_timeline_has_a_dot_and_a_line_for_each_event():
    drawn = timeline_html(timeline([ENGINEERS]), {ENGINEERS.id: ENGINEERS})
    assert drawn.count("cite dot") == 4
    assert "1–10 August 2025" in visible(drawn)
    places = [(float(at), int(up)) for at, up in re.findall(r"--at:([\d.]+)%;--up:(\d+)", drawn)]
    assert places == sorted(places)
    assert places[2:] == [(100.0, 0), (100.0, 1)]  # one day apart: above one another
    assert "name no day" in timeline_html((), {})


def test_articles_are_compared_by_what_each_says():
    one, two = article(), article(title="Later", published=date(2026, 1, 2))
    sides = [Side(one, answered(one)), Side(two, answered(two))]
    assert "The articles agree." in visible(compare_html("q", sides, Reply("q")))
    differing = Reply("q", differs=True)
    drawn = visible(compare_html("q", [*sides, Side(article(title="Mute"), Reply("q"))], differing))
    assert "The articles differ." in drawn
    assert "Does not say: Mute" in drawn
    assert drawn.index("Later") < drawn.index("Title")


def test_another_story_is_no_disagreement():
    sank = Article.from_paragraphs(["Twelve died on the Marin Star off Westport."], title="Ferry sinks off Westport")
    toll = Article.from_paragraphs(["Fifteen died on the Marin Star off Westport."], title="Westport ferry toll rises")
    bus = Article.from_paragraphs(["Four died when a bus left the road near Denton."], title="Bus crash near Denton")
    sides = [Side(one, answered(one)) for one in (sank, toll, bus)]
    drawn = compare_html("How many died?", sides, answered(sank))
    assert drawn.count("<li>") == 2
    assert "Another story, so not compared: Bus crash near Denton" in visible(drawn)
    assert "Another story" not in visible(compare_html("How many died?", sides[:2], answered(sank)))


def test_the_strip_says_in_words_where_the_evidence_lies():
    of_three = Article.from_text("Long\n\n" + "\n\n".join(f"Sentence {'and more ' * n}ends." for n in range(1, 4)))
    drawn = strip_html(of_three, (0.1, 0.9, 0.4), "Who <b>?")
    assert re.findall(r"width:(\d+)%", drawn) == ["10", "90", "40"]
    assert "paragraph 2, 3." in standard.unescape(re.search(r'aria-label="([^"]*)"', drawn)[1])
    room = [int(one) for one in re.findall(r"flex-grow:(\d+)", drawn)]
    assert room == [len(one.text) for one in of_three.paragraphs]  # as on the page, long paragraphs take more of it
    assert (
        strip_html(of_three, (), "Who?") == strip_html(of_three, (0.5,), "") == strip_html(None, (0.5,), "Who?") == ""
    )
    long = Article.from_text("Long\n\n" + "\n\n".join(f"Sentence {n} ends." for n in range(2_000)))
    assert strip_html(long, (0.2,) * 2_000, "Who?").count("<button") <= 160


def test_questions_and_errors_are_text():
    talk = Talk()
    talk.open("ask", EVIL, "")
    drawn = talk_html(talk.turns, "", [EVIL])
    assert tags(drawn) <= {"div", "section", "h2", "button"}
    assert tags(error_html(QuestionError(EVIL, EVIL, EVIL))) == {"div", "p", "b", "bdi"}
    assert len(shown_question("word " * 250_000)) <= 400
    assert "No article" in welcome_html(0, "article")


@pytest.mark.parametrize("data", [None, [], "x", {"text": 3, "n": True, "rows": 5}, {"text": None, "n": "x" * 99}])
def test_what_a_browser_sends_is_taken_for_nothing_it_is_not(data):
    sent = Sent(data)
    assert (sent.text("text"), sent.number("n", 1, 9, 3), sent.flag("text"), sent.rows("rows", 5)) == ("", 3, False, [])


def test_what_a_browser_sends_is_kept_within_bounds():
    sent = Sent({"text": "a\ud83d", "n": "400", "flag": True, "rows": [{"id": "x"}] * 9})
    assert (sent.text("text"), sent.number("n", 1, 9, 3), sent.flag("flag")) == ("a?", 9, True)
    assert [one.text("id") for one in sent.rows("rows", 2)] == ["x", "x"]
