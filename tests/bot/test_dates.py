"""Date expressions of newspapers of many kinds: what is found, which days it means, and what is no date at all.

Every article here is of Saturday, 13 December 2025, unless a test says otherwise.
"""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import texts

import bot
from bot.article import Article, Span
from bot.dates import dates_in, own_day, undated_words
from bot.dates.tense import Tense, tense_at

DAY = date(2025, 12, 13)


def article(text: str, published: date | datetime | None = DAY, dateline: str | None = None) -> Article:
    return Article.from_paragraphs([text], published=published, dateline=dateline)


def resolved(text: str, published: date | datetime | None = DAY) -> list[str]:
    """ "words = first..last" of every resolved date of a paragraph."""
    found = dates_in(article(text, published), 1, Span(0, len(text)))
    return [f"{one.citation.quote} = {one.first}" + (f"..{one.last}" if one.last > one.first else "") for one in found]


WIRE = [
    ("The ferry sank off Marrick on Friday.", "Friday = 2025-12-12"),
    ("Rescuers searched through Thursday night.", "Thursday night = 2025-12-11"),
    ("The strait was closed on Saturday.", "Saturday = 2025-12-13"),
    ("Envoys will meet on Monday.", "Monday = 2025-12-15"),
    ("The ceasefire begins on Sunday.", "Sunday = 2025-12-14"),
    ("The army on Wednesday said it had left the town.", "Wednesday = 2025-12-10"),
    ("The cabinet on Tuesday will vote on the plan.", "Tuesday = 2025-12-16"),
    ("Polls open on Sunday in Norvia.", "Sunday = 2025-12-14"),
    ("Talks are scheduled for Thursday.", "Thursday = 2025-12-18"),
    ("He had until Wednesday to reply.", "Wednesday = 2025-12-17"),
    ("Two aid workers have been missing since Tuesday.", "Tuesday = 2025-12-09"),
    ("The president is to be sworn in on Jan. 20.", "Jan. 20 = 2026-01-20"),
    ("A blast hit the port on Aug. 4.", "Aug. 4 = 2025-08-04"),
    ("He was arrested on Friday (Dec 12).", "Friday (Dec 12) = 2025-12-12"),
    ("The truce was signed on Dec. 12, 2024, in Tarn.", "Dec. 12, 2024 = 2024-12-12"),
    ("The treaty of 12 December 2015 holds.", "12 December 2015 = 2015-12-12"),
    ("The vote takes place on the 3rd of March 2026.", "3rd of March 2026 = 2026-03-03"),
    ("Fighting broke out two days ago.", "two days ago = 2025-12-11"),
    ("The quake struck the day before yesterday.", "the day before yesterday = 2025-12-11"),
    ("The minister resigned yesterday.", "yesterday = 2025-12-12"),
    ("The fleet sails tomorrow morning.", "tomorrow morning = 2025-12-14"),
    ("Leaders gather in Hallin today.", "today = 2025-12-13"),
    ("The siege has lasted since 2019-05-31.", "2019-05-31 = 2019-05-31"),
    ("He fled in the wake of Tuesday’s coup.", "Tuesday = 2025-12-09"),
    ("Gunmen fired on the crowd, police said on Sunday.", "Sunday = 2025-12-07"),
    ("The storm is expected to make landfall early Monday.", "Monday = 2025-12-15"),
    ("She said in a Tuesday statement that it was so.", "Tuesday = 2025-12-09"),
    ("As the town prepares for the feast Thursday, snow is falling.", "Thursday = 2025-12-18"),
    ("He spoke to reporters on Thursday.", "Thursday = 2025-12-11"),
    ("The crew pulled out of the race to replace a mast late Sunday.", "Sunday = 2025-12-07"),
    ("Friday’s release of the papers may shed some light.", "Friday = 2025-12-12"),
]
LOCAL = [
    ("The market moves to the harbour next Tuesday.", "next Tuesday = 2025-12-16"),
    ("The library shut last Monday.", "last Monday = 2025-12-08"),
    ("The pool opened last Friday.", "last Friday = 2025-12-05"),  # yesterday would be "on Friday"
    ("The choir sings this coming Thursday.", "this coming Thursday = 2025-12-18"),
    ("The parade was moved to Friday week.", "Friday week = 2025-12-26"),
    ("The road shuts a week on Monday.", "a week on Monday = 2025-12-22"),
    ("The bins will be emptied on Wednesday of next week.", "Wednesday of next week = 2025-12-17"),
    ("It snowed heavily at the weekend.", "the weekend = 2025-12-13..2025-12-14"),
    ("Scouts camped there last weekend.", "last weekend = 2025-12-06..2025-12-07"),
    ("The fair returns next weekend.", "next weekend = 2025-12-20..2025-12-21"),
    ("The fair runs December 12-14.", "December 12-14 = 2025-12-12..2025-12-14"),
    ("The museum closed between 3 and 5 May.", "between 3 and 5 May = 2025-05-03..2025-05-05"),
    ("The rink is open from 20 December to 4 January.", "from 20 December to 4 January = 2025-12-20..2026-01-04"),
    ("Works will close the lane from Monday to Wednesday.", "from Monday to Wednesday = 2025-12-15..2025-12-17"),
    ("The school burned down in early August.", "early August = 2025-08-01..2025-08-10"),
    ("The mill closed last June.", "last June = 2025-06-01..2025-06-30"),
    ("The mill closed in June last year.", "June last year = 2024-06-01..2024-06-30"),
    ("She moved here a fortnight ago.", "a fortnight ago = 2025-11-26..2025-12-02"),
    ("The shop opened two months ago.", "two months ago = 2025-10-01..2025-10-31"),
    ("Carols were sung on Christmas Eve last year.", "Christmas Eve last year = 2024-12-24"),
    ("The shops will shut on Boxing Day.", "Boxing Day = 2025-12-26"),
    ("It all went wrong on Friday the 13th.", "Friday the 13th = 2025-06-13"),
    ("The plant, shut in January, will reopen in March.", "January = 2025-01-01..2025-01-31"),
    ("The plant, shut in January, will reopen in March.", "March = 2026-03-01..2026-03-31"),
    ("The procession is on Good Friday 2026.", "Good Friday 2026 = 2026-04-03"),
    ("Entries close on the 15th of this month.", "15th of this month = 2025-12-15"),
    ("Doors open at 6 p.m. on Sunday.", "Sunday = 2025-12-14"),
    ("The council meets again later this month.", "later this month = 2025-12-13..2025-12-31"),
    ("A tree fell on the chapel earlier this week.", "earlier this week = 2025-12-08..2025-12-13"),
]
BUSINESS = [
    ("Revenue rose 4% in the third quarter.", "the third quarter = 2025-07-01..2025-09-30"),
    ("Profit fell in the second quarter of 2024.", "the second quarter of 2024 = 2024-04-01..2024-06-30"),
    ("Sales doubled in Q3 2019.", "Q3 2019 = 2019-07-01..2019-09-30"),
    ("The bank cut 300 jobs last year.", "last year = 2024-01-01..2024-12-31"),
    ("Prices rose 2% last month.", "last month = 2025-11-01..2025-11-30"),
    ("The plant will open early next year.", "early next year = 2026-01-01..2026-04-30"),
    ("It expects to break even by the end of the year.", "the end of the year = 2025-11-01..2025-12-31"),
    ("Output shrank in the first half of 2023.", "the first half of 2023 = 2023-01-01..2023-06-30"),
    ("Shares have lost a fifth over the past two weeks.", "the past two weeks = 2025-11-29..2025-12-13"),
    ("The firm was founded in the 1990s.", "the 1990s = 1990-01-01..1999-12-31"),
    ("The firm grew in the early 2000s.", "the early 2000s = 2000-01-01..2003-12-31"),
    ("The loan ran from 2015 to 2018.", "from 2015 to 2018 = 2015-01-01..2018-12-31"),
    ("Costs soared in the 2018-19 season.", "2018-19 = 2018-01-01..2019-12-31"),
    ("Rates have been frozen since March.", "March = 2025-03-01..2025-03-31"),
    ("It will report earnings on February 5.", "February 5 = 2026-02-05"),
    ("The deal closed in late 2023.", "late 2023 = 2023-09-01..2023-12-31"),
    ("The buyer agreed to pay by 1 March 2026.", "1 March 2026 = 2026-03-01"),
    ("Trading resumes Monday.", "Monday = 2025-12-15"),
    ("Staff struck between October and November 2024.", "between October and November 2024 = 2024-10-01..2024-11-30"),
    ("As of October 31, it owed $3 million.", "October 31 = 2025-10-31"),
]
SPORT = [
    ("Hallin won 3-1 on Saturday.", "Saturday = 2025-12-13"),
    ("Roe scored twice in Tuesday’s win.", "Tuesday = 2025-12-09"),
    ("Roe will miss Tuesday’s final.", "Tuesday = 2025-12-16"),
    ("The winner of Monday’s semi-final will face Tarn.", "Monday = 2025-12-15"),
    ("On Sunday, the club hosts Tarn.", "Sunday = 2025-12-14"),
    ("She won the title in 2012 and 2016.", "2012 = 2012-01-01..2012-12-31"),
    ("He last lost three years ago.", "three years ago = 2022-01-01..2022-12-31"),
    ("The season opened on Aug 16.", "Aug 16 = 2025-08-16"),
    ("Marrick sacked their coach last summer.", "last summer = 2025-06-01..2025-08-31"),
    ("The race is set for the summer of 2027.", "the summer of 2027 = 2027-06-01..2027-08-31"),
    ("He spoke ahead of Wednesday’s match.", "Wednesday = 2025-12-17"),
    ("They have not lost since last November.", "last November = 2024-11-01..2024-11-30"),
]
COURT = [
    ("The man arrested on Friday appeared in court.", "Friday = 2025-12-12"),
    ("Police said on Sunday the man would appear in court on Monday.", "Monday = 2025-12-15"),
    ("Sentencing was adjourned until Thursday.", "Thursday = 2025-12-18"),
    ("He did not learn of it until Thursday.", "Thursday = 2025-12-11"),
    ("She is due to be sentenced on 9 January.", "9 January = 2026-01-09"),
    ("He could not be reached on Thursday.", "Thursday = 2025-12-11"),
    ("The clerk pleaded guilty in October.", "October = 2025-10-01..2025-10-31"),
    ("The theft took place between June 2019 and May 2020.", "between June 2019 and May 2020 = 2019-06-01..2020-05-31"),
    ("The hearing was on Tuesday, 9 December 2025.", "Tuesday, 9 December 2025 = 2025-12-09"),
    ("He was jailed in December 2013.", "December 2013 = 2013-12-01..2013-12-31"),
]
SCIENCE = [
    ("The probe was launched in April 2018.", "April 2018 = 2018-04-01..2018-04-30"),
    ("In an April report, Lee warned of a drought.", "April = 2025-04-01..2025-04-30"),
    ("The vote exempts June and July 2027.", "June = 2027-06-01..2027-06-30"),
    ("The game dates to the late 1800s.", "the late 1800s = 1870-01-01..1899-12-31"),
    ("Ice covered the lake in the 19th century.", "the 19th century = 1801-01-01..1900-12-31"),
    ("The comet will return in 2061.", "2061 = 2061-01-01..2061-12-31"),
    ("The 2019 study found no link.", "2019 = 2019-01-01..2019-12-31"),
    ("The herd was counted in mid-2021.", "mid-2021 = 2021-05-01..2021-08-31"),
    ("A paper published Wednesday describes the cell.", "Wednesday = 2025-12-10"),
    ("The bird was last seen a decade ago.", "a decade ago = 2015-01-01..2015-12-31"),
    ("The telescope will be ready in two years’ time.", "two years’ time = 2027-01-01..2027-12-31"),
    ("The attacks of 9/11 changed that.", "9/11 = 2001-09-11"),
]


