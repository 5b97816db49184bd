"""To "how many" the figure that counts the thing asked, not a year, an age or another thing's figure."""

from __future__ import annotations

import pytest

from bot.article import Article, Span
from bot.counting import counting
from bot.finding import Finding
from bot.windows import Passage

TEXT = (
    "In 2015 the yard at Marrick, 41 years old, built 12 ferries and 30 barges, and 1,400 welders went on strike for "
    "nine days at 6.30am on 60 acres. A ferry is 80 metres long and does 25mph. Each ferry cost "
    "$4 million. Orders rose twice, by 20%."
)


def found(*answers: str, question: str, step: float = 0.5) -> list[str]:
    """The answers that are left of those found, the first the likeliest."""
    article = Article.from_paragraphs([TEXT], title="Yard")
    spans = [Span(TEXT.index(one), TEXT.index(one) + len(one)) for one in answers]
    findings = [Finding(0, 1, span, 5 - step * place) for place, span in enumerate(spans)]
    kept = counting(question, [Passage.whole(article)], findings)
    return [TEXT[one.span.start : one.span.end] for one in kept]


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        ("How many ferries were built?", ("2015", "12 ferries"), ["12 ferries"]),
        ("How many ferries were built?", ("41 years old", "12"), ["12"]),
        ("How many ferries were built?", ("$4 million", "12"), ["12"]),
        ("How many ferries were built?", ("6.30am", "12"), ["12"]),
        ("How many ferries did it build?", ("30", "12"), ["12"]),
        ("How many of the welders went on strike?", ("12", "1,400"), ["1,400"]),
        ("How many ferries were built?", ("12 ferries and 30 barges",), ["12 ferries"]),
        ("How many barges were built?", ("12 ferries and 30 barges",), ["30 barges"]),
        ("How many days did the strike last?", ("1,400", "nine days"), ["nine days"]),
        ("How many years old is the yard?", ("12", "41 years old"), ["41 years old"]),
        ("How many acres has the yard?", ("12", "60 acres"), ["60 acres"]),
        ("How many dollars does a ferry cost?", ("12 ferries", "$4 million"), ["$4 million"]),
        ("How many times did orders rise?", ("2015", "twice"), ["twice"]),
        ("How much did each ferry cost?", ("41 years old", "$4 million"), ["$4 million"]),
        ("How much did orders rise?", ("20%", "twice"), ["20%", "twice"]),
        ("How long is a ferry?", ("25mph", "80 metres"), ["80 metres"]),
        ("How fast is a ferry?", ("80 metres", "25mph"), ["25mph"]),
        ("How far did orders rise?", ("20%", "2015"), ["20%"]),
        ("How old is the yard?", ("12", "41 years old"), ["41 years old"]),
        ("How high is a ferry?", ("2015", "25mph"), ["2015", "25mph"]),
        ("When was the yard built?", ("2015", "41 years old"), ["2015", "41 years old"]),
        ("How many people live there?", ("2015", "6.30am"), ["2015", "6.30am"]),
    ],
)
def test_what_is_meant_is_kept(question: str, answers: tuple[str, ...], expected: list[str]) -> None:
    assert found(*answers, question=question) == expected


def test_what_counts_the_thing_asked_does_not_beat_a_much_likelier_figure() -> None:
    assert found("30", "12", question="How many ferries did it build?", step=4) == ["30", "12"]


def test_nothing_found_is_nothing_kept() -> None:
    assert counting("How many ferries?", [], []) == []
