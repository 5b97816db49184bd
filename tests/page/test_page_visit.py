"""One visitor's desk: what is loaded, shown and said; every refusal is a message, and nothing is lost."""

import json

import pytest

from bot.page.shelf import KnowingEncoder, Shelf, sample_articles
from bot.page.visit import Visit

TEXT = "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. Nine people were hurt in it, the police said."


class Unloaded:
    """Models that must not be needed."""

    reader = summariser = encoder = property(lambda self: pytest.fail("a model was loaded"))


@pytest.fixture
def desk() -> Visit:
    return Visit(Shelf(Unloaded()))


def test_the_samples_are_all_there_and_the_engineers_are_shown(desk):
    assert len(desk.choices()) == len(sample_articles()) == 7
    assert "engineers" in desk.article.title
    assert len(desk.messages()) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expected:"),
        (" \n ", "Expected:"),
        ("Only a headline", "Expected:"),
        ("word " * 2_000_000, "10,000,000 characters"),
        ("%PDF-1.7 \x00\x01", "no text has (U+0000"),
        ("The text \x00 holds a NUL. It has two sentences.", "no text has (U+0000"),
        ("Half a pair: \ud83d. It has two sentences.", "no text has (U+D83D"),
    ],
)
def test_a_paste_that_is_no_article_gets_a_message_and_changes_nothing(desk, text, says):
    before = desk.choices(), desk.shown
    assert desk.add_text(text) is False
    assert says in desk.notice
    assert (desk.choices(), desk.shown) == before


def test_a_paste_is_shown_and_the_notice_goes(desk):
    desk.add_text("")
    assert desk.add_text(TEXT)
    assert (desk.article.title, desk.notice) == ("Harbour fire", "")
    assert len(desk.choices()) == 8


def test_a_path_that_is_pasted_is_not_read(desk, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT)
    desk.add_text(str(secret))
    assert all("Harbour" not in title for title, _ in desk.choices())


def test_files_are_read_one_by_one_and_the_bad_ones_named_without_their_folder(desk, tmp_path):
    good, picture = tmp_path / "good.txt", tmp_path / "picture.txt"
    good.write_text(TEXT)
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert desk.add_files([picture, good]) is False
    assert desk.article.title == "Harbour fire"
    assert desk.notice.startswith("picture.txt is not text")
    assert str(tmp_path) not in desk.notice


def test_files_of_other_kinds_are_read_and_one_may_hold_many(desk, tmp_path):
    page, many = tmp_path / "page.html", tmp_path / "day.jsonl"
    page.write_text(
        "<html><head><title>Tram returns</title></head><body><article><h1>Tram returns</h1>"
        "<p>The tram returned to Elm Street on Friday, after two years.</p>"
        "<p>It carried 88 riders on its first day, the company said on Saturday.</p></article></body></html>"
    )
    texts = [f"The bridge at Elmouth carries {n},000 cars a day, the council said on Monday." for n in (7, 9)]
    rows = [{"title": f"Bridge {n}", "text": text} for n, text in enumerate(texts)]
    many.write_text("\n".join(map(json.dumps, [*rows, {"title": "Empty", "text": ""}])))
    before = len(desk.choices())
    assert desk.add_files([page]) is True
    assert desk.article.title == "Tram returns"
    assert desk.add_files([many]) is False
    assert [title for title, _ in desk.choices()][before:] == ["Tram returns", "Bridge 0", "Bridge 1"]
    assert "day.jsonl" in desk.notice
    assert str(tmp_path) not in desk.notice


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://127.0.0.1:7860/", "leads to port 7860"),
        (" https://localhost/story ", "not on the open internet"),
        ("http://[::1]/", "not on the open internet"),
    ],
)
def test_a_link_into_this_machine_is_refused(desk, link, reason):
    before = desk.choices()
    assert desk.add_text(link) is False
    assert reason in desk.notice
    assert desk.choices() == before


def test_a_full_desk_says_so(desk, monkeypatch):
    monkeypatch.setattr("bot.page.visit._MOST_ARTICLES", 7)
    assert desk.add_text(TEXT) is False
    assert "desk is full" in desk.notice


def test_removing_every_article_leaves_an_empty_desk_that_still_answers(desk):
    for _ in range(7):
        desk.remove()
    assert (desk.article, desk.choices()) == (None, [])
    desk.remove()
    desk.put("Who?")
    desk.answer("Who?", only_shown=True)
    assert "no article to read" in desk.messages()[-1]["content"]
    desk.summarise()
    assert "no article to read" in desk.messages()[-1]["content"]


def test_a_citation_of_a_removed_article_is_explained(desk):
    gone = desk.shown
    desk.remove()
    shown = desk.shown
    desk.show(gone)
    assert desk.shown == shown
    assert "has been removed" in desk.notice


@pytest.mark.parametrize("question", ["", "  ?! ", "word " * 200_000])
def test_a_question_that_is_none_gets_a_message(desk, question):
    desk.put(question)
    desk.answer(question, only_shown=False)
    assert 'class="said error"' in desk.messages()[-1]["content"]
    assert len(str(desk.messages())) < 10_000


def test_a_failure_inside_is_told_and_the_desk_stays(desk, monkeypatch, caplog):
    monkeypatch.setattr(desk._desk, "answer", lambda *_: 1 / 0)
    desk.answer("Who?", only_shown=False)
    assert "Something went wrong" in desk.messages()[-1]["content"]
    assert "ZeroDivisionError" in caplog.text
    assert len(desk.choices()) == 7


def test_two_visitors_share_nothing_they_load():
    shelf = Shelf(Unloaded())
    one, two = Visit(shelf), Visit(shelf)
    one.add_text(TEXT)
    one.remove()
    one.add_text(TEXT)
    assert len(two.choices()) == 7
    assert len(two.messages()) == 1
    own = one.shown
    two.show(own)
    assert "removed" in two.notice


def test_the_conversation_forgets_its_beginning_in_the_end(desk):
    for number in range(300):
        desk.put(f"Question {number}")
    assert len(desk.messages("waiting")) == 201
    assert desk.messages("waiting")[-1]["content"] == "waiting"


def test_known_passages_are_not_encoded_again(models):
    encoder = models.encoder
    knowing = KnowingEncoder(encoder, ["A ferry sank.", "Rates rose."])
    mixed = ["Rates rose.", "Snow fell.", "A ferry sank."]
    vectors = knowing.encode_passages(mixed)
    assert vectors.shape == (3, encoder.dimension)
    assert ((vectors * encoder.encode_passages(mixed)).sum(1) > 0.999).all()
    assert knowing.encode_passages([]).shape == (0, encoder.dimension)
    assert (knowing.name, knowing.split("A.")) == (encoder.name, encoder.split("A."))
