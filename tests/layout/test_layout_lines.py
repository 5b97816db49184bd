"""Single lines: what is a credit, a date, a dateline, a caption, a heading, and what is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.layout import Role, read_layout

UTC = timezone.utc  # noqa: UP017
HEADLINE = "River rises at Marl"
BODY = "The river rose again on Monday, and the council closed two roads beside the mill."
MORE = "Nobody was hurt, the council said, and both roads are to open again by the weekend."


def zone(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        (
            "Published: 13 Dec. 2025, 10:21 Updated: 13 Dec. 2025, 10:22",
            date(2025, 12, 13),
            date(2025, 12, 13),
        ),
        ("Published 9:05 a.m. ET Dec. 13, 2025", datetime(2025, 12, 13, 9, 5, tzinfo=zone(-5)), None),
        ("Published 9:05 a.m. ET July 13, 2025", datetime(2025, 7, 13, 9, 5, tzinfo=zone(-4)), None),
        ("Updated December 13, 2025 10:22 AM GMT", None, datetime(2025, 12, 13, 10, 22, tzinfo=UTC)),
        ("Updated 10:22 AM GMT, December 13, 2025", None, datetime(2025, 12, 13, 10, 22, tzinfo=UTC)),
        ("Sat 13 Dec 2025 10.21 GMT", datetime(2025, 12, 13, 10, 21, tzinfo=UTC), None),
        ("Friday 13 March 2026 5.12pm GMT", datetime(2026, 3, 13, 17, 12, tzinfo=UTC), None),
        ("2025-12-13T10:21:00+09:00", datetime(2025, 12, 13, 10, 21, tzinfo=zone(9)), None),
        ("2025-12-13T10:21:00Z", datetime(2025, 12, 13, 10, 21, tzinfo=UTC), None),
        ("2025-12-13", date(2025, 12, 13), None),
        ("Posted on 13th December 2025", date(2025, 12, 13), None),
        (
            "First published on Sat 13 Dec 2025 10.21 BST",
            datetime(2025, 12, 13, 10, 21, tzinfo=zone(1)),
            None,
        ),
        ("Last modified: 2025.12.13 10:21 (KST)", None, datetime(2025, 12, 13, 10, 21, tzinfo=zone(9))),
        ("December 13, 2025 | 5 min read", date(2025, 12, 13), None),
        ("Dec 13, 2025, 10:21 UTC+5:30", datetime(2025, 12, 13, 10, 21, tzinfo=zone(5.5)), None),
        ("Published: 13/12/2025", date(2025, 12, 13), None),
        ("Published: 12/13/2025", date(2025, 12, 13), None),
        ("Published: 03/04/2025", None, None),
        ("Published: Thursday 03/04/2025", date(2025, 4, 3), None),
        ("Published: 03/04/2025 Updated: 13/04/2025", date(2025, 4, 3), date(2025, 4, 13)),
        ("Published: 13 December, 10:21", None, None),
        ("Published: 31 February 2025", None, None),
        ("Updated 2 hours ago", None, None),
        ("Updated: December 13, 2025 10:22 IST", None, date(2025, 12, 13)),
        ("December 13, 2025 10:22 CST", date(2025, 12, 13), None),
        ("December 13, 2025 10:22 local time", date(2025, 12, 13), None),
    ],
)
def test_date_lines(line: str, published: object, updated: object) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{line}\n\n{BODY}\n\n{MORE}")
    assert (layout.published, layout.updated) == (published, updated)
    assert type(layout.published) is type(published)
    assert [text for text, _role in layout.paragraphs] == [BODY, MORE]


@pytest.mark.parametrize(
    ("line", "byline", "agency"),
    [
        ("By Jane Roe", "Jane Roe", None),
        ("BY JANE ROE", "JANE ROE", None),
        ("by Jane Roe", "Jane Roe", None),
        ("By Jane Roe and John Doe, Staff writers", "Jane Roe and John Doe", None),
        ("By Jane Roe, John Doe and Lucía Prieto", "Jane Roe, John Doe and Lucía Prieto", None),
        ("By Anna van der Berg in Port Sarren", "Anna van der Berg", None),
        ("By J.D. Marsh Jr.", "J.D. Marsh Jr.", None),
        ("By JANE ROE, Associated Press", "JANE ROE", "Associated Press"),
        ("JANE ROE Associated Press", "JANE ROE", "Associated Press"),
        ("Jane Roe, Reuters", "Jane Roe", "Reuters"),
        ("Jane Roe | Reuters", "Jane Roe", "Reuters"),
        ("By Jane Roe [jane.roe@paper.com]", "Jane Roe", None),
        ("Words by Jane Roe", "Jane Roe", None),
        ("Text by Kim Seo-yeon", "Kim Seo-yeon", None),
        ("By Tom O’Hara, Political Editor", "Tom O’Hara", None),
        ("By Reuters", None, "Reuters"),
        ("By Staff Reporter", "Staff Reporter", None),
        ("Yonhap", None, "Yonhap"),
        ("(Yonhap)", None, "Yonhap"),
        ("Source: Reuters", None, "Reuters"),
        ("AP", None, "AP"),
        ("By Jane Roe, December 13, 2025", "Jane Roe", None),
        ("Jane Roe", "Jane Roe", None),
    ],
)
def test_credit_lines(line: str, byline: str | None, agency: str | None) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{line}\n\n{BODY}\n\n{MORE}")
    assert (layout.byline, layout.agency) == (byline, agency)
    assert [text for text, _role in layout.paragraphs] == [BODY, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, the river had risen to the second step of the mill.",
        "By Friday, Mayor Roe and the council had lost patience.",
        "May 3 was cold.",
        "Source: the council said nothing for three days.",
        "Published in 2019, her first novel sold well.",
        "Tags were fixed to each of the birds before they were let go.",
        "Sharing the road with cyclists is new to many drivers here.",
        "Updated on Monday, the figures show a fall of a fifth.",
    ],
)
def test_sentences_are_no_credits(line: str) -> None:
    for blocks in ([HEADLINE, line, BODY, MORE], [HEADLINE, BODY, line, MORE], [HEADLINE, BODY, MORE, line]):
        layout = read_layout("\n\n".join(blocks))
        assert [text for text, role in layout.paragraphs if role is Role.BODY] == blocks[1:]
        assert layout.published is layout.updated is layout.byline is layout.agency is None


@pytest.mark.parametrize(
    ("prefix", "dateline", "agency"),
    [
        ("SEOUL, Dec. 13 (Yonhap) -- ", "SEOUL, Dec. 13 (Yonhap)", "Yonhap"),
        ("WASHINGTON (AP) — ", "WASHINGTON (AP)", "AP"),
        ("LONDON, March 3 (Reuters) - ", "LONDON, March 3 (Reuters)", "Reuters"),
        ("PARIS — ", "PARIS", None),
        ("WASHINGTON – ", "WASHINGTON", None),
        ("New York CNN Business — ", "New York CNN Business", "CNN Business"),
        ("CNN — ", "CNN", "CNN"),
        ("(CNN) ", "(CNN)", "CNN"),
        ("(CNN)", "(CNN)", "CNN"),
        ("Rock Springs, Wyoming (CNN) ", "Rock Springs, Wyoming (CNN)", "CNN"),
        ("NEW DELHI: ", "NEW DELHI", None),
        ("NEW DELHI, Dec 13 (PTI): ", "NEW DELHI, Dec 13 (PTI)", "PTI"),
        ("FORT MYERS, Fla. (AP) — ", "FORT MYERS, Fla. (AP)", "AP"),
        ("ST. LOUIS—", "ST. LOUIS", None),
        ("ADDIS ABABA/NAIROBI, 3 March (Reuters) - ", "ADDIS ABABA/NAIROBI, 3 March (Reuters)", "Reuters"),
        ("SAN JUAN, Dec. 13, 2025 /PRNewswire/ -- ", "SAN JUAN, Dec. 13, 2025 /PRNewswire/", "PRNewswire"),
        ("PORT SARREN, June 3 (Meridian) -- ", "PORT SARREN, June 3 (Meridian)", "Meridian"),
    ],
)
def test_datelines(prefix: str, dateline: str, agency: str | None) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{prefix}{BODY}\n\n{MORE}")
    assert (layout.dateline, layout.agency) == (dateline, agency)
    assert [text for text, _role in layout.paragraphs] == [BODY, MORE]
    assert layout.published == (date(2025, 12, 13) if "2025" in prefix else None)


@pytest.mark.parametrize(
    "text",
    [
        "Griner — who has been held since May — is to come home, her family said on Monday.",
        "OPEC — the group of oil producers — met on Monday in Vienna, officials said.",
        "UPDATE: The road is open again, the council said on Monday in a short note.",
        "Another big winner: Rosa Lind took three prizes for her first film on Monday night.",
        "The bridge (AP) — built in 1911 — is shut, and will stay shut until the spring.",
        "WALLACE: Let us start with the road, and with who is going to pay for its repair.",
    ],
)
def test_no_datelines(text: str) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{text}\n\nROE: I would say that the county pays, as it always has.")
    assert layout.dateline is None
    assert layout.paragraphs[0] == (text, Role.BODY)


@pytest.mark.parametrize(
    "caption",
    [
        "The mill on Friday. [YONHAP]",
        "Troops parade in the square on Friday. [KCNA/YONHAP]",
        "The mill on Friday. (AP Photo/Jane Roe)",
        "Photo: Jane Roe",
        "The mill at dusk. Photograph: Jane Roe/Getty Images",
        "The mill, seen from the air. Niels Andersen/AFP/Getty Images",
        "The mill stands empty on Friday. REUTERS/Jane Roe",
        "Credit: Jane Roe for The Marl Paper",
        "FILE PHOTO: The mill before the flood",
        "FILE - The mill is pictured before the flood, on May 3, 2019. (AP Photo/Jane Roe, File)",
        "Flowers beside the mill, where two people died. Picture: Sam Okell",
        "Image caption, The mill before the flood",
        "Daniel Leal/AFP/Getty Images",
    ],
)
def test_captions(caption: str) -> None:
    for blocks in (
        [HEADLINE, caption, BODY, MORE],
        [HEADLINE, BODY, caption, MORE],
        [HEADLINE, BODY, MORE, caption],
    ):
        assert (caption, Role.CAPTION) in read_layout("\n\n".join(blocks)).paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "She won in 2021/22 and again a year later, and then she stopped (for good, she says).",
        "The flight was late. (Funny how that happens every time, isn't it?)",
        "The mayor took the credit: roads, bridges and schools were all her doing, she said.",
        "He told the Korean Central News Agency (KCNA) that the mill would be rebuilt.",
        "Photos of the mill were shared widely, and some of them were false.",
    ],
)
def test_no_captions(text: str) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{BODY}\n\n{text}\n\n{MORE}")
    assert (text, Role.BODY) in layout.paragraphs


@pytest.mark.parametrize("line", ["A colder night", "‘Nobody asked us’", "What happens next?", "3. The mill"])
def test_headings(line: str) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{BODY}\n\n{line}\n\n{MORE}")
    assert layout.paragraphs == ((BODY, Role.BODY), (line, Role.HEADING), (MORE, Role.BODY))


@pytest.mark.parametrize("line", ["“Never again”", "Here is the list:", "• Two roads shut", "It rained.", "rain, rain"])
def test_no_headings(line: str) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{BODY}\n\n{line}\n\n{MORE}")
    assert layout.paragraphs == ((BODY, Role.BODY), (line, Role.BODY), (MORE, Role.BODY))


def test_list_items_are_no_headings() -> None:
    blocks = [BODY, "Marl Road", "Mill Lane", "Quay Street", "Chapel Row", MORE]
    assert {role for _text, role in read_layout("\n\n".join([HEADLINE, *blocks])).paragraphs} == {Role.BODY}


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "Share",
        "Copy link",
        "Advertisement",
        "ADVERTISEMENT",
        "More: Ten mills to see this year",
        "Sign up for our morning newsletter",
        "We use cookies to improve this site.",
        "© 2025 The Marl Paper",
        "Copyright 2025 The Associated Press. All rights reserved.",
    ],
)
def test_furniture_is_left_out(line: str) -> None:
    layout = read_layout(f"{HEADLINE}\n\n{BODY}\n\n{line}\n\n{MORE}\n\n{line}")
    assert [text for text, _role in layout.paragraphs] == [BODY, MORE]
