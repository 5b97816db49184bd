"""What every `SpanModel` promises, held against transformers' arithmetic. A new engine joins by a line in `ENGINES`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file

from bot.article import Article
from bot.errors import ModelError
from bot.reader import SHIPPED_READER
from bot.spans import Logits, SpanModel, best_spans, load_span_model
from bot.spans.onnx_model import OnnxSpanModel
from bot.spans.packing import is_packed, pack, unpack
from bot.spans.torch_model import TorchSpanModel
from bot.windows import Passage, Place, Window, WindowMaker
from embeddings.graph import Model, bytes_graph


@dataclass(frozen=True, slots=True)
class Engine:
    """How to load one, and how far its logits may be from float64: in the mean square, as a share of their spread.

    Untrained models may be further off: few numbers are added in them, so that errors do not cancel each other.
    """

    load: Callable[[Path], SpanModel]
    trained: float
    untrained: float

    def tolerance(self, kind: str) -> float:
        return self.trained if kind == "shipped" else self.untrained


ENGINES = {
    "torch": Engine(lambda folder: TorchSpanModel(str(folder)), 1e-5, 1e-5),
    "onnx, float32": Engine(lambda folder: OnnxSpanModel(folder, "float32"), 1e-5, 1e-5),
    "onnx, as the CPU allows": Engine(OnnxSpanModel, 0.06, 0.15),
}
SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 80,
    "vocab_size": 30522,
    "max_position_embeddings": 300,
    "initializer_range": 0.3,  # so that the logits differ
}
KINDS: dict[str, dict[str, object]] = {
    "two layers": {},
    "one head, odd sizes": {"hidden_size": 24, "num_attention_heads": 1, "intermediate_size": 17},
    "one segment": {"type_vocab_size": 1},
    "coarse norm": {"layer_norm_eps": 0.1},
    "six layers": {"num_hidden_layers": 6},
}
PARAGRAPHS = [
    "Nine people were hurt.",
    "The mayor, Ann Lee, opened the bridge on Monday and said that it had cost 12 million. " * 3,
    "It rained. " * 30,
    "Ships had to wait, and the ferry from the island came three hours late. " * 6,
]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def save(folder: Path, seed: int = 0, kind: type = transformers.BertForQuestionAnswering, **changes: object) -> Path:
    """A tiny untrained BERT, its norms and biases random too, beside the shipped tokenizer."""
    torch.manual_seed(seed)
    model = kind(transformers.BertConfig(**(SIZES | changes)))
    for name, values in model.named_parameters():
        if name.endswith("bias") or "LayerNorm" in name:
            values.data += 0.2 * torch.randn_like(values)
    model.save_pretrained(folder)
    (folder / "tokenizer.json").symlink_to(SHIPPED_READER / "tokenizer.json")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A model of every kind, and the shipped one as every engine can read it."""
    made = {name: save(tmp_path_factory.mktemp("bert"), **changes) for name, changes in KINDS.items()}
    shipped = tmp_path_factory.mktemp("shipped")
    unpack(SHIPPED_READER, shipped)
    return made | {"shipped": shipped}


def windows_of(model: SpanModel, question: str = "How many were hurt on Monday?") -> list[Window]:
    maker = WindowMaker(model.tokenizer, 256)
    apart = [Passage.whole(Article.from_paragraphs([text])) for text in PARAGRAPHS]
    return maker.windows(question, [*apart, Passage.whole(Article.from_paragraphs(PARAGRAPHS, title="The bridge"))])


def oracle(folder: Path, windows: Sequence[Window]) -> list[Logits]:
    """Transformers' own model in float64, a window at a time: no padding, no batch."""
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float64).eval()
    found = []
    for window in windows:
        segments = [int(index >= window.question_tokens) for index in range(len(window.token_ids))]
        if model.config.type_vocab_size == 1:
            segments = [0] * len(segments)
        with torch.inference_mode():
            output = model(input_ids=torch.tensor([window.token_ids]), token_type_ids=torch.tensor([segments]))
        found.append(torch.stack((output.start_logits[0], output.end_logits[0]), dim=1).numpy())
    return found


def brute_force(logits: Logits, window: Window, longest: int) -> list[tuple[int, int, float]]:
    """Every span within a paragraph, best first."""
    found = [
        (first, last, float(logits[first, 0] + logits[last, 1] - logits[0, 0] - logits[0, 1]))
        for first, begins in enumerate(window.places)
        for last, ends in enumerate(window.places[: first + longest])
        if last >= first and begins and ends and begins.paragraph == ends.paragraph
    ]
    return sorted(found, key=lambda span: -span[2])


@pytest.mark.parametrize("kind", [*KINDS, "shipped"])
def test_the_logits_are_those_of_the_model(engine: Engine, folders: dict[str, Path], kind: str) -> None:
    model = engine.load(folders[kind])
    windows = windows_of(model)
    found, expected = model.logits(windows), oracle(folders[kind], windows)
    assert [one.shape for one in found] == [(len(window.token_ids), 2) for window in windows]
    assert {one.dtype for one in found} == {np.dtype(np.float32)}
    spread = np.concatenate(expected).std()
    assert spread > 0.1
    assert np.sqrt(np.mean((np.concatenate(found) - np.concatenate(expected)) ** 2)) <= engine.tolerance(kind) * spread


@pytest.mark.parametrize("kind", ["two layers", "shipped"])
def test_the_best_span_is_that_of_every_span_or_as_good(engine: Engine, folders: dict[str, Path], kind: str) -> None:
    model = engine.load(folders[kind])
    windows = windows_of(model)
    expected = oracle(folders[kind], windows)
    slack = 8 * engine.tolerance(kind) * np.concatenate(expected).std()  # four logits a score, each twice off at most
    for window, found, right in zip(windows, model.logits(windows), expected, strict=True):
        ranked = brute_force(right, window, 30)
        scores = {span[:2]: span[2] for span in ranked}
        ((first, last, score),) = best_spans(found, window, 30, 1)
        assert scores[first, last] >= ranked[0][2] - slack
        assert score == pytest.approx(scores[first, last], abs=slack)


def test_company_and_order_do_not_change_what_is_read(engine: Engine, folders: dict[str, Path]) -> None:
    model = engine.load(folders["shipped"])
    windows = windows_of(model)
    alone = [model.logits([window])[0] for window in windows]
    order = list(range(len(windows))) * 2
    random.Random(0).shuffle(order)
    for index, found in zip(order, model.logits([windows[index] for index in order]), strict=True):
        np.testing.assert_allclose(found, alone[index], atol=1e-3)


def test_one_token_and_no_window_are_read(engine: Engine, folders: dict[str, Path]) -> None:
    model = engine.load(folders["two layers"])
    assert model.logits([]) == []
    (found,) = model.logits([Window(0, [101], 1, [Place(1, 0, 1)])])
    assert found.shape == (1, 2)
    assert np.isfinite(found).all()


def test_threads_read_at_once_as_they_do_alone(engine: Engine, folders: dict[str, Path]) -> None:
    model = engine.load(folders["shipped"])
    windows = windows_of(model)
    expected = model.logits(windows)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(model.logits, [windows] * 8):
            for one, right in zip(found, expected, strict=True):
                np.testing.assert_allclose(one, right, atol=1e-5)


def test_the_tokenizer_is_whole_and_the_positions_are_told(engine: Engine, folders: dict[str, Path]) -> None:
    model = engine.load(folders["two layers"])
    assert model.positions == 300
    assert model.tokenizer.padding is None
    assert model.tokenizer.truncation is None


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_weights_of_every_precision_are_read(engine: Engine, tmp_path: Path, dtype: torch.dtype) -> None:
    folder = save(tmp_path / "reader")
    weights = {name: values.to(dtype) for name, values in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model = engine.load(folder)
    windows = windows_of(model)[:2]
    found, expected = np.concatenate(model.logits(windows)), np.concatenate(oracle(folder, windows))
    assert np.sqrt(np.mean((found - expected) ** 2)) <= engine.untrained * expected.std()


def test_a_model_of_zeros_is_read(engine: Engine, tmp_path: Path) -> None:
    """No row and no column has a scale then."""
    folder = save(tmp_path / "reader")
    weights = {name: torch.zeros_like(values) for name, values in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model = engine.load(folder)
    assert all(not one.any() for one in model.logits(windows_of(model)[:2]))


@pytest.mark.parametrize("kind", [*KINDS, "shipped"])
def test_a_packed_reader_reads_as_it_does_unpacked(folders: dict[str, Path], tmp_path: Path, kind: str) -> None:
    packed, unpacked = tmp_path / "packed", tmp_path / "unpacked"
    pack(folders[kind], packed)
    unpack(packed, unpacked)
    assert [is_packed(one) for one in (folders[kind], packed, unpacked)] == [False, True, False]
    assert (packed / "model.safetensors").stat().st_size < 0.3 * (unpacked / "model.safetensors").stat().st_size
    for precision, tolerance in (("float32", 1e-5), (None, 0.06)):
        models = [OnnxSpanModel(one, precision) for one in (packed, unpacked)]
        windows = windows_of(models[0])
        found, expected = (np.concatenate(model.logits(windows)) for model in models)
        np.testing.assert_allclose(found, expected, atol=tolerance * expected.std())
    windows = windows_of(models[0])
    exact = np.concatenate(oracle(folders[kind], windows))
    assert np.sqrt(np.mean((np.concatenate(models[0].logits(windows)) - exact) ** 2)) <= 0.15 * exact.std()


def test_packing_again_changes_nothing(folders: dict[str, Path], tmp_path: Path) -> None:
    for source, made in ((folders["two layers"], "a"), (tmp_path / "b", "c")):
        pack(source, tmp_path / made)
        unpack(tmp_path / made, tmp_path / "b")
    a, c = (load_file(tmp_path / made / "model.safetensors") for made in "ac")
    assert all(torch.equal(values, c[name]) for name, values in a.items() if name.endswith("_levels"))


def test_torch_refuses_a_packed_reader_by_name(folders: dict[str, Path], tmp_path: Path) -> None:
    pack(folders["two layers"], tmp_path / "packed")
    with pytest.raises(ModelError, match=r"lack bert\."):
        TorchSpanModel(str(tmp_path / "packed"))


@pytest.mark.parametrize("part", ["_levels", "_steps"])
def test_a_packed_matrix_that_lacks_a_part_is_refused(folders: dict[str, Path], tmp_path: Path, part: str) -> None:
    pack(folders["two layers"], tmp_path / "packed")
    drop(tmp_path / "packed", f"bert.encoder.layer.1.output.dense.weight{part}")
    with pytest.raises(ModelError, match=r"encoder\.layer\.1\.output\.dense\.weight"):
        OnnxSpanModel(tmp_path / "packed")


def rewrite(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def configure(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def drop(folder: Path, name: str) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights[name]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def half(path: Path) -> None:
    rewrite(path, path.read_bytes()[: path.stat().st_size // 2])


LOADED = "cannot be loaded"
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut header": (lambda folder: rewrite(folder / "model.safetensors", b"\x08\0\0\0\0\0\0\0{"), LOADED),
    "cut weights": (lambda folder: half(folder / "model.safetensors"), LOADED),
    "no weights": (lambda folder: rewrite(folder / "model.safetensors", b""), LOADED),
    "another size": (lambda folder: configure(folder, hidden_size=16), LOADED),
    "other words": (lambda folder: configure(folder, vocab_size=30000), LOADED),
    "heads that do not divide": (lambda folder: configure(folder, num_attention_heads=5), LOADED),
    "a size that is no number": (lambda folder: configure(folder, hidden_size="many"), LOADED),
    "no head": (lambda folder: drop(folder, "qa_outputs.weight"), "lack qa_outputs.weight"),
    "no layer": (lambda folder: configure(folder, num_hidden_layers=3), r"lack .*encoder\.layer\.2"),
    "damaged tokenizer": (lambda folder: rewrite(folder / "tokenizer.json", b"{"), "tokenizer in .* cannot be loaded"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_damaged_folder_is_refused_by_name(engine: Engine, tmp_path: Path, case: str) -> None:
    damage, message = BROKEN[case]
    folder = save(tmp_path / "reader")
    damage(folder)
    with pytest.raises(ModelError, match=message) as caught:
        engine.load(folder)
    assert str(folder) in caught.value.got
    assert caught.value.expected
    assert caught.value.remedy


def test_a_model_without_a_reading_head_is_refused(engine: Engine, tmp_path: Path) -> None:
    folder = save(tmp_path / "reader", kind=transformers.BertModel)
    configure(folder, architectures=["BertForQuestionAnswering"])
    with pytest.raises(ModelError, match="lack qa_outputs"):
        engine.load(folder)


def test_a_tokenizer_that_does_not_fit_is_refused(engine: Engine, tmp_path: Path) -> None:
    folder = save(tmp_path / "reader", vocab_size=100)
    with pytest.raises(ModelError, match="knows 30522 tokens, the model 100"):
        engine.load(folder)


def test_where_products_of_bytes_overflow_floats_are_multiplied(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = bytes_graph()
    less = {name: np.full_like(values, 100) for name, values in asked.weights.items()}  # products that are too small
    assert less
    monkeypatch.setattr("embeddings.runtime.bytes_graph", lambda: Model(asked.content, less))
    chosen, exact = OnnxSpanModel(folders["two layers"]), OnnxSpanModel(folders["two layers"], "float32")
    windows = windows_of(exact)[:1]
    np.testing.assert_array_equal(chosen.logits(windows), exact.logits(windows))


def test_bert_runs_without_torch_and_all_else_on_it(tmp_path: Path) -> None:
    assert isinstance(load_span_model(str(SHIPPED_READER)), OnnxSpanModel)
    assert isinstance(load_span_model(str(save(tmp_path / "relu", hidden_act="relu"))), TorchSpanModel)
    folder = tmp_path / "distilbert"
    config = transformers.DistilBertConfig(dim=16, n_layers=1, n_heads=1, hidden_dim=16)
    transformers.DistilBertForQuestionAnswering(config).save_pretrained(folder)
    (folder / "tokenizer.json").symlink_to(SHIPPED_READER / "tokenizer.json")
    assert isinstance(load_span_model(str(folder)), TorchSpanModel)
