"""One visitor's desk: what is there, shown and said; every refusal is a message, and nothing is lost."""

import base64
import html
import json
from datetime import date

import pytest

from bot.archive import SqliteArchive, memory
from bot.article import Article, Span
from bot.page import asking, moves, shelf
from bot.page.export import export_html
from bot.page.html import escape
from bot.page.screen import Seat, draw, suggestions
from bot.page.sent import Sent
from bot.page.shelf import EditedShelf, LibraryShelf, Shelf, sample_articles
from bot.page.talk import State
from bot.page.visit import Visit
from bot.page.visits import Visits
from bot.reply import Citation, Reply, Statement

TEXT = "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. Nine people were hurt in it, the police said."
HARBOUR = Article.from_text(TEXT)


class Unloaded:
    """Models that must not be needed."""

    reader = summariser = encoder = property(lambda self: pytest.fail("a model was loaded"))


@pytest.fixture
def visit() -> Visit:
    return Visit(Shelf(Unloaded()))


@pytest.fixture
def reading(word_encoder) -> Visit:
    """A desk with an encoder that costs nothing."""

    class Models(Unloaded):
        encoder = word_encoder

    return Visit(Shelf(Models()))


def titles(visit):
    return [one.title for one in visit.desk.entries()]


def read(visit, text):
    list(moves.read(visit, Sent({"text": text})))


def keep(visit, **changes):
    rows = [
        {"id": one.article.id, "keep": True, "title": one.article.title, "byline": one.article.byline or ""}
        | {"published": one.article.published.isoformat()[:10] if one.article.published else ""}
        | changes
        for one in visit.adding.candidates
    ]
    list(moves.store(visit, Sent({"rows": rows})))


def test_the_samples_are_all_there_and_the_engineers_are_shown(visit):
    assert len(titles(visit)) == len(sample_articles()) == 7
    assert "engineers" in visit.article.title
    assert visit.talk.turns == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expected:"),
        (" \n ", "Expected:"),
        ("Only a headline", "Expected:"),
        ("word " * 2_000_000, "10,000,000 characters"),
        ("%PDF-1.7 \x00\x01", "no text has (U+0000"),
        ("The text \x00 holds a NUL. It has two sentences.", "no text has (U+0000"),
        ("http://127.0.0.1:7860/", "leads to port 7860"),
        (" https://localhost/story ", "not on the open internet"),
        ("http://[::1]/\nhttp://[::1]/two", "not on the open internet"),
    ],
)
def test_what_is_no_article_gets_a_message_and_changes_nothing(visit, text, says):
    before = titles(visit), visit.shown
    read(visit, text)
    assert says in visit.adding.notice
    assert (titles(visit), visit.shown, visit.adding.candidates, visit.adding.doing) == (*before, (), "")


@pytest.mark.parametrize("text", ["Only a <headline>", "https://localhost/story"])
def test_what_was_pasted_in_vain_stands_in_its_box_until_something_is_read(reading, text):
    read(reading, text)
    assert reading.adding.pasted == text
    assert f">{escape(text)}</textarea>" in draw(reading)["library"]
    read(reading, TEXT)
    assert reading.adding.pasted == ""
    assert "data-again" not in draw(reading)["library"]


def test_questions_about_the_samples_are_made_once_and_a_visitors_own_are_not_kept_for_others(reading, monkeypatch):
    made = []
    monkeypatch.setattr(shelf, "suggest_questions", lambda article, count: made.append(article.id) or ("Who?",))
    first = reading.article.id
    assert suggestions(reading) == suggestions(Visit(reading.shelf)) == ["Who?"]
    assert made == [first]
    read(reading, TEXT)
    keep(reading)
    own = reading.article.id
    assert suggestions(reading) == suggestions(reading) == ["Who?"]
    assert made == [first, own, own]


def test_what_is_read_is_not_kept_before_it_was_looked_at(reading):
    read(reading, TEXT)
    assert [one.article.title for one in reading.adding.candidates] == ["Harbour fire"]
    assert len(titles(reading)) == 7
    moves.discard(reading, Sent({}))
    assert reading.adding.candidates == ()
    read(reading, TEXT)
    keep(reading, title="Fire in the harbour", byline="", published="2026-06-03")
    assert (reading.article.title, reading.article.byline) == ("Fire in the harbour", None)
    assert reading.article.published == date(2026, 6, 3)
    assert (reading.scope, reading.about.count) == ("shown", 1)


def test_a_date_that_is_none_is_refused_and_the_preview_stays(reading):
    read(reading, TEXT)
    keep(reading, published="last Tuesday")
    assert "is no date" in reading.adding.notice
    assert len(reading.adding.candidates) == 1
    assert len(titles(reading)) == 7


