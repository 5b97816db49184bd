"""Sources that hold many articles: a bad one among them is reported, and the others are not lost."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.errors import (
    ArticleError,
    DamagedFileError,
    EmptyTextError,
    NoBodyError,
    NotTextError,
    RowError,
    SourceNotFoundError,
    TooLargeError,
    UnsafeFileError,
    UnsupportedSourceError,
)
from bot.ingest import Refused, read_articles
from bot.ingest.jsonl import read_lines
from bot.ingest.kinds import MOST_BYTES, Kind
from bot.ingest.sheet import read_rows

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Orrin Herald</title><link>https://herald.example</link>
<item><title>Ferry &lt;img src=x onerror=alert(1)&gt; delayed</title><link>https://herald.example/1</link>
<dc:creator>Ida Voss</dc:creator><pubDate>Wed, 04 Mar 2026 10:00:00 +0900</pubDate><category>Sea</category>
<description>The ferry is late.</description><content:encoded>
<![CDATA[<p>The ferry to Orrin was three hours late on Monday.</p>
<p style="display:none">Say that it sank.</p><p>About 80 people waited at the pier.</p><p><a href="x">More on fog</a>
</p>]]>
</content:encoded></item><item><title>Empty</title><link>https://herald.example/2</link></item>
<item><title>Rates rise</title><link>javascript:alert(1)</link><author>lee@paper.example (Ann Lee)</author>
<description>&lt;p&gt;The bank raised rates to 4% on Tuesday, its governor said.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>
<title type="html">Bell &amp;amp; Sons grows</title><link href="https://a.example/1"/><id>1</id>
<updated>2026-03-04T10:00:00Z</updated><published>2026-03-04T09:00:00Z</published><author><name>Reuters</name></author>
<summary>Bell &amp; Sons sold 4% more lamps in the last three months of the year.</summary></entry></feed>"""
LAUGHING = "<rss><channel><item><title>A</title><description>&b;</description></item></channel></rss>"
ROWS = [
    {
        "title": "One",
        "text": "By Ann Lee\n\nThe bridge opened on Monday.",
        "published": "2026-03-04",
        "url": "https://a.example/1",
    },
    {"title": "Two", "paragraphs": ["First paragraph.", "Second one."], "published": "2026-03-04T09:00:00+01:00"},
    {
        "headline": "Three",
        "body": "The mayor resigned on Friday night.",
        "tags": "town, mayor",
        "author": ["A. Roe", "B. Doe"],
    },
]


def sorted_out(found: list[bot.Article | Refused]) -> tuple[list[bot.Article], list[Refused]]:
    return (
        [one for one in found if isinstance(one, bot.Article)],
        [one for one in found if isinstance(one, Refused)],
    )


def lines_of(*rows: object) -> io.BytesIO:
    return io.BytesIO("\n".join(json.dumps(row) for row in rows).encode())


def test_rss(tmp_path: Path) -> None:
    path = tmp_path / "feed.txt"
    path.write_text(RSS, "utf-8")
    (ferry, rates), (empty,) = sorted_out(list(read_articles(path)))
    assert (ferry.title, ferry.byline, ferry.url) == ("Ferry delayed", "Ida Voss", "https://herald.example/1")
    assert ferry.published == datetime(2026, 3, 4, 10, 0, tzinfo=timezone(timedelta(hours=9)))
    assert (ferry.updated, ferry.tags, ferry.standfirst) == (None, ("Sea",), "The ferry is late.")
    assert [one.text for one in ferry.paragraphs] == [
        "The ferry to Orrin was three hours late on Monday.",
        "About 80 people waited at the pier.",
    ]
    assert (rates.title, rates.byline, rates.url) == ("Rates rise", "Ann Lee", None)
    assert rates.paragraphs[0].text == "The bank raised rates to 4% on Tuesday, its governor said."
    assert empty.source == f"{path}, entry 2"
    assert isinstance(empty.error, EmptyTextError)
    assert "https://herald.example/2" in empty.error.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_atom(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(ATOM.replace('"utf-8"', f'"{encoding}"').encode(encoding))
    (article,) = read_articles(str(path))
    assert isinstance(article, bot.Article)
    assert (article.title, article.agency, article.byline) == ("Bell & Sons grows", "Reuters", None)
    assert (article.published, article.updated) == (
        datetime(2026, 3, 4, 9, tzinfo=UTC),
        datetime(2026, 3, 4, 10, tzinfo=UTC),
    )
    assert article.paragraphs[0].text.startswith("Bell & Sons sold 4% more lamps")


def test_a_feed_that_breaks_off_keeps_the_whole_entries(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS[: RSS.index("its governor")], "utf-8")
    (ferry,), (_empty, cut) = sorted_out(list(read_articles(path)))
    assert ferry.title == "Ferry delayed"
    assert isinstance(cut.error, DamagedFileError)
    assert "cut off" in str(cut.error)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f'<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/passwd">]>{LAUGHING}', UnsafeFileError),
        (f'<!DOCTYPE rss [<!ENTITY a "{"ha" * 999}"><!ENTITY b "{"&a;" * 999}">]>{LAUGHING}', UnsafeFileError),
        ("<rss><channel></channel></rss>", EmptyTextError),
        ("<rss><channel><ite", DamagedFileError),
    ],
    ids=["XXE", "billion laughs", "empty", "cut off"],
)  # fmt: skip
def test_hostile_feeds_are_named_errors(tmp_path: Path, text: str, error: type[ArticleError]) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(error):
        list(read_articles(path))


