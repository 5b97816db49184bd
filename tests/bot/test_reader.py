"""What findings promise, and every damaged folder refused with a named error."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import articles

import bot
from bot.article import Article
from bot.calibration import Calibration
from bot.errors import CopydeskError, ModelError
from bot.reader import SHIPPED_READER, ExtractiveReader
from bot.windows import Passage

SIZES = {
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 1,
    "intermediate_size": 8,
    "vocab_size": 30522,
    "max_position_embeddings": 512,
}


@settings(max_examples=15)
@given(st.lists(articles().map(Passage.whole), min_size=1, max_size=3), st.sampled_from(["Who?", "How many died?"]))
def test_findings_lie_in_the_article_best_first_and_apart(
    tiny_reader: ExtractiveReader, passages: list[Passage], question: str
) -> None:
    findings = tiny_reader.read(question, passages)
    assert [finding.score for finding in findings] == sorted((finding.score for finding in findings), reverse=True)
    taken = sorted((one.passage, one.paragraph, one.span.start, one.span.end) for one in findings)
    for (passage, number), group in groupby(taken, key=lambda place: place[:2]):
        text = passages[passage].article.paragraph(number).text
        last = 0
        for _, _, start, end in group:
            assert last <= start < end <= len(text)
            last = end


def test_nothing_to_read_finds_nothing(tiny_reader: ExtractiveReader) -> None:
    assert tiny_reader.read("Who?", []) == []
    assert tiny_reader.read("Who?", [Passage.whole(Article.from_paragraphs([]))]) == []
    assert tiny_reader.read("Who?", [Passage.whole(Article.from_paragraphs(["\u200b", " "]))]) == []


def test_a_scout_reads_and_the_reader_itself_rereads(tmp_path: Path, tiny_folder: Path) -> None:
    (tmp_path / "scout").mkdir()
    scout = save(tmp_path / "scout", num_hidden_layers=2)
    alone, both = ExtractiveReader.load(tiny_folder), ExtractiveReader.load(tiny_folder, scout)
    passage = Passage.whole(Article.from_paragraphs(["Nine people were hurt.", "It rained all day."]))
    assert both.read("Who?", [passage]) == ExtractiveReader.load(scout).read("Who?", [passage])
    assert both.reread("Who?", [passage]) == alone.reread("Who?", [passage]) == alone.read("Who?", [passage])
    assert both.read("Who?", [passage]) != both.reread("Who?", [passage])


def test_the_shipped_reader_has_a_scout() -> None:
    shipped = ExtractiveReader.load()
    passage = Passage.whole(Article.from_paragraphs(["Nine people were hurt, the mayor said."]))
    assert shipped.read("How many?", [passage])[0].score != shipped.reread("How many?", [passage])[0].score


# -- folders ----------------------------------------------------------------------------------------------------------


def save(folder: Path, kind: type = transformers.BertForQuestionAnswering, **changes: object) -> Path:
    """A tiny untrained model beside the shipped tokenizer."""
    kind(transformers.BertConfig(**(SIZES | changes))).save_pretrained(folder)
    (folder / "tokenizer.json").symlink_to(SHIPPED_READER / "tokenizer.json")
    return folder


def change_config(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def without_cls() -> bytes:
    return b'{"version":"1.0","model":{"type":"WordLevel","vocab":{"a":0,"[UNK]":1},"unk_token":"[UNK]"}}'


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def tiny_reader(tiny_folder: Path) -> ExtractiveReader:
    return ExtractiveReader.load(tiny_folder)


def test_a_folder_without_a_calibration_is_read_with_the_neutral_one(
    tiny_reader: ExtractiveReader, tiny_folder: Path
) -> None:
    assert tiny_reader.calibration == Calibration()
    assert tiny_reader.name == str(tiny_folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for present in {"config.json", "tokenizer.json", "model.safetensors"} - {name}:
        (tmp_path / present).symlink_to(SHIPPED_READER / present)
    with pytest.raises(ModelError, match=f"{tmp_path.name} has no {name}"):
        ExtractiveReader.load(tmp_path)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut weights": (lambda folder: replace(folder / "model.safetensors", b"\x08\0\0\0\0\0\0\0{"), "cannot be loaded"),
    "empty weights": (lambda folder: replace(folder / "model.safetensors", b""), "cannot be loaded"),
    "no JSON": (lambda folder: replace(folder / "config.json", b"{"), "config.json is damaged"),
    "a list": (lambda folder: replace(folder / "config.json", b"[]"), "config.json is damaged"),
    "bytes": (lambda folder: replace(folder / "config.json", b"\xff\xfe\0"), "config.json is damaged"),
    "no kind": (lambda folder: change_config(folder, architectures=None), "unknown kind"),
    "another kind": (lambda folder: change_config(folder, architectures=["BertForMaskedLM"]), "BertForMaskedLM"),
    "another size": (lambda folder: change_config(folder, hidden_size=16), "cannot be loaded"),
    "another type": (lambda folder: change_config(folder, model_type="none-such"), "cannot be loaded"),
    "damaged tokenizer": (lambda folder: replace(folder / "tokenizer.json", b"{"), "tokenizer in .* cannot be loaded"),
    "no [CLS]": (lambda folder: replace(folder / "tokenizer.json", without_cls()), r"no \[CLS\]"),
    "calibration": (lambda folder: (folder / "calibration.json").write_text("{"), "calibration.json is damaged"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_damaged_folder_is_refused_by_name(tmp_path: Path, case: str) -> None:
    damage, message = BROKEN[case]
    folder = save(tmp_path / "reader")
    damage(folder)
    with pytest.raises(ModelError, match=message) as caught:
        ExtractiveReader.load(folder)
    if case != "no [CLS]":
        assert str(folder) in caught.value.got
    assert caught.value.remedy


def test_weights_without_a_head_are_refused(tmp_path: Path) -> None:
    folder = save(tmp_path / "reader", transformers.BertModel)
    change_config(folder, architectures=["BertForQuestionAnswering"])
    with pytest.raises(ModelError, match="qa_outputs"):
        ExtractiveReader.load(folder)


def test_a_tokenizer_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    folder = save(tmp_path / "reader", vocab_size=100)
    with pytest.raises(ModelError, match="knows 30522 tokens, the model 100"):
        ExtractiveReader.load(folder)


# A defect when this was written: it loaded, read nothing at all, and so refused every question.
@pytest.mark.parametrize("positions", [64, 200, 227])
def test_a_model_of_few_positions_reads_or_is_refused(tmp_path: Path, positions: int) -> None:
    folder = save(tmp_path / "reader", max_position_embeddings=positions)
    passage = Passage.whole(Article.from_paragraphs(["Nine people were hurt. " * 20], title="A headline " * 40))
    try:
        found = ExtractiveReader.load(folder).read("How many were hurt? " * 20, [passage])
    except ModelError as error:
        assert str(positions) in str(error)  # noqa: PT017
    else:
        assert found


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    with pytest.raises(ModelError, match=str(missing)):
        ExtractiveReader.load(missing)


def test_a_desk_with_a_broken_reader_says_so_at_the_question(tmp_path: Path) -> None:
    desk = bot.Assistant(models=bot.Models(bot.Settings(reader=str(tmp_path))))
    desk.add(bot.Article.from_paragraphs(["Nine people were hurt."]))
    with pytest.raises(CopydeskError, match=r"config\.json"):
        desk.answer("How many were hurt?")
    assert len(desk.articles()) == 1