PICTURES = [
    ("Leo Marsh celebrates after scoring the winner in Sunday’s final.", "Sunday = 2025-12-07"),
    ("Ann Lee celebrates her first title in Sunday’s final against Ida Moen.", "Sunday = 2025-12-07"),
    ("Ida Moen celebrates a point in Sunday’s final.", "Sunday = 2025-12-07"),
    ("Coach Ola Berg reacts during Friday’s match in Marrick.", "Friday = 2025-12-12"),
    ("The mayor, Sue Hill, visits the flooded school on Monday. (Photo: Tom Roe)", "Monday = 2025-12-08"),
    ("Ferry passengers arrive in Orr on Tuesday. Ida Moen/Reuters", "Tuesday = 2025-12-09"),
    ("The bridge, which will open on Monday, seen from the south. (Photo: Tom Roe)", "Monday = 2025-12-15"),
    ("Marrick celebrates its centenary on Sunday.", "Sunday = 2025-12-14"),
]


@pytest.mark.parametrize(("text", "expected"), [*WIRE, *LOCAL, *BUSINESS, *SPORT, *COURT, *SCIENCE, *PICTURES])
def test_what_a_newspaper_means(text: str, expected: str) -> None:
    assert expected in resolved(text)


@pytest.mark.parametrize(
    "text",
    [
        # durations, rates and ages
        "He was held for two days.",
        "The shop is open 24 hours a day, five days a week.",
        "The 18-year-old, aged 18, ran a two-day march.",
        "It took more than 10 years.",
        "He is paid once a month.",
        # verbs, nouns and names
        "They may march again, she said.",
        "The march took all day.",
        "The Women’s March drew thousands.",
        "He won in an august setting in a second.",
        "He sat in the sun.",
        "The readers of the Mail on Sunday were told.",
        "USA Today and the Sunday Times reported it.",
        # habits
        "The choir meets every Friday.",
        "It opens on Fridays and Saturday nights.",
        "The club meets on the first Monday of the month.",
        "Ring 9 to 5, Monday to Friday.",
        "The bar opens 11 a.m.-10 p.m. Sunday to Thursday and 11 a.m.-midnight Friday and Saturday.",
        # days of the story's own calendar
        "The next day he fled.",
        "The following Friday he came back.",
        "On the Friday he had been ill.",
        # figures
        "Some 2019 people came, 1,985 of them by bus.",
        "It cost $2020 in all.",
        "He finished in 10.12.2 seconds with 20-19 in hand.",
        "Roe scored 12 points in the fourth quarter of the game.",
        # too vague for any day
        "A few days ago he was well, and more than two years ago too.",
        "It happened decades ago.",
        "Things will be better in the coming years.",
        "Young people today read less than in today’s world.",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert resolved(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It was signed on 31 February 2025.",
        "It was signed on 31 November.",
        "He left on Tuesday, 12 December 2025.",  # a Friday
        "The eclipse of 11.08.1999 was total.",  # August or November
        "The fair ran from 14 to 12 May.",
        "It lasted from 2019 to 2015.",
        "It was founded 500 centuries ago.",
    ],
)
def test_a_date_that_contradicts_itself_or_the_calendar_is_not_resolved(text: str) -> None:
    assert resolved(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She left on Friday.", ("Friday",)),
        ("She left last month, and returns next Tuesday.", ("last month", "next Tuesday")),
        ("She left on 12 December.", ("12 December",)),
        ("She left two weeks ago.", ("two weeks ago",)),
        ("She left in June last year.", ("June last year",)),
        ("She left over Easter Monday.", ("Easter Monday",)),
    ],
)
def test_without_the_articles_date_nothing_relative_is_resolved(text: str, words: tuple[str, ...]) -> None:
    assert resolved(text, None) == []
    assert undated_words(article(text, None), 1, Span(0, len(text))) == words
    assert undated_words(article(text), 1, Span(0, len(text))) == ()