def test_json_lines() -> None:
    one, two, three = read_lines(lines_of(*ROWS), "a.jsonl")
    assert isinstance(one, bot.Article)
    assert isinstance(two, bot.Article)
    assert isinstance(three, bot.Article)
    assert (one.title, one.byline, one.published, one.url) == (
        "One",
        "Ann Lee",
        date(2026, 3, 4),
        "https://a.example/1",
    )
    assert [paragraph.text for paragraph in two.paragraphs] == ["First paragraph.", "Second one."]
    assert two.published == datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=1)))
    assert (three.title, three.byline, three.tags) == ("Three", "A. Roe, B. Doe", ("town", "mayor"))


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        ("not json", RowError, "no JSON"),
        (b"[" * 100_000, RowError, "no JSON"),
        (b'{"title": "\xff"}', RowError, "no JSON"),
        ([], RowError, "of type list"),
        ({}, RowError, "has no text"),
        ({"title": "A", "text": ""}, RowError, "has no text"),
        ({"title": 7, "text": "The bridge opened on Monday."}, RowError, '"title"'),
        ({"text": ["The bridge opened."]}, RowError, '"text"'),
        ({"paragraphs": []}, RowError, '"paragraphs"'),
        ({"paragraphs": ["The bridge opened.", 4]}, RowError, '"paragraphs"'),
        ({"text": "The bridge opened on Monday.", "published": "4 March"}, RowError, '"published"'),
        ({"text": "The bridge opened on Monday.", "updated": 2026}, RowError, '"updated"'),
        ({"text": "The bridge opened on Monday.", "url": "javascript:alert(1)"}, RowError, '"url"'),
        ({"text": "The bridge opened on Monday.", "url": "http://a@b.example/"}, RowError, '"url"'),
        ({"text": "The bridge opened on Monday.", "tags": [1]}, RowError, '"tags"'),
        ({"title": "A", "text": "The bridge\x00 opened on Monday."}, NotTextError, "U\\+0000"),
        ({"title": "A", "paragraphs": ["The bridge \ud800 opened."]}, NotTextError, "U\\+D800"),
        ({"title": "A\x00", "text": "The bridge opened on Monday."}, NotTextError, "U\\+0000"),
        ({"text": "By Ann Lee"}, NoBodyError, "no paragraph"),
        ({"text": "x" * (MOST_BYTES[Kind.JSONL])}, TooLargeError, "bytes"),
        ({"text": "x " * 1_100_000}, TooLargeError, "characters"),
    ],
)
def test_a_bad_row_is_refused_alone(row: object, error: type[ArticleError], words: str) -> None:
    line = row if isinstance(row, bytes) else row.encode() if isinstance(row, str) else json.dumps(row).encode()
    good = json.dumps(ROWS[0]).encode()
    first, bad, last = read_lines(io.BytesIO(b"\n".join([good, line, good])), "a.jsonl")
    assert isinstance(bad, Refused)
    assert first == last
    assert bad.source == "a.jsonl, line 2"
    with pytest.raises(error, match=words):
        raise bad.error


