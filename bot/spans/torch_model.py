"""The engine for every model that transformers can load. Importing this takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import transformers

from bot.errors import ModelError
from bot.quiet import quiet_transformers
from bot.spans.base import Logits
from bot.spans.tokenizer import REMEDY, load_tokenizer
from bot.windows import Window

_BATCH_TOKENS = 2048  # padded; more gains nothing on a CPU and costs memory
_ALIKE = 0.9  # of the batch's longest window; a shorter one begins the next batch


class TorchSpanModel:
    """A `SpanModel` in float32 on torch's threads of the CPU.

    Args:
        where: a folder, or a hub name; code that comes with a model is never run.

    Raises:
        ModelError: the weights or the tokenizer are damaged, do not fit each other, or are of another kind.

    Attributes:
        tokenizer: neither pads nor truncates.
        positions: tokens a window may have.
    """

    def __init__(self, where: str) -> None:
        self._model = _load_weights(where)
        self.tokenizer = load_tokenizer(where, int(self._model.config.vocab_size))
        self.positions = int(self._model.config.max_position_embeddings)

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        """Read n windows: n arrays, in their order, float32 [tokens of the window, 2]."""
        read: dict[int, Logits] = {}
        for batch in _batches([len(window.token_ids) for window in windows]):
            found = self._read([windows[index] for index in batch])
            read |= {index: found[row, : len(windows[index].token_ids)] for row, index in enumerate(batch)}
        return [read[index] for index in range(len(windows))]

    def _read(self, batch: Sequence[Window]) -> Logits:
        """Logits, float32 [n, t, 2], t the longest window; padding is never attended to."""
        inputs = pad(batch)
        if getattr(self._model.config, "type_vocab_size", 0) < 2:
            del inputs["token_type_ids"]
        with torch.inference_mode():
            output = self._model(**inputs)
        found: Logits = torch.stack((output.start_logits, output.end_logits), dim=2).numpy()
        return found


def pad(windows: Sequence[Window]) -> dict[str, torch.Tensor]:
    """The model's inputs for n windows: token ids, attention and segments, int64 [n, t], t the longest window."""
    length = max(len(window.token_ids) for window in windows)
    token_ids = torch.zeros((len(windows), length), dtype=torch.long)
    attended = torch.zeros_like(token_ids)
    segments = torch.zeros_like(token_ids)
    for row, window in enumerate(windows):
        size = len(window.token_ids)
        token_ids[row, :size] = torch.tensor(window.token_ids)
        attended[row, :size] = 1
        segments[row, window.question_tokens : size] = 1
    return {"input_ids": token_ids, "attention_mask": attended, "token_type_ids": segments}


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Windows of like length together, by index: a CPU gains little from a batch, and loses what is padded."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        longest = lengths[batches[-1][0]] if batches else 0
        alike = lengths[index] >= _ALIKE * longest
        if batches and alike and (len(batches[-1]) + 1) * longest <= _BATCH_TOKENS:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _load_weights(where: str) -> Any:
    try:
        with quiet_transformers():
            model, report = transformers.AutoModelForQuestionAnswering.from_pretrained(
                where,
                dtype=torch.float32,
                local_files_only=Path(where).is_dir(),
                trust_remote_code=False,
                output_loading_info=True,
            )
    except Exception as error:  # the library raises a dozen kinds for a damaged file
        raise ModelError(f"The reader in {where} cannot be loaded: {error}.", "a whole model.", REMEDY) from error
    if report["missing_keys"]:
        missing = ", ".join(sorted(report["missing_keys"])[:3])
        raise ModelError(f"The weights in {where} lack {missing}.", "a trained question-answering head.", REMEDY)
    return model.eval()