def test_without_the_articles_date_a_full_date_still_says_what_it_says() -> None:
    assert resolved("It opened on 12 May 2019 and shut in 2020.", None) == [
        "12 May 2019 = 2019-05-12",
        "2020 = 2020-01-01..2020-12-31",
    ]


@pytest.mark.parametrize(
    ("dateline", "published", "expected"),
    [
        ("SEOUL, Dec. 12 (Yonhap)", date(2025, 12, 13), date(2025, 12, 12)),
        ("TARN, 30 December (Reuters)", date(2026, 1, 1), date(2025, 12, 30)),
        ("TARN, Dec. 12, 2025 (AP)", None, date(2025, 12, 12)),
        ("TARN, Dec. 12 (AP)", None, None),  # of which year?
        ("TARN, March 3 (AP)", date(2025, 12, 13), date(2025, 12, 13)),  # a misprint, or another story's
        ("TARN (Reuters)", date(2025, 12, 13), date(2025, 12, 13)),
        (None, datetime(2025, 12, 13, 1, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 13)),  # 12th in London
        (None, datetime(2025, 12, 13, 23, 30, tzinfo=UTC), date(2025, 12, 13)),
        (None, None, None),
    ],
)
def test_the_articles_own_day(dateline: str | None, published: date | datetime | None, expected: date | None) -> None:
    assert own_day(article("The ferry sank on Friday.", published, dateline)) == expected


