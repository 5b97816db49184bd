"""Laws of `read_layout` over generated texts."""

from __future__ import annotations

import contextlib
import time
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ArticleError
from bot.layout import Role, read_layout
from bot.settings import MAX_ARTICLE_CHARACTERS

WORDS = st.sampled_from(
    ("river bridge council mayor road mill county money winter plan vote train school paper").split()  # noqa: SIM905
)
VERBS = st.sampled_from(["reopened", "said", "fell", "rose", "closed", "agreed", "refused", "moved"])
FIRST = st.sampled_from(["Jane", "Tom", "Lucía", "Seo-yeon", "J.D.", "Anna"])
LAST = st.sampled_from(["Roe", "O’Hara", "van der Berg", "Okafor", "Prieto", "Marsh"])
FRAGMENTS = st.sampled_from(
    [
        "By Jane Roe",
        "Published: 13 Dec. 2025, 10:21",
        "SEOUL, Dec. 13 (Yonhap) -- ",
        "# ",
        "**a**",
        "[YONHAP]",
        "(AP)",
        "Tags: a, b",
        "\n",
        "\n\n",
        "\r\n",
        "\f",
        "\u200b",
        "> ",
        "---",
        "The river rose.",
        "More: x",
        "http://a.b/c",
        "Updated",
        "03/04/2025",
        "CNN —",
        "Photo: ",
        "/AFP/Getty Images",
        "Topics",
        "“",
        "!",
        ":",
        " ",
        "end",
        "(END)",
        "By ",
        "@a",
        "a@b.co",
        "13 Dec",
        "٣",
        "İ",
        "ß",
        "\x1c",
        "\x00",
        "\ud800",
        "|",
        " · ",
    ]
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=4, max_size=14))
    return f"The {words[0]} {draw(VERBS)} when the {' and the '.join(words[1:])} had gone."


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    return " ".join(draw(st.lists(sentences(), min_size=1, max_size=3)))


STORIES = st.lists(paragraphs(), min_size=2, max_size=8, unique=True)


@given(st.text(max_size=300) | st.lists(FRAGMENTS | st.text(max_size=20), max_size=30).map("".join))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_any_text_gives_a_layout_or_a_named_error(text: str) -> None:
    try:
        layout = read_layout(text)
    except ArticleError as error:
        assert error.remedy  # noqa: PT017
        return
    assert any(role is Role.BODY for _text, role in layout.paragraphs)
    one_line = " ".join(text.split())
    for paragraph, _role in layout.paragraphs:
        assert paragraph == paragraph.strip() != ""
        assert paragraph in text or " ".join(paragraph.replace(">", "").split()) in one_line.replace(">", "")


@given(STORIES, st.sampled_from(["\n\n", "\n", "\r\n", "\r\n\r\n", "\n\n\n", "\n    "]))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_body_is_neither_lost_nor_changed(story: list[str], gap: str) -> None:
    layout = read_layout(gap.join(story))
    assert layout.title == ""
    assert [text for text, _role in layout.paragraphs] == story


@given(
    story=STORIES,
    words=st.lists(WORDS, min_size=4, max_size=9),
    writer=st.builds("{} {}".format, FIRST, LAST),
    day=st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    clock=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    style=st.sampled_from(["%d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%Y-%m-%d", "%b. %d, %Y"]),
    place=st.sampled_from(["", "MARL", "SEOUL, South Korea", "ST. IVES"]),
    gap=st.sampled_from(["\n\n", "\n"]),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_what_was_printed_is_read_back(
    story: list[str],
    words: list[str],
    writer: str,
    day: date,
    clock: object,
    style: str,
    place: str,
    gap: str,
) -> None:
    title = f"{words[0].capitalize()} {' '.join(words[1:])} at last"
    printed, expected = day.strftime(style), day
    if clock is not None:
        expected = datetime.combine(day, clock, timezone(timedelta(hours=9)))  # type: ignore[arg-type]
        printed += f", {clock:%H:%M} KST"
    first = f"{place} (Reuters) — {story[0]}" if place else story[0]
    layout = read_layout(
        gap.join([title, f"By {writer}", f"Published: {printed}", first, *story[1:], f"Tags: {words[0]}"])
    )
    assert (layout.title, layout.byline, layout.published) == (title, writer, expected)
    assert (layout.dateline, layout.agency) == ((f"{place} (Reuters)", "Reuters") if place else (None, None))
    assert layout.tags == (words[0],)
    assert [text for text, _role in layout.paragraphs] == story


REPEATS = [
    "a",
    "(",
    "[",
    "A/",
    "1.",
    "A b/",
    "a@",
    "#",
    "> ",
    "A — ",
    "Jane ",
    "By Jane Roe, ",
    "Published: ",
    "10:21 ",
    "tags a ",
    "The river rose. ",
    "\u200b",
    "a.a-",
    "(a",
    "A, ",
    "word " * 14 + "\n",
    "AA " * 20 + "\n",
    "The bridge fell. Jane Roe/AFP\n\n",
    "Short head\n\nThe river rose again on Monday.\n\n",
    "x" * 30 + "\n",
    "Published: 13 Dec 2025\n",
    "“a” — ",
    "![](",
    "Copyright ",
    "*a",
    "a\n\n",
    "By ",
    "- a\n",
    "A" * 29 + "/",
]


@pytest.mark.parametrize("unit", REPEATS)
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * (MAX_ARTICLE_CHARACTERS // len(unit)))[:MAX_ARTICLE_CHARACTERS]
    start = time.process_time()
    with contextlib.suppress(ArticleError):
        read_layout(text)
    assert time.process_time() - start < 2