def test_what_is_held_or_nearly_the_same_is_named(reading):
    read(reading, TEXT)
    keep(reading)
    read(reading, TEXT)
    assert reading.adding.candidates[0].held
    moves.discard(reading, Sent({}))
    text = "\n\n".join(one.text for one in sample_articles()[0].paragraphs)
    read(reading, f"Engineers return\n\n{text}")
    assert reading.adding.candidates[0].alike.startswith("Kim Jong-un")


def test_a_path_that_is_pasted_is_not_read(visit, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT)
    read(visit, str(secret))
    assert visit.adding.candidates == ()


def test_files_are_read_one_by_one_and_the_bad_ones_named_without_their_folder(reading, tmp_path):
    good, picture, many = tmp_path / "good.txt", tmp_path / "picture.txt", tmp_path / "day.jsonl"
    good.write_text(TEXT)
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    texts = [f"The bridge at Elmouth carries {n},000 cars a day, the council said on Monday." for n in (7, 9)]
    rows = [{"title": f"Bridge {n}", "text": text} for n, text in enumerate(texts)]
    many.write_text("\n".join(map(json.dumps, [*rows, {"title": "Empty", "text": ""}])))
    list(reading.adding.read([picture, good, many]))
    assert [one.article.title for one in reading.adding.candidates] == ["Harbour fire", "Bridge 0", "Bridge 1"]
    assert "picture.txt is not text" in reading.adding.notice
    assert "day.jsonl" in reading.adding.notice
    assert str(tmp_path) not in reading.adding.notice
    keep(reading)
    assert (reading.scope, reading.about.count) == ("ticked", 3)


def test_reading_and_storing_stop_where_they_are_told_to(reading, tmp_path):
    many = tmp_path / "day.jsonl"
    rows = [
        {"title": f"Bridge {n}", "text": f"Bridge number {n} carries {n},000 cars a day, it said."} for n in range(9)
    ]
    many.write_text("\n".join(map(json.dumps, rows)))
    list(reading.adding.read([many]))
    assert len(reading.adding.candidates) == 9
    found = [one.article for one in reading.adding.candidates]
    storing = reading.adding.store([Sent({"id": one.id, "title": one.title, "keep": True}) for one in found])
    assert [next(storing), next(storing)] == [[], []]
    assert reading.adding.doing == "Storing: 4 of 9"
    moves.stop_adding(reading, Sent({}))
    assert [len(kept) for kept in storing] == [4]
    assert reading.adding.notice == "Stopped: 4 of 9 articles were kept."
    assert len(titles(reading)) == 11
    assert [one.article.title for one in reading.adding.candidates] == [f"Bridge {n}" for n in range(4, 9)]
    moves.stop_adding(reading, Sent({}))
    keep(reading)
    assert len(titles(reading)) == 16
    assert (reading.adding.candidates, reading.adding.notice, reading.adding.doing) == ((), "", "")


def test_a_full_desk_says_so(reading, monkeypatch):
    monkeypatch.setattr(Shelf, "most_articles", 0)
    read(reading, TEXT)
    keep(reading)
    assert "desk is full" in reading.adding.notice
    assert len(titles(reading)) == 7


def test_removing_every_article_leaves_an_empty_desk_that_still_answers(visit):
    for one in list(visit.desk.entries()):
        moves.tick(visit, Sent({"article": one.id, "wanted": True}))
    moves.remove_ticked(visit, Sent({}))
    assert (visit.article, titles(visit), visit.ticked) == (None, [], {})
    draw(visit)


def test_a_citation_of_a_removed_article_is_explained(visit):
    gone = visit.shown
    moves.remove(visit, Sent({"article": gone}))
    shown = visit.shown
    moves.show(visit, Sent({"article": gone}))
    assert visit.shown == shown != gone
    assert "has been removed" in visit.notice


def test_what_is_asked_is_chosen(visit):
    one, two = (entry.id for entry in visit.desk.entries()[:2])
    assert (visit.about.within, visit.about.count) == (None, 7)
    for chosen in (one, two):
        moves.tick(visit, Sent({"article": chosen, "wanted": True}))
    moves.ask_ticked(visit, Sent({}))
    assert visit.about.within == (one, two)
    moves.collect(visit, Sent({"name": "Kursk"}))
    assert visit.ticked == {}
    assert visit.scope == "all"
    moves.scope(visit, Sent({"scope": "collection:Kursk"}))
    assert (visit.about.filters.collection, visit.about.count) == ("Kursk", 2)
    moves.scope(visit, Sent({"scope": "collection:none such"}))
    assert visit.about.count == 2
    moves.collection(visit, Sent({"name": "Kursk"}))
    assert len(visit.entries) == 2