def test_a_dateline_within_the_text_counts_and_is_no_date_of_the_sentence() -> None:
    text = "MARRICK, Dec. 9 (AP) -- The ferry sank on Tuesday, the coast guard said."
    assert resolved(text) == ["Tuesday = 2025-12-09"]
    assert own_day(article(text)) == date(2025, 12, 9)


def test_a_month_that_is_a_person_in_the_article_is_no_month() -> None:
    story = Article.from_paragraphs(
        ["Mrs May lost the vote.", "Few have faith in May now.", "She was elected in May 2016."], published=DAY
    )
    spans = [Span(0, len(one.text)) for one in story.paragraphs]
    found = [dates_in(story, number, span) for number, span in enumerate(spans, start=1)]
    assert [[one.citation.quote for one in each] for each in found] == [[], [], ["May 2016"]]


def test_a_day_without_its_year_in_a_story_of_another_year_is_not_resolved() -> None:
    text = "In 1944 the town was shelled. On June 6 the first houses fell. The mayor spoke on Friday."
    assert resolved(text) == ["1944 = 1944-01-01..1944-12-31", "Friday = 2025-12-12"]


def test_a_story_of_another_year_keeps_its_days_to_itself() -> None:
    text = (
        "The flood of 1953 is remembered. In 1953 the dyke broke. Since 1953 it has held. Water rose from Jan. 30 on."
    )
    story = Article.from_paragraphs([text, "The worst hours: Feb. 1, at night."], published=DAY)
    assert [one.citation.quote for one in dates_in(story, 2, Span(0, 34))] == []
    assert "1953" in [one.citation.quote for one in dates_in(story, 1, Span(0, len(text)))]


