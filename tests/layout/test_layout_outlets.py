"""Whole articles in the layouts of a dozen kinds of paper: text -> every field and role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.layout import Layout, Role, read_layout

LEAD = "The old ferry bridge at Marl reopened on Monday after two years of repairs, the county said."
SECOND = "About 300 people walked across it in the first hour, and a brass band played on the far bank."
THIRD = "“I have waited for this,” said Ines Calder, who runs the bakery beside it. “So has the bread.”"
LAST = "Lorries will have to use the motorway until spring, when the last bearings are to be replaced."
STORY = (LEAD, SECOND, THIRD, LAST)
HEADLINE = "Marl bridge reopens after two years"
KST = timezone(timedelta(hours=9))
EST = timezone(timedelta(hours=-5))


@dataclass(frozen=True)
class Paper:
    """A text and what must come out of it; `story` is the body, in order."""

    text: str
    title: str = HEADLINE
    story: tuple[str, ...] = STORY
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    fields: dict[str, object] = field(default_factory=dict)


def page(*blocks: str, gap: str = "\n\n") -> str:
    return gap.join(blocks)


PAPERS = {
    "wire": Paper(
        page(
            HEADLINE,
            "By Jane Roe and John Doe",
            "MARL, Dec. 13 (Reuters) - " + LEAD,
            SECOND,
            THIRD,
            LAST,
            "(Reporting by Jane Roe and John Doe; Editing by Ann Lee)",
        ),
        fields={
            "byline": "Jane Roe and John Doe",
            "dateline": "MARL, Dec. 13 (Reuters)",
            "agency": "Reuters",
        },
    ),
    "korean": Paper(
        page(
            HEADLINE,
            "Published: 13 Dec. 2025, 10:21 Updated: 14 Dec. 2025, 10:22",
            "The bridge at Marl is seen from the east bank on Sunday. [YONHAP]",
            *STORY,
            "BY JANE ROE AND JOHN DOE [jane.roe@paper.example]",
            "tags Marl bridge ferry bridge county",
            HEADLINE,
        ),
        captions=("The bridge at Marl is seen from the east bank on Sunday. [YONHAP]",),
        fields={
            "published": date(2025, 12, 13),
            "updated": date(2025, 12, 14),
            "byline": "JANE ROE AND JOHN DOE",
            "tags": ("Marl", "bridge", "ferry bridge", "county"),
        },
    ),
    "yonhap": Paper(
        page(
            HEADLINE,
            "All News 10:21 December 13, 2025",
            "SEOUL, Dec. 13 (Yonhap) -- " + LEAD,
            SECOND,
            "This photo shows the bridge at Marl on Dec. 13, 2025. (Yonhap)",
            THIRD,
            LAST,
            "jane.roe@agency.example",
            "(END)",
        ),
        captions=("This photo shows the bridge at Marl on Dec. 13, 2025. (Yonhap)",),
        fields={"published": date(2025, 12, 13), "dateline": "SEOUL, Dec. 13 (Yonhap)", "agency": "Yonhap"},
    ),
    "us local": Paper(
        page(
            HEADLINE,
            "Jane Roe\nMarl County Courier",
            "Published 9:05 a.m. ET Dec. 13, 2025 | Updated 10:31 a.m. ET Dec. 13, 2025",
            "Walkers cross the bridge at noon. (Photo: Devon Pryce/Courier)",
            "MARL, Ohio — " + LEAD,
            "More: Ten bridges to see this winter",
            *STORY[1:],
            "Contact the reporter at jroe@courier.example or 555 0100.",
        ),
        captions=("Walkers cross the bridge at noon. (Photo: Devon Pryce/Courier)",),
        story=(*STORY, "Contact the reporter at jroe@courier.example or 555 0100."),
        fields={
            "published": datetime(2025, 12, 13, 9, 5, tzinfo=EST),
            "updated": datetime(2025, 12, 13, 10, 31, tzinfo=EST),
            "byline": "Jane Roe",
            "dateline": "MARL, Ohio",
        },
    ),
    "uk broadsheet": Paper(
        page(
            HEADLINE,
            "Queues formed before dawn as the county lifted the barriers.",
            "Jane Roe Transport correspondent",
            "Sat 13 Dec 2025 10.21 GMT",
            "Last modified on Sun 14 Dec 2025 11.02 GMT",
            "A cyclist on the bridge. Photograph: Ann Lee/The Marl Guardian",
            LEAD,
            SECOND,
            "A long wait",
            THIRD,
            LAST,
            "Topics\nBridges\nTransport",
        ),
        story=("Queues formed before dawn as the county lifted the barriers.", *STORY),
        captions=("A cyclist on the bridge. Photograph: Ann Lee/The Marl Guardian",),
        headings=("A long wait",),
        fields={
            "published": datetime(2025, 12, 13, 10, 21, tzinfo=UTC),
            "updated": datetime(2025, 12, 14, 11, 2, tzinfo=UTC),
            "byline": "Jane Roe",
            "tags": ("Bridges", "Transport"),
        },
    ),
    "indian": Paper(
        page(
            HEADLINE,
            "Written by Priya Nair | Updated: December 13, 2025 10:22 IST",
            "New Delhi: " + LEAD,
            *STORY[1:],
            gap="\n",
        ),
        fields={"updated": date(2025, 12, 13), "byline": "Priya Nair", "dateline": "New Delhi"},
    ),
    "magazine": Paper(
        page(
            "FIELD NOTES | WATER",
            HEADLINE,
            "Words Elspeth Varga",
            "No. 41, Spring 2026. Posted online 14 April",
            *STORY,
        ),
        fields={"published": date(2026, 4, 14), "byline": "Elspeth Varga"},
    ),
    "markdown": Paper(
        page(
            "# " + HEADLINE,
            "*By Teodor Malik, Marl Business Review*",
            "**13 December 2025, 14:10 (UTC+9)**",
            "![The bridge at dusk, seen from the bakery](bridge.jpg)",
            LEAD,
            "## What it cost",
            SECOND + " It cost **4 million**.",
            "---",
            "**What comes next**",
            THIRD,
            LAST,
        ),
        story=(LEAD, SECOND + " It cost **4 million**.", THIRD, LAST),
        captions=("The bridge at dusk, seen from the bakery",),
        headings=("What it cost", "What comes next"),
        fields={"published": datetime(2025, 12, 13, 14, 10, tzinfo=KST), "byline": "Teodor Malik"},
    ),
    "e-mail": Paper(
        page(
            "From: Desk <desk@paper.example>\nTo: list@paper.example\nSubject: Fwd: "
            + HEADLINE
            + "\nDate: Sat, 3 Jan 2026",
            "By Jane Roe, Reuters",
            "First published: 2025-12-13T10:21:00+09:00",
            *STORY,
            "© 2025 The Marl Paper. All rights reserved.",
        ),
        fields={
            "published": datetime(2025, 12, 13, 10, 21, tzinfo=KST),
            "byline": "Jane Roe",
            "agency": "Reuters",
        },
    ),
    "american wire, dateline alone": Paper(
        page(HEADLINE, "JANE ROE Associated Press", "New York CNN Business —", *STORY),
        fields={
            "byline": "JANE ROE",
            "agency": "Associated Press",
            "dateline": "New York CNN Business",
        },
    ),
    "tabloid lines": Paper(
        page(
            HEADLINE,
            "By Jane Roe, Staff Writer",
            "December 13, 2025",
            *STORY,
            "Read more",
            "Share",
            gap="\r\n",
        ),
        fields={"published": date(2025, 12, 13), "byline": "Jane Roe"},
    ),
    "web page": Paper(
        page(
            "Home > News > World",
            HEADLINE,
            "Published\n13 December 2025",
            "Image source, Getty Images\nImage caption, The bridge on the day it closed",
            *STORY,
            "https://www.marl.example/bridge",
            gap="\n\n",
        ),
        captions=("Image source, Getty Images", "Image caption, The bridge on the day it closed"),
        fields={"published": date(2025, 12, 13), "url": "https://www.marl.example/bridge"},
    ),
    "no headline": Paper(page(*STORY), title=""),
    "one paragraph": Paper(LEAD, title="", story=(LEAD,)),
    "masthead": Paper(
        page(
            "THE MARL CHRONICLE\nLate edition · Wednesday 3 June 2026",
            HEADLINE,
            "By Harriet Lowe, Transport Correspondent, in Marl",
            *STORY,
        ),
        fields={"published": date(2026, 6, 3), "byline": "Harriet Lowe"},
    ),
    "quoted reply": Paper(
        "> " + page(HEADLINE, "By Jane Roe", *STORY).replace("\n", "\n> "), fields={"byline": "Jane Roe"}
    ),
}
FIELDS = ("published", "updated", "byline", "agency", "dateline", "url", "tags")


def texts(layout: Layout, role: Role) -> tuple[str, ...]:
    return tuple(text for text, its_role in layout.paragraphs if its_role is role)


@pytest.mark.parametrize("name", PAPERS)
def test_paper(name: str) -> None:
    paper = PAPERS[name]
    layout = read_layout(paper.text)
    assert layout.title == paper.title
    assert texts(layout, Role.BODY) == paper.story
    assert texts(layout, Role.CAPTION) == paper.captions
    assert texts(layout, Role.HEADING) == paper.headings
    found = {name: getattr(layout, name) for name in FIELDS if getattr(layout, name)}
    expected = {"dateline": layout.dateline, **paper.fields} if name == "markdown" else paper.fields
    assert found == {key: value for key, value in expected.items() if value}


@pytest.mark.parametrize("width", [60, 66, 72, 80])
@pytest.mark.parametrize("indent", ["", "    "])
def test_hard_wrapped(width: int, indent: str) -> None:
    import textwrap  # noqa: PLC0415

    wrapped = [
        textwrap.fill(block, width, initial_indent=indent if n > 1 else "", break_on_hyphens=False)
        for n, block in enumerate([HEADLINE, "By Jane Roe", *STORY])
    ]
    for gap in ("\n\n", "\n") if indent else ("\n\n",):
        layout = read_layout(gap.join(wrapped))
        assert (layout.title, layout.byline) == (HEADLINE, "Jane Roe")
        assert texts(layout, Role.BODY) == STORY
