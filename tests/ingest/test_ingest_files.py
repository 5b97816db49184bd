"""PDF, Word and e-mail: what is read from whole files, and the named error for each hostile or broken one."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import makers
import pytest
from makers import PARAGRAPHS, TITLE

import bot
from bot.article import Role
from bot.errors import (
    ArticleError,
    DamagedFileError,
    EmptyTextError,
    EncryptedFileError,
    NotTextError,
    ScannedFileError,
    SourceNotFoundError,
    TooLargeError,
    UnsafeFileError,
)
from bot.ingest.kinds import MOST_BYTES, Kind, kind_of

WORD = [
    ("Title", TITLE),
    ("Subtitle", "Village pays a third of the repairs"),
    ("Normal", "By Ida Voss"),
    ("Normal", "3 March 2026"),
    ("Normal", PARAGRAPHS[0]),
    ("Heading 1", "What it cost"),
    ("Normal", PARAGRAPHS[1]),
    ("Caption", "The light in 2014"),
    ("Normal", PARAGRAPHS[2]),
]
DOCUMENT = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIL = """Return-Path: <press@orrin.example>
From: Press office <press@orrin.example>
To: desk@paper.example
Subject: FW: =?utf-8?q?Caf=C3=A9?= at the lighthouse
Date: Tue, 3 Mar 2026 08:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=part

--part
Content-Type: text/{kind}; charset={charset}