def test_a_day_that_became_a_name() -> None:
    story = Article.from_paragraphs(
        ["The Jan. 6 committee met.", "She was there on Jan. 6.", "She spoke on Jan. 7."], published=date(2022, 6, 9)
    )
    found = [dates_in(story, number, Span(0, len(story.paragraph(number).text))) for number in (1, 2, 3)]
    assert [[one.first for one in each] for each in found] == [[date(2021, 1, 6)], [], [date(2022, 1, 7)]]


def test_in_a_paragraph_without_end_the_dates_near_by_are_found() -> None:
    text = "He left. " * 5_000 + "He came back on Friday. " + "He left. " * 5_000
    start = text.index("He came")
    found = dates_in(article(text), 1, Span(start, start + 23))
    assert [(one.citation.quote, one.first, one.citation.start) for one in found] == [
        ("Friday", date(2025, 12, 12), text.index("Friday"))
    ]


def test_the_rule_is_told_in_plain_words() -> None:
    text = "She resigned on Friday and will leave in early March."
    rules = [one.rule for one in dates_in(article(text), 1, Span(0, len(text)))]
    assert rules == [
        "the last Friday up to the article's date, 13 December 2025",
        "the first third of this: the next March after the article's date, 13 December 2025",
    ]


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("He left on Friday.", Tense.PAST),
        ("He has been away since Friday.", Tense.PAST),
        ("He will leave on Friday.", Tense.AHEAD),
        ("He is expected to leave on Friday.", Tense.AHEAD),
        ("He would have left on Friday.", Tense.PAST),
        ("He was to leave on Friday.", Tense.AHEAD),
        ("He won’t leave before Friday.", Tense.AHEAD),
        ("He was forced to leave on Friday.", Tense.PAST),
        ("He agreed to leave on Friday.", Tense.AHEAD),
        ("He agreed to a truce on Friday.", Tense.PAST),
        ("Storm to hit the coast on Friday", Tense.AHEAD),
        ("Friday: A theatre canceled its show.", Tense.PAST),
        ("The candidate left on Friday.", Tense.PAST),
        ("Mayor left on Friday.", Tense.PAST),
        ("They waited until Friday to watch it.", Tense.PAST),
        ("The strike lasted until Friday.", Tense.PAST),
        ("The road was closed until Friday.", Tense.AHEAD),
        ("Friday", Tense.UNKNOWN),
        ("A look at Friday and what it means", Tense.UNKNOWN),
    ],
)
def test_where_the_verb_points(sentence: str, tense: Tense) -> None:
    start = sentence.index("Friday")
    assert tense_at(sentence, Span(start, start + len("Friday"))) is tense


