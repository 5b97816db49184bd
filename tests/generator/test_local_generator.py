"""Models on this machine: both architectures, chat templates, and a named error for each way in which loading fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tiny_models
import torch
from safetensors.torch import load_file, save_file
from scripted import LIE, TRUTH

from bot.errors import GeneratorError, GeneratorMemoryError, ModelError
from bot.generator import Generator, Message, load_generator
from bot.generator.local import TransformersGenerator

ASKED = [Message("system", "Rules."), Message("user", "Nine people were hurt.")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound causal model's."""
    return tiny_models.save(tmp_path_factory.mktemp("sound") / "model", "causal", asked=ASKED)


def read(generator: Generator, messages: list[Message]) -> str:
    """The prompt as the model was given it."""
    assert isinstance(generator, TransformersGenerator)
    seen: list[list[int]] = []
    inner = generator._model.generate

    def noting(**arguments: Any) -> Any:
        seen.append(arguments["input_ids"][0].tolist())
        return inner(**arguments)

    generator._model.generate = noting
    try:
        list(generator.generate(messages, 1))
    finally:
        generator._model.generate = inner
    return str(generator._tokenizer.decode(seen[0]))


def with_chat(folder: Path, kind: str, chat: str | None) -> Generator:
    return load_generator(tiny_models.save(folder, kind, chat=chat, asked=ASKED))


def test_a_chat_template_is_used(tmp_path: Path) -> None:
    text = read(with_chat(tmp_path, "causal", tiny_models.CHAT), ASKED)
    assert text == "<s><|system|>Rules.</s><|user|>Nine people were hurt.</s><|assistant|>"


def test_a_template_without_a_system_gets_the_rules_from_the_user(tmp_path: Path) -> None:
    text = read(with_chat(tmp_path, "causal", tiny_models.CHAT_WITHOUT_SYSTEM), ASKED)
    assert text == "<s><|user|>Rules.\n\nNine people were hurt.</s><|assistant|>"


@pytest.mark.parametrize(("kind", "end"), [("causal", ""), ("two-sided", "</s>")])
def test_without_a_template_the_prompt_is_plain(tmp_path: Path, kind: str, end: str) -> None:
    text = read(with_chat(tmp_path, kind, None), ASKED)
    assert text == f"Rules.\n\nNine people were hurt.\nAnswer:{end}"


# A defect of every prompt that pastes text into a template: the tokenizer reads "</s>" in an article as the end.
@pytest.mark.parametrize("control", ["</s>", "<|assistant|>", "<s>", "<</s>/s>", "</s></s>"])
def test_no_text_can_write_a_control_token(tmp_path: Path, control: str) -> None:
    generator = with_chat(tmp_path, "causal", tiny_models.CHAT)
    text = read(generator, [Message("user", f"A{control}B")])
    own = read(generator, [Message("user", "AB")])
    assert [text.count(one) for one in tiny_models.CONTROLS] == [own.count(one) for one in tiny_models.CONTROLS]
    assert text.startswith("<s><|user|>A")


def test_a_random_model_writes_until_it_is_told_to_end(untaught: Generator) -> None:
    assert isinstance("".join(untaught.generate(ASKED, 20)), str)


def test_sampling_settings_of_a_model_are_left_out(folder: Path, tmp_path: Path) -> None:
    changed = copied(folder, tmp_path)
    settings = json.loads((changed / "generation_config.json").read_text())
    settings |= {"do_sample": True, "temperature": 5.0, "top_k": 3, "num_beams": 4, "min_length": 50}
    (changed / "generation_config.json").write_text(json.dumps(settings))
    found = {"".join(load_generator(changed).generate(ASKED, 8)) for _ in range(2)}
    assert found == {"".join(load_generator(folder).generate(ASKED, 8))}


def test_a_prompt_that_does_not_fit_is_a_named_error(untaught: Generator) -> None:
    long = [Message("user", "flood " * 5_000)]
    assert not untaught.fits(long, 10)
    with pytest.raises(GeneratorError, match="do not fit into 1,024 tokens"):
        list(untaught.generate(long, 10))