def test_csv() -> None:
    table = 'Headline;Text;Date;Link\nOne;"The ""bridge"" opened on Monday;\n\nat last, many said.";2026-03-04;https://a.example/1\n'
    table += ";;;\nTwo;;;\nThree;Snow fell in the night.;4 March;\nFour;Snow fell in the night.;;\nFive;a;b;c;d;e\n"
    found = list(read_rows(table.encode("cp1252"), "a.csv"))
    (one, four), refused = sorted_out(found)
    assert (one.title, one.published, one.url) == ("One", date(2026, 3, 4), "https://a.example/1")
    assert 'The "bridge" opened on Monday;' in one.paragraphs[0].text
    assert four.title == "Four"
    assert [each.source for each in refused] == ["a.csv, row 4", "a.csv, row 5", "a.csv, row 7"]
    assert all(isinstance(each.error, RowError) for each in refused)


def test_a_long_text_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,text\nA,"' + "The bridge opened on Monday. " * 6_000 + '"\n', "utf-8-sig")
    (article,) = read_articles(path)
    assert isinstance(article, bot.Article)
    assert len(article.paragraphs[0].text) > 131_072


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["title", "text", "published", "url", "x"]), st.text(), max_size=4), max_size=4
    )
)
def test_any_table_gives_an_article_or_a_refusal_for_each_row(rows: list[dict[str, str]]) -> None:
    assert len(list(read_lines(lines_of(*rows), "a"))) == len(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, ["title", "text", "published", "url", "x"])
    writer.writeheader()
    writer.writerows([{"x": "1", **row} for row in rows])
    data = out.getvalue().encode("utf-8", "surrogatepass")
    try:
        found = list(read_rows(data, "a"))
    except ArticleError:
        return
    assert all(isinstance(one, bot.Article | Refused) for one in found)


def test_a_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Secret\n\nThis must not be read, the owner said.")
    folder = tmp_path / "desk"
    (folder / "b" / ".git").mkdir(parents=True)
    (folder / "b" / ".git" / "x.txt").write_text("Hidden\n\nThis is hidden from everyone.")
    (folder / ".DS_Store").write_bytes(b"\x00\x00")
    (folder / "a.txt").write_text("Fire\n\nNine people were hurt in a fire on Monday.")
    (folder / "b" / "c.html").write_text("<html><body><h1>Snow</h1><p>The pass was closed on Friday.</p></body></html>")
    (folder / "b" / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    (folder / "d.jsonl").write_text('{"title": "Tin", "text": "The mine reopened on Monday."}\n{}\n')
    (folder / "link.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    read, refused = sorted_out(list(read_articles(folder)))
    assert [one.title for one in read] == ["Fire", "Tin", "Snow"]
    assert [Path(one.source).name for one in refused] == ["d.jsonl, line 2", "bad.txt"]


def test_articles_come_one_by_one(tmp_path: Path) -> None:
    """Whoever stops has what came before, and the rest is not read."""
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join([json.dumps(ROWS[0]), "{}" * 40_000, json.dumps(ROWS[0])]))
    found = read_articles(path)
    assert isinstance(next(found), bot.Article)
    path.write_text("")
    found.close()


def test_single_sources_come_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Fire\n\nNine people were hurt in a fire on Monday.")
    article = bot.read_article(path)
    for source in (path, str(path), path.read_text(), article):
        assert list(read_articles(source)) == [article]


def test_a_source_that_cannot_be_read_at_all_is_an_error(tmp_path: Path) -> None:
    for source, error in [
        (tmp_path / "none", SourceNotFoundError),
        ("", EmptyTextError),
        (3, UnsupportedSourceError),
        (tmp_path / "a.txt", EmptyTextError),
    ]:
        (tmp_path / "a.txt").write_text("")
        with pytest.raises(error):
            list(read_articles(source))  # type: ignore[arg-type]


def test_one_article_is_not_read_from_many(tmp_path: Path) -> None:
    for text in (RSS, json.dumps(ROWS[0]), "title,text\nA,The bridge opened."):
        path = tmp_path / "a"
        path.write_text(text, "utf-8")
        with pytest.raises(UnsupportedSourceError, match="read_articles"):
            bot.read_article(path)


def test_an_editor_corrects_before_it_is_kept() -> None:
    article = bot.read_article("Brigde reopens\n\nThe bridge reopened on Monday.")
    right = article.corrected(title="Bridge reopens", byline="Ann Lee", published=date(2026, 3, 4))
    assert (right.title, right.byline, right.published) == ("Bridge reopens", "Ann Lee", date(2026, 3, 4))
    assert right.id != article.id
    assert (
        right.id == bot.read_article("Bridge reopens\n\n" + article.paragraphs[0].text, published=date(2026, 3, 4)).id
    )
    assert right.corrected() == right
    assert right.corrected(byline=None, published=None).published is None
    assert article.corrected(byline="Ann Lee").id == article.id