@pytest.mark.parametrize("question", ["", "  ?! ", "word " * 200_000])
def test_a_question_that_is_none_gets_a_message(reading, question):
    list(asking.ask(reading, Sent({"question": question})))
    assert 'class="said error"' in reading.talk.turns[-1].html
    assert len(draw(reading)["talk"]) < 10_000


def test_a_failure_inside_is_told_and_the_desk_stays(reading, monkeypatch, caplog):
    monkeypatch.setattr(reading.desk, "answer", lambda *_: 1 / 0)
    list(asking.ask(reading, Sent({"question": "Who?"})))
    assert "Something went wrong" in reading.talk.turns[-1].html
    assert "ZeroDivisionError" in caplog.text
    assert len(titles(reading)) == 7


def answering(monkeypatch, visit, asked=None):
    """The desk answers each question with the same words, and remembers what it was asked."""
    article = visit.article
    short = Citation.of(article, 3, Span(0, 12))
    sentence = Citation.of(article, 3, Span(0, article.paragraph(3).text.index(".") + 1))

    def answer(question, within=None, filters=None):
        if asked is not None:
            asked.append((question, within))
        return Reply(question, (Statement(sentence.quote, (sentence,)),), (short,), 0.9)

    monkeypatch.setattr(visit.desk, "answer", answer)


def test_an_answer_comes_in_steps_and_can_be_stopped_retried_edited_and_read_otherwise(reading, monkeypatch):
    asked = []
    answering(monkeypatch, reading, asked)
    steps = asking.ask(reading, Sent({"question": "How many engineers?"}))
    next(steps)
    assert "Reading" in reading.talk.turns[0].html
    next(steps)
    assert 'href="#cite' in reading.talk.turns[0].html
    assert reading.bearing()
    moves.stop(reading, Sent({}))
    list(steps)
    assert reading.talk.turns[0].state is State.STOPPED
    list(asking.retry(reading, Sent({"turn": 1})))
    assert reading.talk.turns[0].state is State.DONE
    list(asking.edit(reading, Sent({"turn": 1, "question": "How many troops?"})))
    list(asking.correct(reading, Sent({"turn": 1, "question": "How many combat troops were sent?"})))
    turn = reading.talk.turns[0]
    assert (turn.question, turn.reply.understood) == ("How many troops?", "How many combat troops were sent?")
    assert [question for question, _ in asked][1:] == ["How many engineers?", "How many troops?", turn.reply.understood]
    assert "Understood as" in draw(reading)["talk"]
    for order in (asking.retry, asking.edit, asking.correct):
        list(order(reading, Sent({"turn": 99, "question": "x"})))
    assert len(reading.talk.turns) == 1


def test_a_late_answer_from_a_removed_article_is_not_shown(reading, monkeypatch):
    answering(monkeypatch, reading)
    steps = asking.ask(reading, Sent({"question": "How many engineers?"}))
    next(steps), next(steps)
    moves.remove(reading, Sent({"article": reading.shown}))
    list(steps)
    assert "removed meanwhile" in next(turn for turn in reading.talk.turns if turn.kind == "ask").html


def test_a_conversation_is_exported_once_there_is_one(models):
    visit = Visit(Shelf(models))
    assert export_html(visit, "md") == ""
    assert "Markdown" not in draw(visit)["scope"]
    list(asking.ask(visit, Sent({"question": "How many engineers were deployed?"})))
    encoded = html.unescape(export_html(visit, "md")).partition("base64,")[2].partition('"')[0]
    assert "around 1,000" in base64.b64decode(encoded).decode()
    assert export_html(visit, "exe") == ""
    assert "Markdown" in draw(visit)["scope"]


def test_suggestions_are_those_not_asked(reading, monkeypatch):
    answering(monkeypatch, reading)
    first = suggestions(reading)[0]
    list(asking.ask(reading, Sent({"question": first})))
    assert first not in suggestions(reading)
    assert suggestions(reading)


def test_two_visitors_share_nothing_they_load(reading):
    other = Visit(reading.shelf)
    read(reading, TEXT)
    keep(reading)
    moves.remove(reading, Sent({"article": reading.desk.entries()[0].id}))
    assert len(titles(other)) == 7
    assert other.talk.turns == ()
    moves.show(other, Sent({"article": HARBOUR.id}))
    assert "removed" in other.notice


