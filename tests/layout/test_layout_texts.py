"""Small whole texts: titles given or not, characters kept, errors raised."""

from __future__ import annotations

import pytest

from bot.errors import EmptyTextError, NoBodyError, TooLargeError
from bot.layout import Role, read_layout
from bot.settings import MAX_ARTICLE_CHARACTERS

HEADLINE = "River rises at Marl"
BODY = "The river rose again on Monday, and the council closed two roads beside the mill."
MORE = "Nobody was hurt, the council said, and both roads are to open again by the weekend."


def test_title_argument_wins() -> None:
    text = f"{HEADLINE}\n\n{BODY}\n\n{MORE}"
    same, other = read_layout(text, title="RIVER RISES AT MARL"), read_layout(text, title="Flood")
    assert same.title == "RIVER RISES AT MARL"
    assert [text for text, _role in same.paragraphs] == [BODY, MORE]
    assert other.title == "Flood"
    assert other.paragraphs[0] == (HEADLINE, Role.HEADING)


@pytest.mark.parametrize("title", ["Who owns the river?", "Marl opens road again."])
def test_headline_like_a_sentence(title: str) -> None:
    layout = read_layout(f"{title}\n\nBy Jane Roe\n\n{BODY}\n\n{MORE}")
    assert (layout.title, layout.byline, len(layout.paragraphs)) == (title, "Jane Roe", 2)


def test_characters_are_kept() -> None:
    body = "The price\xa0rose to 5\u202f000 \u200bpounds \u2013 in \u201cone\u201d day,\u00ad he said."
    text = f"\ufeff{HEADLINE}\r\n\r\n\u3000\u3000{body}\u200b\r\n\f\r\n\t{MORE}\x0b"
    assert [text for text, _role in read_layout(text).paragraphs] == [body, MORE]


@pytest.mark.parametrize("text", ["", " \n\t\u200b\ufeff\xa0\n"])
def test_empty(text: str) -> None:
    with pytest.raises(EmptyTextError) as caught:
        read_layout(text)
    assert caught.value.got
    assert caught.value.expected
    assert caught.value.remedy


@pytest.mark.parametrize("text", [HEADLINE, f"{HEADLINE}\n\nBy Jane Roe\n\n13 December 2025", "***", "By Jane Roe"])
def test_no_body(text: str) -> None:
    with pytest.raises(NoBodyError):
        read_layout(text)


@pytest.mark.parametrize("text", ["x" * (MAX_ARTICLE_CHARACTERS + 1), "a\n" * 100_001])
def test_too_large(text: str) -> None:
    with pytest.raises(TooLargeError):
        read_layout(text)


@pytest.mark.parametrize("alone", ["CNN —", "KHN —", "Tokyo CNN —", "SEOUL, Dec. 13 (Yonhap) --"])
def test_dateline_on_its_own_line(alone: str) -> None:
    for head in ([], [HEADLINE]):
        layout = read_layout("\n\n".join([*head, alone, BODY, MORE]))
        assert layout.title == (HEADLINE if head else "")
        assert layout.dateline == alone.rstrip(" —-")
        assert layout.agency
        assert [text for text, _role in layout.paragraphs] == [BODY, MORE]


def test_numbered_heading_may_come_first() -> None:
    blocks = [HEADLINE, "By Jane Roe", "1. The river", BODY, "2. The mill", MORE]
    roles = [role for _text, role in read_layout("\n\n".join(blocks)).paragraphs]
    assert roles == [Role.HEADING, Role.BODY, Role.HEADING, Role.BODY]


def test_affiliation_below_a_bare_name() -> None:
    layout = read_layout(f"{HEADLINE}\n\nJane Roe\nSpecial to The Marl News\n\n{BODY}\n\n{MORE}")
    assert layout.byline == "Jane Roe"
    assert [text for text, _role in layout.paragraphs] == [BODY, MORE]


def test_links_to_pictures_are_no_captions() -> None:
    text = "Photos: Wind and fire drive thousands from their homes"
    assert (text, Role.CAPTION) not in read_layout(f"{HEADLINE}\n\n{BODY}\n\n{text}\n\n{MORE}").paragraphs