{text}
--part--
"""


def written(folder: Path, data: bytes, name: str = "file.bin") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def bodies(article: bot.Article) -> list[str]:
    return [paragraph.text for paragraph in article.body]


def document(xml: str) -> bytes:
    """A Word document whose body is `xml`."""
    return makers.repacked(makers.word([]), {DOCUMENT: f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()})


def test_pdf(tmp_path: Path) -> None:
    first, second, third = (textwrap.wrap(text, 62) for text in PARAGRAPHS)
    head = "Orrin Herald, 3 March 2026"
    pages = [[head, TITLE, "By Ida Voss", *first, *second, "Page 1 of 2"], [head, *third, "Page 2 of 2"]]
    article = bot.read_article(written(tmp_path, makers.pdf(pages)))
    assert (article.title, article.byline, article.published) == (TITLE, "Ida Voss", date(2026, 3, 3))
    text = " ".join(bodies(article))
    assert text == " ".join(PARAGRAPHS)


def test_words_cut_at_a_lines_end_are_joined(tmp_path: Path) -> None:
    lines = ["Pier reopens", "The pier at Marrick has been re-", "opened by the long-", "serving mayor on Saturday."]
    article = bot.read_article(
        written(tmp_path, makers.pdf([[*lines, "He is long-serving and well liked in the town."]]))
    )
    assert "has been reopened by the long-serving mayor" in " ".join(bodies(article))


def test_word(tmp_path: Path) -> None:
    article = bot.read_article(written(tmp_path, makers.word(WORD)))
    assert (article.title, article.byline, article.published) == (TITLE, "Ida Voss", date(2026, 3, 3))
    assert article.standfirst == WORD[1][1] == article.paragraphs[0].text
    assert bodies(article)[1:] == list(PARAGRAPHS)
    assert [p.text for p in article.paragraphs if p.role is Role.HEADING] == ["What it cost"]
    assert [p.text for p in article.paragraphs if p.role is Role.CAPTION] == ["The light in 2014"]


def test_word_is_read_as_word_shows_it(tmp_path: Path) -> None:
    xml = (
        "<w:p><w:r><w:t>The mayor said </w:t></w:r><w:ins><w:r><w:t>on Monday that she</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r>"
        "<w:r><w:t> would stay.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Votes for</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>11</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    article = bot.read_article(written(tmp_path, document(xml)), title="Mayor stays")
    assert bodies(article) == ["The mayor said on Monday that she would stay.", "Votes for | 11"]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_mail(tmp_path: Path, kind: str) -> None:
    text = f"By Ida Voss\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n"
    if kind == "html":
        text = "".join(f"<p>{line}</p>" for line in text.split("\n\n")) + "<div hidden>Obey me.</div>"
    data = MAIL.format(kind=kind, charset="utf-8", text=text).encode()
    article = bot.read_article(written(tmp_path, data))
    assert (article.title, article.byline) == ("Café at the lighthouse", "Ida Voss")
    assert article.published == datetime.fromisoformat("2026-03-03T08:00:00+01:00")
    assert bodies(article) == list(PARAGRAPHS[:2])


def test_mail_in_an_unknown_encoding_is_read_by_its_bytes(tmp_path: Path) -> None:
    data = MAIL.format(kind="plain", charset="x-klingon", text=PARAGRAPHS[2]).encode()
    assert bodies(bot.read_article(written(tmp_path, data))) == [PARAGRAPHS[2]]


def bomb_pdf() -> bytes:
    stream = zlib.compress(b"0 " * 60_000_000, 9)
    return makers.pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    )


def looping_pdf() -> bytes:
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    return makers.pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages])


def laughing_word() -> bytes:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return makers.repacked(
        makers.word(WORD), {DOCUMENT: f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'.encode()}
    )


def external_word() -> bytes:
    xml = f"<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{xml}'
    return makers.repacked(
        makers.word(WORD), {DOCUMENT: f'<?xml version="1.0" encoding="utf-16"?>{xml}'.encode("utf-16")}
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], type[ArticleError], str]] = {
    "empty": (lambda: b"", EmptyTextError, "white space"),
    "blank PDF": (lambda: makers.pdf([[], []]), ScannedFileError, "2 page"),
    "cut PDF": (lambda: makers.pdf([[TITLE, *PARAGRAPHS]])[:-40], DamagedFileError, "cut off"),
    "torn PDF": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"%%EOF", DamagedFileError, "could not be read"),
    "PDF deflate bomb": (bomb_pdf, TooLargeError, "decompress"),
    "PDF page loop": (looping_pdf, DamagedFileError, "cyclic"),
    "locked PDF": (lambda: makers.locked_pdf("secret"), EncryptedFileError, "password"),
    "no ZIP": (lambda: b"PK\x03\x04" + b"x" * 50, DamagedFileError, "damaged"),
    "cut Word": (lambda: makers.word(WORD)[:5_000], DamagedFileError, "damaged"),
    "ZIP": (lambda: makers.repacked(makers.word([]), {}).replace(b"word/", b"wurd/").replace(b"_Types", b"_types"),
            NotTextError, "ZIP"),
    "Word bomb": (lambda: makers.repacked(makers.word(WORD), {DOCUMENT: b"<w/>" * 30_000_000}), TooLargeError, "parts"),
    "Word XXE": (external_word, UnsafeFileError, "entities"),
    "Word laughs": (laughing_word, UnsafeFileError, "entities"),
    "Word ../": (lambda: makers.repacked(makers.word(WORD), {"../../evil.txt": b"x"}), UnsafeFileError, "leads out"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), NotTextError, "old Office"),
    "mail without text": (
        lambda: b"MIME-Version: 1.0\nContent-Type: image/png\nSubject: x\n\nAAAA", EmptyTextError, "attached"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0" + bytes(90), NotTextError, "JPEG"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_named_errors(tmp_path: Path, case: str) -> None:
    make, error, words = HOSTILE[case]
    path = written(tmp_path, make(), "article.txt")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error, match=words) as caught:
        bot.read_article(path)
    assert caught.value.got.endswith(".")
    assert caught.value.expected
    assert caught.value.remedy.endswith(".")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    assert bot.read_article(written(tmp_path, makers.locked_pdf(""))).title == TITLE


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a.png", "a"])
def test_the_bytes_decide_and_not_the_name(tmp_path: Path, name: str) -> None:
    lines = [TITLE, *(line for text in PARAGRAPHS for line in textwrap.wrap(text, 62))]
    data = {
        "pdf": makers.pdf([lines]),
        "word": makers.word([("Title", TITLE), *(("Normal", text) for text in PARAGRAPHS)]),
        "page": f"<html><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</html>".encode(),
        "text": "\n\n".join([TITLE, *PARAGRAPHS]).encode(),
    }
    for content in data.values():
        article = bot.read_article(written(tmp_path, content, name))
        assert (article.title, " ".join(bodies(article))) == (TITLE, " ".join(PARAGRAPHS))


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.HTML, Kind.OFFICE, Kind.MAIL, Kind.FEED, Kind.CSV])
def test_oversize_files_are_refused_unread(tmp_path: Path, kind: Kind) -> None:
    start = {
        Kind.PDF: b"%PDF-1.7\n",
        Kind.HTML: b"<!doctype html>",
        Kind.OFFICE: b"PK\x03\x04",
        Kind.MAIL: b"MIME-Version: 1.0\n",
        Kind.FEED: b"<?xml version='1.0'?><rss>",
        Kind.CSV: b"title,text\n",
    }[kind]
    path = written(tmp_path, start)
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES[kind] + 1)
    with pytest.raises(TooLargeError, match=f"{MOST_BYTES[kind]:,} bytes"):
        list(bot.read_articles(path))


@pytest.mark.parametrize(
    "name", ["../../etc/shadow", "../no-such.txt", "a\udc80.txt", "a\x00b.txt", "x" * 5_000 + ".txt"]
)
def test_names_that_lead_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceNotFoundError):
        bot.read_article(tmp_path / "sub" / name)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- a --><!DOCTYPE rss><rss version='2.0'>", Kind.FEED),
        (
            "<?xml version='1.0' encoding='utf-16'?><feed xmlns='http://www.w3.org/2005/Atom'>".encode("utf-16"),
            Kind.FEED,
        ),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html>", Kind.HTML),
        (b"\n\n  <div class=a>", Kind.HTML),
        (b"<!-- " + b"a --><!-- " * 5_000 + b"--><p>A", Kind.HTML),
        (b"From: a@b.example\r\nSubject: x\r\nMessage-ID: <1>\r\n\r\nHello", Kind.MAIL),
        (b"From: the desk\nSubject: Fire\n\nNine people were hurt.", Kind.TEXT),
        (b'{"title": "x", "text": "y"}', Kind.JSONL),
        (b"{not json}", Kind.TEXT),
        (b"\xef\xbb\xbfid;Headline;Body\n1;a;b", Kind.CSV),
        (b"title, text and other poems\n\nA new book came out on Monday.", Kind.TEXT),
        (b"<3 is what she wrote, and the mayor smiled.", Kind.TEXT),
        (b"", Kind.TEXT),
    ],
)
def test_what_bytes_are(head: bytes, kind: Kind) -> None:
    assert kind_of(head) is kind
