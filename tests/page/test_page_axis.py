"""The line of days under a timeline's dots."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.page.axis import axis_of

DAYS = st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=60)


@given(DAYS)
def test_days_lie_in_their_order_and_on_the_line(days):
    axis = axis_of(days)
    places = [axis.place(day) for day in sorted(set(days))]
    assert places == sorted(places)
    assert -1e-6 <= places[0] <= places[-1] <= 100 + 1e-6
    assert len(axis.breaks) == len(axis.parts) - 1 <= 4
    assert all(
        one.right < at < other.left for one, at, other in zip(axis.parts, axis.breaks, axis.parts[1:], strict=False)
    )


def test_years_without_an_event_are_left_out():
    june = [date(2026, 6, 1) + timedelta(days) for days in range(10)]
    axis = axis_of([date(1997, 3, 1), *june])
    assert [(part.first, part.last) for part in axis.parts] == [(date(1997, 3, 1),) * 2, (june[0], june[-1])]
    assert axis.place(june[-1]) - axis.place(june[0]) > 70
    assert [words for _, _, words in axis.labels] == ["1997", "2026"]


def test_labels_are_as_fine_as_the_line_is_short():
    assert [words for *_, words in axis_of([date(2026, 6, 3), date(2026, 6, 9)]).labels] == [
        "3 June 2026",
        "9 June 2026",
    ]
    assert [words for *_, words in axis_of([date(2025, 9, 3), date(2026, 6, 9)]).labels] == ["Sep 2025", "Jun 2026"]
    assert [words for *_, words in axis_of([date(2026, 6, 3)]).labels] == ["3 June 2026"]
