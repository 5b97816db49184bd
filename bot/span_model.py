"""The reader's torch side: loading, and the best spans of a batch. Importing this takes seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer

from bot.errors import ModelError
from bot.windows import Window

REMEDY = "Reinstall copydesk, or give the folder of a complete extractive question-answering model."
_NEVER = -1e9


class SpanModel:
    """A question-answering transformer and its tokenizer, ready to read on the CPU.

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
        self.tokenizer = _load_tokenizer(where, int(self._model.config.vocab_size))
        self.positions = int(self._model.config.max_position_embeddings)

    def best_spans(self, batch: list[Window], longest: int, count: int) -> list[list[tuple[int, int, float]]]:
        """For each window its best (first token, last token, score), best first.

        Args:
            batch: n windows.
            longest: tokens in a span at most.
            count: spans a window at most.

        Returns:
            n lists; a span begins and ends in the same paragraph. Scores are logits less those of "no answer".
        """
        start, end = self._logits(batch)
        paragraph = torch.full(start.shape, -1)
        for row, window in enumerate(batch):
            numbers = [place.paragraph if place else -1 for place in window.places]
            paragraph[row, : len(numbers)] = torch.tensor(numbers)
        # scores[row, i, j]: the span from token i to token i + j
        ends = _following(end, longest, _NEVER)
        same = _following(paragraph, longest, -1) == paragraph[:, :, None]
        allowed = same & (paragraph[:, :, None] >= 0)
        scores = torch.where(allowed, start[:, :, None] + ends, _NEVER).flatten(1)
        best = scores.topk(min(count, scores.shape[1]), dim=1)
        null = (start[:, 0] + end[:, 0]).tolist()
        return [
            [
                (place // longest, place // longest + place % longest, value - no_answer)
                for value, place in zip(values, places, strict=True)
                if value > _NEVER / 2
            ]
            for values, places, no_answer in zip(best.values.tolist(), best.indices.tolist(), null, strict=True)
        ]

    def _logits(self, batch: list[Window]) -> tuple[torch.Tensor, torch.Tensor]:
        """Start and end logits, float32 [n, t], t the longest window; padding is never attended to."""
        inputs = pad(batch)
        if getattr(self._model.config, "type_vocab_size", 0) < 2:
            del inputs["token_type_ids"]
        with torch.inference_mode():
            output = self._model(**inputs)
        return output.start_logits, output.end_logits


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


def _following(values: torch.Tensor, count: int, beyond: float) -> torch.Tensor:
    """For each of [n, t] values itself and the next count - 1, [n, t, count]; `beyond` past the end."""
    return torch.nn.functional.pad(values, (0, count - 1), value=beyond).unfold(1, count, 1)


def _load_weights(where: str) -> Any:
    try:
        with _quiet():
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


def _load_tokenizer(where: str, vocabulary: int) -> Tokenizer:
    try:
        path = Path(where) / "tokenizer.json"
        tokenizer = Tokenizer.from_file(str(path)) if path.is_file() else Tokenizer.from_pretrained(where)
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"The tokenizer in {where} cannot be loaded: {error}.", "tokenizer.json.", REMEDY) from error
    if tokenizer.get_vocab_size() > vocabulary:
        raise ModelError(
            f"The tokenizer in {where} knows {tokenizer.get_vocab_size()} tokens, the model {vocabulary}.",
            "the tokenizer that the model was trained with.",
            REMEDY,
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bar for a load of a second, and no advice from the library on a user's screen."""
    logging = transformers.utils.logging
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
