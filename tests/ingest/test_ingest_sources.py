"""What `read_article` takes for a path, a link or a text, and what bytes become."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.article import Article
from bot.errors import (
    CopydeskError,
    EmptyTextError,
    EncodingError,
    LinkRefusedError,
    NotTextError,
    SourceNotFoundError,
    TooLargeError,
    UnsupportedSourceError,
)
from bot.ingest import read_article
from bot.ingest.plain import decode

TEXT = "Café reopens in Zürich\n\nBy Élodie Roe\n\nThe café’s owner said: “We are open again – at last.” It cost €5.\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.text", "a.markdown", "a", "a.pdf", "a b.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT.encode(encoding))
    from_path, from_name = read_article(path), read_article(str(path))
    assert from_path == from_name == read_article(TEXT)
    assert from_path.title == "Café reopens in Zürich"
    assert from_path.paragraphs[0].text.startswith("The café’s owner")


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_kr", "cp1251", "gb18030", "big5"])
def test_other_encodings_read_or_refuse(encoding: str) -> None:
    text = {
        "shift_jis": "橋が月曜日に再開した。町長は記者団に「長い二年だった」と語った。",
        "euc_kr": "다리가 월요일에 다시 열렸다. 시장은 기자들에게 긴 이 년이었다고 말했다.",
        "cp1251": "Мост снова открыли в понедельник. Мэр сказал журналистам, что это были долгие два года.",
        "gb18030": "大桥于星期一重新开放。市长对记者说,这两年非常漫长。",
        "big5": "大橋於星期一重新開放。市長對記者說,這兩年非常漫長。",
    }[encoding]
    try:
        found = decode((text * 5).encode(encoding), "a.txt")
    except EncodingError as error:
        assert error.remedy  # noqa: PT017
    else:
        assert found == text * 5


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"{\\rtf1 The bridge}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "7-Zip"),
        (b"The text\x00 with a hole", "binary"),
        (bytes(range(1, 32)) * 20, "control"),
    ],
)
def test_not_text(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    with pytest.raises(NotTextError, match=word):
        read_article(path)


def test_no_known_encoding() -> None:
    with pytest.raises(EncodingError):
        decode(b"\xff\xfe\x00\xd8\x41", "a.txt")


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLargeError):
        read_article(path)


@pytest.mark.parametrize(
    "source",
    ["missing.txt", "notes/missing.md", "/no/such/file", "~/no-such-file.txt", "no/such", "my notes.txt"],
)
def test_missing_paths(source: str) -> None:
    with pytest.raises(SourceNotFoundError):
        read_article(source)
    with pytest.raises(SourceNotFoundError):
        read_article(Path(source))


@pytest.mark.parametrize("source", ["file:///etc/passwd", " GOPHER://paper.example/a.txt\n"])
def test_links_of_other_kinds(source: str) -> None:
    with pytest.raises(LinkRefusedError, match="of the kind"):
        read_article(source)


def test_folder_and_foreign_types(tmp_path: Path) -> None:
    for source in (tmp_path, str(tmp_path), b"bytes", None, 3):
        with pytest.raises(UnsupportedSourceError):
            read_article(source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said on Monday that either/or was not a choice.",
        "He works at Paper.com, she said on Monday.",
        "https://paper.example/a\n\nBridge reopens\n\nThe bridge reopened on Monday, the mayor said.",
    ],
)
def test_prose_is_no_path(text: str) -> None:
    assert read_article(text).paragraphs


@pytest.mark.parametrize("text", ["A\x00\n\nThe bridge reopened.", "A\n\nThe bridge \ud800 reopened on Monday."])
def test_impossible_characters(text: str) -> None:
    with pytest.raises(NotTextError, match="U\\+"):
        read_article(text)


def test_article_and_known_fields() -> None:
    article = read_article(TEXT, title="Café", published=date(2025, 12, 13), url="https://paper.example/a")
    assert (article.title, article.published, article.url) == (
        "Café",
        date(2025, 12, 13),
        "https://paper.example/a",
    )
    assert read_article(article) is article
    assert isinstance(article, Article)


@pytest.mark.parametrize("source", ["", "   \n"])
def test_empty(source: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(source)
    for given in (source, path):
        with pytest.raises(EmptyTextError):
            read_article(given)


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    for source in ("missing.txt", "ftp://paper.example/a", tmp_path, ""):
        with pytest.raises(CopydeskError) as caught:
            read_article(source)
        assert caught.value.got.endswith((".", "a"))
        assert caught.value.expected
        assert caught.value.remedy.endswith(".")
