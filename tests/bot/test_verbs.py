"""The public names, and one call for one question whatever the article comes as."""

from __future__ import annotations

from pathlib import Path

import pytest
from prose import BRIDGE, FIRE

import bot
from bot.errors import CopydeskError, NoArticlesError, SourceNotFoundError

HURT = "How many people were hurt?"
PROMISED = {
    "answer",
    "summarise",
    "read_article",
    "Assistant",
    "Article",
    "Paragraph",
    "Span",
    "Citation",
    "Statement",
} | {
    "Reply",
    "CopydeskError",
}


@pytest.fixture(autouse=True)
def loaded_once(models: bot.Models, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.verbs._models", lambda: models)


def test_every_public_name_is_there() -> None:
    assert set(bot.__all__) >= PROMISED
    assert sorted(bot.__all__) == sorted(set(bot.__all__))
    assert dir(bot) == sorted(bot.__all__)
    for name in bot.__all__:
        assert getattr(bot, name).__doc__, name


def test_any_other_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        bot.nothing  # noqa: B018


@pytest.mark.parametrize("kind", ["article", "path", "name", "text", "list", "tuple", "generator"])
def test_an_article_may_come_as_anything(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "fire.txt"
    path.write_text(FIRE, "utf-8")
    article = bot.read_article(FIRE)
    source = {
        "article": article,
        "path": path,
        "name": str(path),
        "text": FIRE,
        "list": [article],
        "tuple": (FIRE, path),
        "generator": (one for one in [path]),
    }[kind]
    reply = bot.answer(HURT, source)  # type: ignore[arg-type]
    assert reply.short == "Nine"
    assert reply.citations[0].holds(article)


def test_several_articles_are_asked_at_once() -> None:
    reply = bot.answer("Who opened the bridge?", [FIRE, BRIDGE])
    assert reply.citations[0].article_id == bot.read_article(BRIDGE).id


def test_calls_do_not_remember_one_another() -> None:
    assert bot.answer(HURT, FIRE).short == "Nine"
    reply = bot.answer(HURT, BRIDGE)
    assert {one.article_id for one in [*reply.citations, reply.nearest] if one} == {bot.read_article(BRIDGE).id}


def test_summarise_takes_what_answer_takes(tmp_path: Path) -> None:
    path = tmp_path / "fire.txt"
    path.write_text(FIRE, "utf-8")
    summaries = [bot.summarise(source, sentences=1) for source in (FIRE, path, [path], bot.read_article(FIRE))]
    assert len({reply.text for reply in summaries}) == 1
    assert summaries[0].citations[0].holds(bot.read_article(FIRE))


def test_no_article_and_no_file_are_named_errors(tmp_path: Path) -> None:
    with pytest.raises(NoArticlesError):
        bot.answer(HURT, [])
    with pytest.raises(SourceNotFoundError):
        bot.answer(HURT, tmp_path / "none.txt")
    with pytest.raises(CopydeskError):
        bot.summarise(FIRE, sentences=0)
