"""Evidence: what is exported can be proved again, whatever kind it is; what was edited or changed is found."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

import bot
from bot.article import Article, Role, Span
from bot.errors import EvidenceError, ExportError
from bot.export import KINDS, EvidenceCheck, Proof, export_replies, prove, with_provenance
from bot.export.document import seal_of
from bot.export.markdown import FENCE
from bot.reply import Citation, Reply, ResolvedDate, Statement

DAY = date(2025, 12, 14)
HARBOUR = Article.from_paragraphs(
    ["Nine people were hurt on Friday, the coast guard said.", "“We were lucky,” said Ann Lee.", "It rained."],
    title="Harbour fire",
    published=datetime(2025, 12, 13, 8, 30, tzinfo=UTC),
    byline="Tom Roe",
    url="https://paper.example/harbour-fire",
)
BRIDGE = Article.from_paragraphs(["The bridge reopened on Monday."], title="Bridge reopens", published=DAY)


class Named:
    """Stands for models: it has only names."""

    def versions(self) -> Mapping[str, str]:
        return {"reader": "small, sha256 00ff"}


def cite(article: Article, paragraph: int, words: str) -> Citation:
    start = article.paragraph(paragraph).text.index(words)
    return Citation.of(article, paragraph, Span(start, start + len(words)))


def made(reply: Reply, *articles: Article) -> Reply:
    return with_provenance(reply, {one.id: one for one in articles}.get, Named())


HURT = cite(HARBOUR, 1, "Nine people were hurt on Friday, the coast guard said.")
FRIDAY = ResolvedDate(cite(HARBOUR, 1, "Friday"), date(2025, 12, 12), date(2025, 12, 12), "the last Friday before it")
ANSWER = made(
    Reply(
        "how many were hurt",
        (Statement(HURT.quote, (HURT,), "the coast guard", (FRIDAY,)),),
        (cite(HARBOUR, 1, "Nine"),),
        0.9,
        understood="How many people were hurt in the fire?",
    ),
    HARBOUR,
)
SILENCE = made(Reply("what did it cost", confidence=0.8, nearest=cite(BRIDGE, 1, BRIDGE.paragraph(1).text)), BRIDGE)
TALK = [ANSWER, SILENCE]


def proved(data: bytes, *articles: Article) -> EvidenceCheck:
    held = {one.id: one for one in articles}
    return prove(data, held.get, lambda source: next((one for one in articles if one.url == source.url), None))


def json_of(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_is_proved(kind: str) -> None:
    check = proved(export_replies(TALK, kind, DAY), HARBOUR, BRIDGE)
    assert check.holds
    assert [one.quote.quote for one in check.quotes] == [
        "Nine",
        HURT.quote,
        "Friday",
        BRIDGE.paragraph(1).text,
    ]
    assert {one.proof for one in check.quotes} == {Proof.HOLDS}
    assert proved(ANSWER.export(kind), HARBOUR).holds


def test_the_data_says_where_from_and_with_what() -> None:
    found = json_of(export_replies(TALK, "json", DAY))
    assert (found["accessed"], found["accessed_is"]) == ("2025-12-14", "the day given at export")
    assert found["models"] == {"reader": "small, sha256 00ff"}
    assert found["copydesk"]
    article = found["articles"][0]
    assert article["content_sha256"] == HARBOUR.content_sha256
    assert article["content_sha256"].startswith(article["id"])
    assert (article["url"], article["published"]) == (HARBOUR.url, "2025-12-13T08:30:00+00:00")
    assert json_of(ANSWER.export("json"))["accessed_is"] == "the day of export"


@pytest.mark.parametrize(
    "words",
    [
        "how many were hurt",
        "How many people were hurt in the fire?",
        "Nine people were hurt on Friday, the coast guard said.",
        "12 December 2025: the last Friday before it",
        "According to the coast guard",
        "Harbour fire",
        "By Tom Roe",
        "13 December 2025, 08:30 UTC",
        "https://paper.example/harbour-fire",
        "14 December 2025",
        "The articles do not say.",
        "small, sha256 00ff",
    ],
)
def test_people_see_all_of_it(words: str) -> None:
    pages = {
        "md": " ".join(html.fromstring(rendered(export_replies(TALK, "md", DAY))).text_content().split()),
        "docx": " ".join(word_text(export_replies(TALK, "docx", DAY)).split()),
    }
    for kind, text in pages.items():
        assert words in text, kind


def rendered(data: bytes) -> str:
    """What GitHub or an editor would show, the block at the end left out."""
    return f"<div>{MarkdownIt('gfm-like', {'html': True, 'linkify': False}).render(shown(data))}</div>"


def shown(data: bytes) -> str:
    return data.decode().rpartition(FENCE)[0]


def word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def edit_json(data: bytes, change: Callable[[dict[str, Any]], None], *, sealed: bool) -> bytes:
    found = json_of(data)
    change(found)
    if sealed:
        found["sha256"] = seal_of(found)
    return json.dumps(found).encode()


@pytest.mark.parametrize("sealed", [False, True], ids=["as edited", "hashed again"])
@pytest.mark.parametrize("place", range(len(HURT.quote)))
def test_any_flipped_character_of_a_quote_is_found(place: int, sealed: bool) -> None:
    def flip(found: dict[str, Any]) -> None:
        quote = found["replies"][0]["statements"][0]["quotes"][0]
        letter = "x" if quote["quote"][place] != "x" else "y"
        quote["quote"] = quote["quote"][:place] + letter + quote["quote"][place + 1 :]

    check = proved(edit_json(ANSWER.export("json"), flip, sealed=sealed), HARBOUR)
    assert not check.holds
    assert check.intact is sealed
    assert [one.proof for one in check.quotes] == [Proof.HOLDS, Proof.NOT_THERE, Proof.HOLDS]


def test_any_flipped_bit_of_a_json_file_is_found() -> None:
    data = ANSWER.export("json", DAY)
    for place in range(0, len(data), 7):
        for bit in (0, 3, 5):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            try:
                assert not proved(bytes(flipped), HARBOUR).holds, (place, bit)
            except EvidenceError:
                continue


@pytest.mark.parametrize(
    ("change", "proof"),
    [
        (lambda quote: quote.update(paragraph=2), Proof.NOT_THERE),
        (lambda quote: quote.update(paragraph=99), Proof.NOT_THERE),
        (lambda quote: quote.update(paragraph=0), Proof.NOT_THERE),
        (lambda quote: quote.update(start=1), Proof.NOT_THERE),
        (lambda quote: quote.update(end=10**9), Proof.NOT_THERE),
        (lambda quote: quote.update(start=5, end=5, quote=""), Proof.NOT_THERE),
        (lambda quote: quote.update(article="0" * 16), Proof.NO_ARTICLE),
    ],
)
def test_a_forged_place_is_found_though_hashed_again(change: Callable[[Any], None], proof: Proof) -> None:
    def forge(found: dict[str, Any]) -> None:
        change(found["replies"][0]["answers"][0])

    check = proved(edit_json(ANSWER.export("json"), forge, sealed=True), HARBOUR)
    assert check.intact
    assert not check.holds
    assert check.quotes[0].proof is proof
    assert check.quotes[0].note


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "Harbour party"}, "headline"),
        ({"published": "2020-01-01"}, "date"),
        ({"content_sha256": "0" * 64}, "hash"),
    ],
)
def test_a_forged_description_of_an_article_is_found(change: dict[str, str], words: str) -> None:
    data = edit_json(ANSWER.export("json"), lambda found: found["articles"][0].update(change), sealed=True)
    check = proved(data, HARBOUR)
    assert {one.proof for one in check.quotes} == {Proof.CHANGED}
    assert all(words in one.note for one in check.quotes)


def test_an_article_that_changed_is_told_from_one_that_is_not_there() -> None:
    data = ANSWER.export("md")
    later = Article.from_paragraphs(
        ["Corrected.", HARBOUR.paragraph(1).text, "Ten were hurt."], title="Harbour fire", url=HARBOUR.url
    )
    gone = Article.from_paragraphs(["Ten were hurt."], title="Harbour fire", url=HARBOUR.url)
    changed = proved(data, later)
    assert (changed.intact, changed.holds) == (True, False)
    assert {one.proof for one in changed.quotes} == {Proof.CHANGED}
    assert "stand in ¶2" in changed.quotes[0].note
    assert "nowhere" in proved(data, gone).quotes[0].note
    assert {one.proof for one in proved(data, BRIDGE).quotes} == {Proof.NO_ARTICLE}


def test_an_edit_of_what_markdown_shows_is_found_and_line_ends_do_not_matter() -> None:
    data = ANSWER.export("md")
    assert proved(data.replace(b"\n", b"\r\n"), HARBOUR).holds
    for edited in (
        data.replace(b"> Nine people", b"> Ninety people", 1),
        data.replace(b"# Evidence", b"# Evidence\n\nAll of it is true.", 1),
        data + b"\nNobody was hurt.\n",
        data.replace(b"## Articles", b"", 1),
    ):
        assert not proved(edited, HARBOUR).intact


def edit_word(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def test_an_edit_of_what_word_shows_or_holds_is_found_and_saving_anew_is_none() -> None:
    data = ANSWER.export("docx")
    for part in ("word/document.xml", "customXml/copydesk.xml"):
        assert not proved(edit_word(data, part, lambda xml: xml.replace(b"Nine", b"Five", 1)), HARBOUR).holds
    anew = io.BytesIO()
    Document(io.BytesIO(data)).save(anew)
    assert proved(anew.getvalue(), HARBOUR).holds


def test_the_same_replies_on_the_same_day_are_the_same_bytes() -> None:
    for kind in ("md", "json"):
        assert export_replies(TALK, kind, DAY) == export_replies(TALK, kind, DAY)


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "![a](https://evil.example/a.png)",
    "[click](javascript:alert(1))",
    "https://evil.example/track",
    "# not a heading",
    "- not a list",
    "+ not a list",
    "1. not a list",
    "2) not a list",
    "=====",
    "---",
    "> not a quotation",
    "| a | b |",
    "**bold** _it_ ~~no~~ `code`",
    "```json copydesk-evidence",
    "&lt;b&gt; &amp; &#60;",
    "a \\ b \\* c",
    "$x^2$",
    "<!-- unseen -->",
    "]]></evidence><w:p>",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    article = Article.from_paragraphs([text], title=text, byline=text, url=text)
    citation = Citation.of(article, 1, Span(0, len(text)))
    said = made(Reply(text, (Statement(f"{text} they said", (citation,), text),), (citation,), 0.5), article)
    page = html.fromstring(rendered(said.export("md")))
    assert {element.tag for element in page.iter()} <= {"div", "h1", "h2", "p", "ul", "li", "strong", "blockquote"}
    assert page.text_content().count(text) >= 7
    assert word_text(said.export("docx")).count(text) >= 7
    for kind in KINDS:
        assert proved(said.export(kind), article).holds


def test_unseen_characters_are_named_and_the_data_keeps_them() -> None:
    text = "safe \u202eevil\x00 \ud800 end\x0b."
    article = Article.from_paragraphs([text])
    said = made(Reply("q", answers=(Citation.of(article, 1, Span(0, len(text))),)), article)
    for kind in KINDS:
        check = proved(said.export(kind), article)
        assert check.holds
        assert check.quotes[0].quote.quote == text
    for page in (shown(said.export("md")), word_text(said.export("docx"))):
        assert "\u202e" not in page
        assert "U+202E" in page


texts = st.text(st.characters(), min_size=1, max_size=40).filter(lambda text: bool(text.strip()))


@st.composite
def talks(draw: st.DrawFn) -> tuple[list[Reply], list[Article]]:
    """Replies whose quotes are any pieces of any articles, half surrogate pairs included."""
    articles, replies = [], []
    for _ in range(draw(st.integers(1, 3))):
        paragraphs = draw(st.lists(st.tuples(texts, st.sampled_from(list(Role))), min_size=1, max_size=3))
        article = Article.from_paragraphs(paragraphs, title=draw(st.text(max_size=20)), url=draw(st.none() | texts))
        number = draw(st.integers(1, len(paragraphs)))
        length = len(article.paragraph(number).text)
        start = draw(st.integers(0, length - 1))
        citation = Citation.of(article, number, Span(start, draw(st.integers(start + 1, length))))
        reply = Reply(draw(texts), (Statement(draw(texts), (citation,)),), confidence=draw(st.floats(0, 1)))
        articles.append(article)
        replies.append(made(draw(st.sampled_from([reply, replace(reply, statements=(), nearest=citation)])), article))
    return replies, articles


@given(talks(), st.sampled_from(KINDS))
def test_any_replies_are_proved_again(drawn: tuple[list[Reply], list[Article]], kind: str) -> None:
    replies, articles = drawn
    check = proved(export_replies(replies, kind, DAY), *articles)
    assert check.holds
    assert {one.quote.quote for one in check.quotes} == {
        citation.quote for reply in replies for citation in (*reply.citations, reply.nearest) if citation
    }


@pytest.mark.parametrize(
    ("replies", "kind", "words"),
    [
        ([ANSWER], "pdf", "pdf"),
        ([ANSWER], "", "kind"),
        ([], "json", "no reply"),
        ([Reply("who", confidence=1.0)], "json", "not made by a desk"),
        ([made(Reply("who", nearest=HURT))], "json", "removed"),
    ],
)
def test_what_cannot_be_exported(replies: Sequence[Reply], kind: str, words: str) -> None:
    with pytest.raises(ExportError, match=words):
        export_replies(replies, kind)


def test_a_reply_that_no_desk_made_says_what_to_do() -> None:
    with pytest.raises(ExportError, match="Ask a desk"):
        Reply("who").export("json")


def test_a_reply_is_compared_shown_and_copied_without_its_articles_and_models() -> None:
    bare = replace(ANSWER, provenance=None)
    assert (bare, hash(bare), repr(bare)) == (ANSWER, hash(ANSWER), repr(ANSWER))
    assert copy.deepcopy(ANSWER).provenance is ANSWER.provenance
    assert asdict(ANSWER)["provenance"] is ANSWER.provenance


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Nothing of the kind.",
        b"\xff\xfe\x00",
        b"{}",
        b"{",
        b"[" * 100_000,
        b"{" + b'"a":[' * 100_000,
        b'{"format": "other", "version": 1}',
        b"PK\x03\x04 not a file",
        FENCE.encode() + b"{}",
        FENCE.encode() + b"{}\n```",
    ],
)
def test_what_is_no_evidence_is_an_error(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        proved(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"version": 1', b'"version": 2'),
        (b'"paragraph": 1', b'"paragraph": "1"'),
        (b'"paragraph": 1', b'"paragraph": -1'),
        (b'"paragraph": 1', b'"paragraph": true'),
        (b'"paragraph": 1', b'"paragraph": NaN'),
        (b'"quote": "Nine"', b'"quote": null'),
        (b'"quote": "Nine"', b'"quote": "Ninety", "quote": "Nine"'),
        (b'"replies": [', b'"others": ['),
        (b'"title": "Harbour fire"', b'"title": 7'),
    ],
)
def test_evidence_of_the_wrong_shape_is_an_error(old: bytes, new: bytes) -> None:
    data = ANSWER.export("json")
    assert old in data
    with pytest.raises(EvidenceError):
        proved(data.replace(old, new), HARBOUR)


@pytest.mark.parametrize("size", [120_000_000])
def test_a_word_file_that_unpacks_without_end_is_refused(size: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
    with pytest.raises(EvidenceError, match="unpack"):
        proved(written.getvalue())


def test_a_word_file_without_evidence_is_an_error() -> None:
    written = io.BytesIO()
    Document().save(written)
    with pytest.raises(EvidenceError, match="0 pieces"):
        proved(written.getvalue())


def test_entities_of_a_word_file_are_not_followed() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:p xmlns:w="x">&b;</w:p>'
    data = edit_word(ANSWER.export("docx"), "docProps/app.xml", lambda _: bomb)
    assert proved(data, HARBOUR).holds


def test_a_desk_proves_what_it_answered(models: bot.Models) -> None:
    desk = bot.Assistant(models=models)
    desk.add(HARBOUR)
    for reply in (desk.answer("How many people were hurt?"), desk.summarise(sentences=1)):
        for kind in KINDS:
            data = reply.export(kind)
            assert bot.verify_evidence(data, desk).holds
            assert bot.verify_evidence(data, [HARBOUR]).holds
    versions = json_of(desk.answer("How many people were hurt?").export("json"))["models"]
    assert versions["reader"].startswith("copydesk, sha256 ")
    assert "/" not in versions["reader"]


def test_a_removed_article_is_still_in_the_evidence_and_no_longer_in_the_desk(models: bot.Models) -> None:
    desk = bot.Assistant(models=models)
    desk.add(HARBOUR)
    reply = desk.answer("How many people were hurt?")
    desk.remove(HARBOUR.id)
    check = bot.verify_evidence(reply.export("json"), desk)
    assert {one.proof for one in check.quotes} == {Proof.NO_ARTICLE}


def test_an_article_under_another_date_is_found_by_its_headline(models: bot.Models) -> None:
    desk = bot.Assistant(models=models)
    desk.add(BRIDGE)
    data = desk.summarise(sentences=1).export("json")
    check = bot.verify_evidence(data, BRIDGE.corrected(published=None))
    assert {(one.proof, "stand in ¶1" in one.note) for one in check.quotes} == {(Proof.CHANGED, True)}
