"""Timelines: which sentences tell an event and of which day, what is told twice, and how it is drawn and printed."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import articles

import bot
from bot.article import Article
from bot.assistant import Assistant
from bot.cli import main
from bot.errors import NoArticlesError, PlotError, TooManyArticlesError
from bot.reply import Citation
from bot.timeline import Event, timeline
from bot.timeline_plot import timeline_svg, write_plot

PUBLISHED = date(2025, 12, 13)
BRIDGE = [
    "The old toll bridge at Hallin closed in March 2019 after cracks were found in its piers.",
    "Work began last June. “We were promised it would open on Friday,” said Tom Roe, who has run the ferry since 2020.",
    "Divers will inspect the piers from Monday to Wednesday. The council will meet next Tuesday. Is that on Friday?",
    "A first bridge was built in the 1890s.",
]


def story(*paragraphs: str, published: date | datetime | None = PUBLISHED, title: str = "Bridge") -> Article:
    return Article.from_paragraphs(paragraphs, title=title, published=published)


def told(*paragraphs: str) -> list[str]:
    return [f"{one.date.citation.quote} = {one.date.first}" for one in timeline([story(*paragraphs)])]


def test_events_come_in_the_order_of_their_days() -> None:
    events = timeline([story(*BRIDGE)])
    assert [(one.date.citation.quote, str(one.date.first)) for one in events] == [
        ("the 1890s", "1890-01-01"),
        ("March 2019", "2019-03-01"),
        ("last June", "2025-06-01"),
        ("from Monday to Wednesday", "2025-12-15"),
        ("next Tuesday", "2025-12-16"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the verb's own date, not a noun's, a bound's or a side clause's
        ("The 2016 law was struck down in May 2024.", ["May 2024 = 2024-05-01"]),
        ("The club, which opened in 2001, shut its doors on Friday.", ["Friday = 2025-12-12"]),
        ("Police said on Friday that the man was arrested in June 2024.", ["June 2024 = 2024-06-01"]),
        ("The mayor said on Friday that she was well.", ["Friday = 2025-12-12"]),
        ("On Tuesday the court freed a man jailed in 2019.", ["Tuesday = 2025-12-09"]),
        ("In 2019, on 3 May, the mill burned down.", ["2019 = 2019-01-01"]),  # the day is of no certain year
        ("On Friday, police said the man was arrested in June 2024.", ["June 2024 = 2024-06-01"]),
        ("Snow has closed the pass since Monday.", []),
        ("Monday’s vote was a close one.", []),
        ("Sales have fallen over the past two weeks.", []),
        ("“I shall leave on Friday, come what may,” she said.", []),
        ("The work must be done by next June.", []),
        ("The Christmas Day swim drew a large crowd.", []),
        ("A crowd swam in the bay on Christmas Day 2024.", ["Christmas Day 2024 = 2024-12-25"]),
        ("Is the fair on next Friday?", []),
        ("Everything you need to know about next Friday", []),
        ("The town lies on the river Tarn.", []),
    ],
)
def test_which_date_is_the_events(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


def test_an_event_told_twice_comes_once_with_both_cited() -> None:
    first = story("The ferry sank off Marrick on Friday with 214 people aboard.", title="Morning")
    second = story(
        "The ferry sank off Marrick on Friday with 214 people aboard, the coast guard said.", title="Evening"
    )
    other = story("The harbour master of Marrick resigned on Friday.", title="Resignation")
    events = timeline([first, second, other])
    assert [len(one.statement.citations) for one in events] == [2, 1]
    assert {one.article_id for one in events[0].statement.citations} == {first.id, second.id}


def test_a_day_told_again_as_a_week_keeps_the_day() -> None:
    first = story("A landslide cut the only road into the village of Tarn on Tuesday.")
    second = story("A landslide cut the only road into the village of Tarn last week.", published=date(2025, 12, 16))
    (event,) = timeline([second, first])
    assert (event.date.first, event.date.last) == (date(2025, 12, 9), date(2025, 12, 9))
    assert event.statement.citations[0].article_id == first.id


def test_one_day_may_have_several_events() -> None:
    assert len(told("The mill burned down on Friday. Nobody lives there. The mayor resigned on Friday.")) == 2


def test_articles_without_a_date_give_what_they_date_themselves() -> None:
    undated = story("The mayor resigned on Friday.", "The bridge was opened in May 2019.", published=None)
    assert [one.date.first for one in timeline([undated])] == [date(2019, 5, 1)]


def test_articles_of_days_and_of_moments_go_together() -> None:
    one = story("The mayor resigned on Friday evening.", published=datetime(2025, 12, 13, 9, tzinfo=UTC))
    other = story("The mill burned down on Friday.")
    assert len(timeline([one, other, story("No date is here at all.", published=None)])) == 2


@given(st.lists(articles(), max_size=3))
def test_whatever_the_articles_each_event_holds(drawn: list[Article]) -> None:
    by_id = {one.id: one for one in drawn}
    events = timeline(drawn)
    assert [one.date.first for one in events] == sorted(one.date.first for one in events)
    for event in events:
        assert all(citation.holds(by_id[citation.article_id]) for citation in event.statement.citations)
        assert event.date.citation.holds(by_id[event.date.citation.article_id])
        assert event.statement.text == event.statement.citations[0].quote
        assert event.date in event.statement.dates


def test_the_order_of_the_articles_does_not_matter() -> None:
    stories = [
        story(*BRIDGE),
        story("The ferry ran again on Friday.", title="Ferry"),
        story("It snowed on Friday night."),
    ]
    assert [one.date for one in timeline(stories)] == [one.date for one in timeline(stories[::-1])]


def test_the_desk_makes_a_timeline_of_some_of_its_articles(models: bot.Models) -> None:
    desk = Assistant(models=models)
    with pytest.raises(NoArticlesError):
        desk.timeline()
    bridge, ferry = desk.add(story(*BRIDGE)), desk.add(story("The ferry ran again on Friday."))
    assert len(desk.timeline()) == 6
    assert len(desk.timeline(within=[ferry])) == 1
    assert len(desk.timeline(within=[bridge, ferry], filters=bot.Filters(until=date(2020, 1, 1)))) == 0


def test_a_timeline_of_too_many_articles_is_refused(monkeypatch: pytest.MonkeyPatch, models: bot.Models) -> None:
    monkeypatch.setattr("bot.assistant.MAX_SUMMARISED_ARTICLES", 1)
    desk = Assistant(models=models)
    desk.add(story(*BRIDGE))
    desk.add(story("The ferry ran again on Friday."))
    with pytest.raises(TooManyArticlesError, match="put in order"):
        desk.timeline()


# the figure


def figure(*stories: Article) -> tuple[ElementTree.Element, tuple[Event, ...], str]:
    events = timeline(stories)
    svg = timeline_svg(events, {one.id: one for one in stories})
    return ElementTree.fromstring(svg), events, svg


SVG = "{http://www.w3.org/2000/svg}"


def test_the_figure_shows_every_event_where_it_stands() -> None:
    article = story(*BRIDGE)
    root, events, _ = figure(article)
    groups = [one for one in root.iter(f"{SVG}g") if one.get("class") == "event"]
    assert len(groups) == len(events)
    for group, event in zip(groups, events, strict=True):
        paragraph, start, end = (int(group.get(f"data-{name}") or -1) for name in ("paragraph", "start", "end"))
        quote = event.statement.citations[0].quote
        assert article.paragraph(paragraph).text[start:end] == quote
        assert group.get("data-article") == article.id
        shown = " ".join(text.text or "" for text in group.iter(f"{SVG}text") if text.get("class") == "ink")
        assert shown == quote


def heights(root: ElementTree.Element) -> list[tuple[float, float]]:
    """The topmost and lowest line of each event."""
    groups = [one for one in root.iter(f"{SVG}g") if one.get("class") == "event"]
    lines = [[float(text.get("y") or 0) for text in group.iter(f"{SVG}text")] for group in groups]
    return [(min(each), max(each)) for each in lines]


def test_labels_do_not_overlap_and_lie_within_the_figure() -> None:
    many = [
        f"Party number {number} of the long march reached the town of Tarn on Friday."
        for number in ["one", "two", "three", "four", "five"]
    ]
    long = "On 3 May 2019 " + "the council of the town of Hallin met for very many hours " * 12 + "and rose."
    root, _, _ = figure(story(*many, long, *BRIDGE))
    places = heights(root)
    assert all(lower - upper >= 15 for (_, upper), (lower, _) in pairwise(places))
    assert places[-1][1] < float(root.get("height") or 0)
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert max(map(len, texts)) <= 90
    assert any(text.endswith(" …") for text in texts)


def test_a_run_of_days_is_a_bar_and_a_day_a_dot() -> None:
    root, events, _ = figure(story(*BRIDGE))
    bars = [one for one in root.iter(f"{SVG}rect") if "bar" in (one.get("class") or "")]
    assert len(bars) == sum(one.date.first < one.date.last for one in events) == 4
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert all(float(bar.get("height") or 0) > 0 for bar in bars)


def test_bars_that_overlap_in_time_stand_side_by_side() -> None:
    root, _, _ = figure(
        story(
            "The siege lasted from 2015 to 2019.",
            "The harbour was rebuilt from 2016 to 2018.",
            "The old mill burned down on 4 May 2017.",
            "A new mayor was sworn in on 5 May 2021.",
        )
    )
    bars = [one for one in root.iter(f"{SVG}rect") if "bar" in (one.get("class") or "")]
    assert len({bar.get("x") for bar in bars}) == 2


def test_what_articles_say_is_text_in_the_figure_and_nothing_else() -> None:
    evil = "<script>alert(1)</script> & “it” \x07 broke]]> out on Friday, 12 December 2025."
    root, _, svg = figure(story(evil, title='"><img src=x onerror=alert(1)>'))
    assert "<script" not in svg
    assert "<img" not in svg
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "style", "rect", "text", "line", "g", "title", "circle"
    }  # fmt: skip
    assert not re.search(r"href|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", svg)


def test_nothing_to_draw_is_an_error_that_says_so() -> None:
    with pytest.raises(PlotError, match="no event"):
        timeline_svg([], {})


@pytest.mark.parametrize("name", ["plot.png", "plot", "missing/plot.svg"])
def test_a_plot_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlotError):
        write_plot("<svg/>", str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


# the command

TEXT = "Bridge\n\nPublished: 13 Dec. 2025\n\nBy Ann Lee\n\n" + "\n\n".join(BRIDGE)


@pytest.fixture
def bridge(tmp_path: Path, models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("bot.desk.Models", lambda: models)
    (tmp_path / "bridge.txt").write_text(TEXT, "utf-8")
    return str(tmp_path / "bridge.txt")


def test_the_command_prints_days_sentences_rules_and_places(bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", bridge]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = lines.index("16 December 2025")
    assert lines[place + 1 : place + 4] == [
        "  The council will meet next Tuesday.",
        "  next Tuesday: 16 December 2025, the Tuesday of the week after that of the article's date, 13 December 2025",
        "  ¶3, characters 56-91 · Bridge · 13 December 2025",
    ]


def test_the_command_prints_json_with_exact_places(bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", bridge, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    article = bot.read_article(TEXT)
    assert [one["date"]["first"] for one in data] == sorted(one["date"]["first"] for one in data)
    for event in data:
        for place in (event["date"]["words"], *event["statement"]["citations"]):
            names = ("article", "paragraph", "start", "end", "quote")
            assert Citation(*(place[name] for name in names)).holds(article)


def test_the_command_draws(bridge: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", bridge, "--plot", str(tmp_path / "t.svg")]) == 0
    assert ElementTree.parse(tmp_path / "t.svg").getroot().tag == f"{SVG}svg"
    assert main(["timeline", bridge, "--plot", str(tmp_path / "t.png")]) == 2
    assert "ends in .svg" in capsys.readouterr().err


def test_the_command_says_where_nothing_is_dated(
    bridge: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "undated.txt").write_text("The mayor of Hallin resigned on Friday.", "utf-8")
    assert main(["timeline", str(tmp_path / "undated.txt")]) == 1
    out = capsys.readouterr().out
    assert out.startswith("No sentence tells of a day that can be worked out.")
    assert "Without a date of its own" in out
    assert main(["timeline", str(tmp_path / "undated.txt"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == []
