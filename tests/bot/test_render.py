"""A reply as text and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from prose import span_of

from bot.article import Article, Span
from bot.render import confidence_words, format_date, plain, reply_text, source_line
from bot.render_data import reply_data, review_data, reviewed_ids
from bot.reply import Citation, Reply, Statement
from bot.review import Checked, Difference, Kind, Label, Review

TEXT = "Nineteen boats sank and nine people were hurt."
ARTICLE = Article.from_paragraphs(
    ["It rained.", TEXT], title="Harbour fire", published=date(2025, 12, 13), url="https://paper.example/1"
)
OTHER = Article.from_paragraphs(["Snow fell on “the pass”.", "서울 😀"])
ARTICLES = {article.id: article for article in (ARTICLE, OTHER)}


def cite(article: Article, number: int, part: str) -> Citation:
    return Citation.of(article, number, span_of(article.paragraph(number).text, part))


SENTENCE = cite(ARTICLE, 2, TEXT)
ANSWERED = Reply("How many were hurt?", (Statement(TEXT, (SENTENCE,)),), (cite(ARTICLE, 2, "nine"),), 0.9)
SUMMARY = Reply(
    "",
    (
        Statement(TEXT, (SENTENCE,)),
        Statement("Snow fell on “the pass”.", (cite(OTHER, 1, "Snow fell on “the pass”."),)),
    ),
    confidence=1.0,
)
ABSTAINED = Reply("Who won?", confidence=0.75, nearest=cite(OTHER, 2, "서울 😀"))
EMPTY = Reply("Who won?")


def test_an_answer_as_text() -> None:
    assert reply_text(ANSWERED, ARTICLES).splitlines() == [
        "nine  (confident)",
        f"  {TEXT}",
        "  ¶2, characters 0-46 · Harbour fire · 13 December 2025",
    ]


@pytest.mark.parametrize(
    ("speaker", "line"),
    [
        ("Ann Lee", "  — according to Ann Lee"),
        ("Police", "  — according to police"),
        ("The coast guard", "  — according to the coast guard"),
    ],
)
def test_a_claim_is_shown_as_a_claim(speaker: str, line: str) -> None:
    claimed = Reply("How many?", (Statement(TEXT, (SENTENCE,), speaker),), (cite(ARTICLE, 2, "nine"),), 0.9)
    lines = reply_text(claimed, ARTICLES).splitlines()
    assert lines[1:3] == [f"  {TEXT}", line]
    assert reply_data(claimed, ARTICLES)["statements"][0]["speaker"] == speaker


def test_a_summary_as_text() -> None:
    assert reply_text(SUMMARY, ARTICLES).splitlines() == [
        f"  {TEXT}",
        "  ¶2, characters 0-46 · Harbour fire · 13 December 2025",
        "  Snow fell on “the pass”.",
        "  ¶1, characters 0-24",
    ]


def test_an_abstention_as_text() -> None:
    several = reply_text(ABSTAINED, ARTICLES).splitlines()
    assert several[0] == "The articles do not say."
    assert several[1] == "  nearest: 서울 😀"
    assert several[2].strip() == "¶2, characters 0-4"
    assert reply_text(ABSTAINED, {OTHER.id: OTHER}).startswith("The article does not say.")
    assert reply_text(EMPTY, ARTICLES) == "The articles do not say."


@pytest.mark.parametrize("reply", [ANSWERED, SUMMARY, ABSTAINED, EMPTY])
def test_json_survives_the_journey(reply: Reply) -> None:
    data = reply_data(reply, ARTICLES)
    back = json.loads(json.dumps(data, ensure_ascii=False))
    assert back == data
    assert (back["question"], back["abstained"], back["short"]) == (reply.question, reply.abstained, reply.short)
    assert back["text"] == reply.text

    def citation(place: dict[str, object]) -> Citation:
        return Citation(*(place[name] for name in ("article", "paragraph", "start", "end", "quote")))  # type: ignore[arg-type]

    statements = tuple(Statement(one["text"], tuple(map(citation, one["citations"]))) for one in back["statements"])
    answers = tuple(map(citation, back["answers"]))
    nearest = back["nearest"] and citation(back["nearest"])
    assert Reply(back["question"], statements, answers, back["confidence"], nearest) == reply


def test_json_says_what_was_cited() -> None:
    (statement,) = reply_data(ANSWERED, ARTICLES)["statements"]
    place = statement["citations"][0]
    assert (place["title"], place["published"], place["url"]) == (
        "Harbour fire",
        "2025-12-13",
        "https://paper.example/1",
    )


@pytest.mark.parametrize("reply", [ANSWERED, SUMMARY, ABSTAINED, EMPTY])
def test_marks_only_dress_the_text(reply: Reply) -> None:
    seen = []

    def bracketed(text: str, kind: str) -> str:
        seen.append(kind)
        return f"\x01{text}\x02"

    dressed = reply_text(reply, ARTICLES, bracketed)
    assert (
        dressed.replace("\x01", "").replace("\x02", "")
        == reply_text(reply, ARTICLES)
        == reply_text(reply, ARTICLES, plain)
    )
    assert set(seen) <= {"answer", "quote", "source", "refusal"}


# A defect when this was written: the first "nine" of the sentence was marked, though the answer is the second.
def test_the_answer_is_marked_where_it_stands() -> None:
    text = "Of the 19 boats that sank, 9 were ferries."
    article = Article.from_paragraphs([text])
    answer = Citation(article.id, 1, text.index("9 were"), text.index("9 were") + 1, "9")
    sentence = cite(article, 1, text)
    reply = Reply("How many ferries sank?", (Statement(text, (sentence,)),), (answer,), 0.9)
    shown = reply_text(reply, {article.id: article}, lambda text, kind: f"*{text}*" if kind == "answer" else text)
    assert "Of the 19 boats that sank, *9* were ferries." in shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2025, 12, 3), "3 December 2025"),
        (datetime(2025, 12, 13, 10, 21, tzinfo=UTC), "13 December 2025, 10:21 UTC"),
        (datetime(2025, 12, 13, 9, 5, tzinfo=timezone(timedelta(hours=9))), "13 December 2025, 09:05 UTC+09:00"),
        (datetime(2025, 1, 1, 0, 0), "1 January 2025, 00:00"),
    ],
)
def test_dates_as_a_newspaper_prints_them(value: date | datetime, expected: str) -> None:
    assert format_date(value) == expected


def test_a_place_says_no_more_than_is_known() -> None:
    assert source_line(cite(OTHER, 1, "Snow"), ARTICLES) == "¶1, characters 0-4"


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.6, 0.79, 0.8, 1.0])
def test_confidence_has_words(confidence: float) -> None:
    assert confidence_words(confidence) in {"unsure", "fairly sure", "confident"}


def test_several_answers_are_marked_in_their_sentence() -> None:
    reply = Reply(
        "What happened?", (Statement(TEXT, (SENTENCE,)),), tuple(cite(ARTICLE, 2, one) for one in ("sank", "hurt")), 0.9
    )
    marked = reply_text(reply, ARTICLES, lambda text, kind: f"[{text}]" if kind == "answer" else text)
    assert marked.splitlines()[0] == "[sank; hurt]  (confident)"
    assert "boats [sank] and nine people were [hurt]." in marked


def test_articles_that_differ_as_text() -> None:
    other = cite(OTHER, 1, "Snow fell on “the pass”.")
    reply = Reply(
        "What?",
        (Statement(TEXT, (SENTENCE,)), Statement(other.quote, (other,))),
        (cite(ARTICLE, 2, "nine"), cite(OTHER, 1, "Snow")),
        0.9,
        understood="What happened?",
        differs=True,
    )
    assert reply_text(reply, ARTICLES).splitlines() == [
        "Understood as: What happened?",
        "The articles differ.",
        "nine  Harbour fire · 13 December 2025",
        f"  {TEXT}",
        "  ¶2, characters 0-46 · Harbour fire · 13 December 2025",
        "Snow  ",
        f"  {other.quote}",
        "  ¶1, characters 0-24",
    ]


def test_an_understood_question_that_is_refused_as_text() -> None:
    refused = Reply("Who?", confidence=0.75, understood="Who won?")
    assert reply_text(refused, ARTICLES).splitlines() == ["Understood as: Who won?", "The articles do not say."]


def test_a_review_is_json_with_offsets_of_the_draft() -> None:
    article = Article.from_text("Harbour fire\n\nNine people were hurt in the fire on Monday, the police said.")
    draft = "Ten people were hurt. It rained."
    source = Citation.of(article, 1, Span(0, 4))
    wrong = Difference(Kind.NUMBER, Span(0, 3), "Ten", source)
    review = Review(
        draft,
        (
            Checked(Span(0, 21), draft[:21], Label.CONTRADICTED, (Citation.of(article, 1, Span(0, 21)),), (wrong,)),
            Checked(Span(22, 32), draft[22:], Label.NOT_FOUND),
        ),
    )
    assert reviewed_ids(review) == {article.id}
    data = json.loads(json.dumps(review_data(review, {article.id: article})))
    assert data["counts"] == {
        "supported": 0,
        "close": 0,
        "contradicted": 1,
        "quote altered": 0,
        "quote absent": 0,
        "not found": 1,
    }
    first, second = data["sentences"]
    assert draft[first["start"] : first["end"]] == first["text"]
    (difference,) = first["differences"]
    assert (difference["kind"], difference["draft"], difference["source"]["quote"]) == ("number", "Ten", "Nine")
    assert first["citations"][0]["quote"] == "Nine people were hurt"
    assert (second["label"], second["citations"], second["differences"]) == ("not found", [], [])