def test_what_visitors_add_remove_and_collect_is_searched_by_none_of_the_others(reading):
    def found(visit, query):
        return {hit.article_id for hit in visit.desk.archive.search(query, 100)}

    asks, adds, removes = reading, Visit(reading.shelf), Visit(reading.shelf)
    samples = {one.id for one in sample_articles()}
    assert found(asks, "fire") == found(adds, "fire") == found(removes, "fire") == samples
    read(adds, TEXT)
    keep(adds)
    gone = removes.desk.entries()[0].id
    moves.tick(removes, Sent({"article": removes.desk.entries()[1].id, "wanted": True}))
    moves.collect(removes, Sent({"name": "Morning"}))
    moves.remove(removes, Sent({"article": gone}))
    assert found(adds, "fire") == samples | {adds.shown}
    assert found(removes, "fire") == samples - {gone}
    assert found(asks, "fire") == found(Visit(reading.shelf), "fire") == samples
    assert list(removes.desk.archive.collections()) == ["Morning"]
    assert asks.desk.archive.collections() == Visit(reading.shelf).desk.archive.collections() == {}


def test_the_samples_are_indexed_once_for_all_who_only_ask(reading, monkeypatch):
    made = []
    index = memory.ParagraphIndex
    monkeypatch.setattr(memory, "ParagraphIndex", lambda *given: made.append(given) or index(*given))
    visits = [Visit(reading.shelf) for _ in range(3)]
    for visit in visits:
        visit.desk.search("fire", 3)
    assert len(made) == 1
    moves.remove(visits[0], Sent({"article": visits[0].shown}))
    for visit in visits:
        visit.desk.search("fire", 3)
    assert len(made) == 2


def test_a_conversation_forgets_its_beginning_in_the_end(visit):
    for number in range(300):
        visit.talk.open("ask", f"Question {number}", "")
    assert visit.talk.turns[0].number == 201
    moves.clear(visit, Sent({}))
    assert visit.talk.turns == ()


def test_only_what_changed_is_sent(visit):
    seat = Seat(visit)
    assert set(seat.changes()) == {"library", "scope", "talk", "views", "sheet", "strip"}
    assert seat.changes() == {}
    assert (Seat(Visit(visit.shelf)).visit, Seat(Visit(visit.shelf)).changes()) == (None, {})
    moves.show(visit, Sent({"article": visit.desk.entries()[1].id}))
    assert set(seat.changes()) == {"library", "talk", "sheet"}


def test_a_visit_is_found_again_by_its_secret_only_and_forgotten_in_the_end():
    visits = Visits(Shelf(Unloaded(), ()), most=2)
    one, two = visits.begin(), visits.begin()
    assert visits.find(one.token) is one
    assert visits.find(one.token, "another's") is None
    visits.used(one)
    visits.begin()
    assert visits.find(two.token) is None
    assert visits.find("") is None
    assert len(visits) == 2
    idle = Visits(Shelf(Unloaded(), ()), idle_seconds=0)
    assert idle.find(idle.begin().token) is None


@pytest.fixture
def library(word_encoder, tmp_path):
    class Models(Unloaded):
        encoder = word_encoder

    archive = SqliteArchive(tmp_path / "library", lambda: word_encoder)
    archive.add(HARBOUR)
    yield Models(), archive
    archive.close()


def test_what_a_reader_of_a_library_adds_is_theirs_alone(library):
    shelf = LibraryShelf(*library)
    one, two = Visit(shelf), Visit(shelf)
    read(one, "Tram returns\n\nThe tram returned to Elm Street on Friday. It carried 88 riders.")
    keep(one)
    assert (titles(one), titles(two)) == (["Harbour fire", "Tram returns"], ["Harbour fire"])
    assert one.desk.search("tram riders", 1)[0].citation.article_id == one.shown
    moves.remove(one, Sent({"article": HARBOUR.id}))
    assert titles(one) == ["Harbour fire", "Tram returns"]
    moves.tick(one, Sent({"article": HARBOUR.id, "wanted": True}))
    moves.collect(one, Sent({"name": "Mine"}))
    assert "open for reading" in one.notice
    moves.remove_ticked(one, Sent({}))
    assert "open for reading" in one.notice
    moves.remove(one, Sent({"article": one.shown}))
    assert titles(one) == ["Harbour fire"]


def test_who_may_edit_a_library_changes_it_for_all(library):
    shelf = EditedShelf(*library)
    one, two = Visit(shelf), Visit(shelf)
    read(one, "Tram returns\n\nThe tram returned to Elm Street on Friday. It carried 88 riders.")
    keep(one)
    assert titles(two) == ["Harbour fire", "Tram returns"]
    moves.remove(two, Sent({"article": HARBOUR.id}))
    assert titles(one) == ["Tram returns"]