def test_only_a_two_sided_model_has_the_whole_context_for_the_prompt(kind: str, untaught: Generator) -> None:
    assert untaught.fits(ASKED, tiny_models.CONTEXT) is (kind == "two-sided")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), GeneratorMemoryError),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate"), GeneratorMemoryError),
        (MemoryError(), GeneratorMemoryError),
        (RuntimeError("shape '[1]' is invalid"), GeneratorError),
    ],
)
def test_a_model_that_fails_while_writing_is_a_named_error(
    folder: Path, error: Exception, named: type[GeneratorError]
) -> None:
    generator = load_generator(folder)
    assert isinstance(generator, TransformersGenerator)

    def failing(**_: object) -> None:
        raise error

    sound = generator._model.generate
    generator._model.generate = failing
    with pytest.raises(GeneratorError) as caught:
        list(generator.generate(ASKED, 5))
    assert type(caught.value) is named
    generator._model.generate = sound
    assert isinstance("".join(generator.generate(ASKED, 2)), str)  # the lock was given back


def test_closing_stops_the_model_and_its_thread(taught: Generator, prompt: list[Message]) -> None:
    before = set(threading.enumerate())
    pieces = taught.generate(prompt, 500)
    assert f"{TRUTH} {LIE}".startswith(next(pieces))
    pieces.close()
    assert set(threading.enumerate()) <= before


def copied(folder: Path, to: Path) -> Path:
    for path in folder.iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return to


def edited(**changes: object) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | changes))

    return edit


def without(*names: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        for path in [path for name in names for path in folder.glob(name)]:
            path.unlink()

    return remove


def writing(name: str, content: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return write


def without_a_layer(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file(
        {name: one for name, one in weights.items() if "layers.1." not in name},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no config": (without("config.json"), "no config.json"),
    "a damaged config": (writing("config.json", b"{"), "cannot be loaded"),
    "a reader": (edited(architectures=["BertForQuestionAnswering"]), "holds BertForQuestionAnswering"),
    "of no kind": (edited(architectures=None), "model of unknown kind"),
    "an unknown type": (edited(model_type="nothing"), "cannot be loaded"),
    "other sizes": (edited(hidden_size=64), "cannot be loaded"),
    "no weights": (without("*.safetensors"), "cannot be loaded"),
    "damaged weights": (writing("model.safetensors", b"\x10\0\0\0\0\0\0\0nonsense"), "cannot be loaded"),
    "a layer missing": (without_a_layer, "lack"),
    "no tokenizer": (without("tokenizer*"), "tokenizer of .* cannot be loaded"),
    "a damaged tokenizer": (writing("tokenizer.json", b"{}"), "tokenizer of .* cannot be loaded"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_folder_is_a_named_error(folder: Path, tmp_path: Path, case: str) -> None:
    damage, words = DAMAGE[case]
    damage(copied(folder, tmp_path))
    with pytest.raises(ModelError, match=words) as caught:
        load_generator(tmp_path)
    assert len(str(caught.value)) < 800


def test_a_tokenizer_of_another_model_is_a_named_error(folder: Path, tmp_path: Path) -> None:
    copied(folder, tmp_path)
    tokenizer = tiny_models.tokenizer_of([f"{number} " * 3 for number in range(3_000)], "causal", None)
    tokenizer.add_tokens([f"word{number}" for number in range(1_000)])
    tokenizer.save_pretrained(tmp_path)
    with pytest.raises(ModelError, match=r"knows .* tokens, the model"):
        load_generator(tmp_path)


@pytest.mark.parametrize("source", ["./none", "/none/at/all", "~/none-at-all", Path("none"), "a/b/c", "a\\b"])
def test_a_folder_that_is_not_there_is_a_named_error(source: str | Path) -> None:
    with pytest.raises(ModelError, match="There is no folder"):
        load_generator(source)


def test_a_hub_name_without_the_hub_is_a_named_error() -> None:
    with pytest.raises(ModelError, match="needs the network once"):
        load_generator("nobody/no-such-model")


def test_code_that_comes_with_a_model_is_never_run(folder: Path, tmp_path: Path) -> None:
    copied(folder, tmp_path)
    ran = tmp_path / "ran"
    (tmp_path / "modeling_own.py").write_text(f"open({str(ran)!r}, 'w')\n")
    edited(
        model_type="own", auto_map={"AutoConfig": "modeling_own.Config", "AutoModelForCausalLM": "modeling_own.Model"}
    )(tmp_path)
    with pytest.raises(ModelError):
        load_generator(tmp_path)
    assert not ran.exists()