WORDS = [
    "on",
    "in",
    "by",
    "since",
    "early",
    "late",
    "mid-",
    "last",
    "next",
    "this",
    "the",
    "of",
    "to",
    "and",
    "between",
    "from",
    "first",
    "third",
    "3",
    "12",
    "31",
    "2nd",
    "May",
    "June",
    "Dec.",
    "December",
    "2019",
    "2025",
    "1990s",
    "Friday",
    "Monday,",
    "today",
    "tomorrow",
    "yesterday",
    "week",
    "weekend",
    "month",
    "year",
    "years",
    "day",
    "days",
    "ago",
    "two",
    "a",
    "quarter",
    "summer",
    "winter",
    "century",
    "19th",
    "Christmas",
    "Day",
    ",",
    ".",
    "(",
    ")",
    "’s",
    "-",
    "–",
    "will",
    "said",
    "met",
    "opens",
]
dated = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
days = st.one_of(
    st.none(),
    st.dates(date(1600, 1, 1), date(9990, 1, 1)),
    st.sampled_from([date.min, date.max, date(2024, 2, 29), date(2025, 12, 31)]),
)


@given(st.one_of(dated, texts), days)
def test_whatever_the_text_the_words_are_verbatim_and_the_days_in_order(text: str, day: date | None) -> None:
    story = article(text, day)
    end = 0
    for one in dates_in(story, 1, Span(0, len(text))):
        assert one.citation.holds(story)
        assert one.first <= one.last
        assert one.citation.start >= end
        assert one.rule
        end = one.citation.end


@given(dated, st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_only_the_articles_day_moves_a_relative_date(text: str, day: date) -> None:
    """What is resolved without a day does not depend on it; the rest does, or is a date of a named year."""
    free = {one.citation: (one.first, one.last) for one in dates_in(article(text, None), 1, Span(0, len(text)))}
    bound = {one.citation: (one.first, one.last) for one in dates_in(article(text, day), 1, Span(0, len(text)))}
    by_place = {(one.start, one.end): found for one, found in bound.items()}
    assert all(by_place[one.start, one.end] == found for one, found in free.items())


def test_nothing_asks_what_day_it_is_today() -> None:
    """No module of dates or timelines reads a clock, under any name."""
    folder = Path(bot.__file__).parent
    sources = [*(folder / "dates").glob("*.py"), *folder.glob("timeline*.py")]
    assert len(sources) >= 12
    clocks = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "fromtimestamp"}
    for path in sources:
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        called = {function.attr for function in calls if isinstance(function, ast.Attribute)}
        imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        assert not called & clocks, path
        assert not imported & {"time", "calendar"}, path
