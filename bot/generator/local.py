"""A generative model on this machine, through transformers. Importing this takes seconds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self, TypeAlias

import torch
import transformers

from bot.errors import CopydeskError, GeneratorError, GeneratorMemoryError
from bot.generator.base import Message, Pieces, until
from bot.generator.loading import is_out_of_memory, load_model, load_tokenizer, locate

_ANSWER = "\nAnswer:"  # where a model without a chat template goes on
_UNKNOWN_CONTEXT = 512  # of a model that says nowhere how much it reads
_MOST_CONTEXT = 1_000_000  # what claims more says nothing: tokenizers write 10^30 for "no limit"
_WAIT = 0.05  # seconds between two looks at whether a waiting call was stopped

_Item: TypeAlias = str | Exception | None  # a piece, what went wrong, or the end


class TransformersGenerator:
    """A causal or sequence-to-sequence model that writes the likeliest words. Use `TransformersGenerator.load`.

    Safe from several threads: one of them writes at a time, the others wait.

    Args:
        model: of transformers, in evaluation mode.
        tokenizer: the model's.
        name: where it came from.
    """

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._name = name
        self._lock = threading.Lock()
        self._two_sided = bool(model.config.is_encoder_decoder)
        self._context = _context(model.config.get_text_config(), tokenizer)
        self._controls = _controls(tokenizer)
        self._takes_system = _takes_system(tokenizer)
        _write_plainly(model.generation_config, tokenizer)

    @classmethod
    def load(cls, source: str | Path) -> Self:
        """Load a model: on the GPU where there is one, and else in bfloat16 if its weights have 16 bits.

        Args:
            source: a folder, or a hub name, which is fetched from the hub where it was not before.

        Raises:
            ModelError: the folder is missing or damaged, the model is of another kind, or it has no tokenizer.
            GeneratorMemoryError: it does not fit into memory.
        """
        where = locate(source)
        tokenizer = load_tokenizer(where)
        return cls(load_model(where, len(tokenizer)), tokenizer, where)

    @property
    def name(self) -> str:
        """The folder or hub name the model came from."""
        return self._name

    @property
    def context(self) -> int:
        """Tokens that the model reads at once."""
        return self._context

    def fits(self, messages: Sequence[Message], most: int) -> bool:
        """Whether the context holds the prompt, and an answer of `most` tokens where the model has but one side."""
        return len(self._tokens(messages)) + (0 if self._two_sided else most) <= self._context

    def generate(self, messages: Sequence[Message], most: int, stop: Sequence[str] = ()) -> Pieces:
        """Write an answer of at most `most` tokens, up to the first of the strings in `stop`.

        Raises:
            GeneratorError: while iterating: the prompt does not fit, or the model failed.
            GeneratorMemoryError: while iterating: the memory was not enough.
        """
        return until(self._pieces(messages, most), stop)

    def _pieces(self, messages: Sequence[Message], most: int) -> Pieces:
        if not self.fits(messages, most):
            raise GeneratorError(
                f"The prompt and an answer of {most:,} tokens do not fit into {self.context:,} tokens.",
                "a shorter prompt.",
                "Show the model less, or choose one that reads more.",
            )
        pieces: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        stopped = threading.Event()
        arguments = (self._tokens(messages), most, pieces, stopped)
        writer = threading.Thread(target=self._write, args=arguments, name="generator", daemon=True)
        writer.start()
        try:
            while (piece := pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise self._named(piece) from piece
                yield piece
        finally:
            stopped.set()
            writer.join()

    def _write(self, tokens: list[int], most: int, pieces: queue.SimpleQueue[_Item], stopped: threading.Event) -> None:
        """Put pieces, and at last None, into the queue; it waits for nobody, so the lock is held for no reader."""
        while not self._lock.acquire(timeout=_WAIT):
            if stopped.is_set():
                return
        try:
            ids = torch.tensor([tokens], device=self._model.device)
            with torch.inference_mode():
                self._model.generate(
                    input_ids=ids,
                    attention_mask=torch.ones_like(ids),
                    max_new_tokens=min(most, self._context - 1),
                    streamer=_Streamer(self._tokenizer, pieces),
                    stopping_criteria=transformers.StoppingCriteriaList([_Stopped(stopped)]),
                )
            pieces.put(None)
        except Exception as error:  # whatever torch or transformers raises is the reader's to hear
            pieces.put(error)
        finally:
            self._lock.release()

    def _named(self, error: Exception) -> CopydeskError:
        if is_out_of_memory(error):
            return GeneratorMemoryError(
                f"{self._name} ran out of memory while writing.",
                "memory for the model and what it reads.",
                "Close other programs, or choose a smaller model.",
            )
        reason = str(error).partition("\n")[0] or type(error).__name__
        return GeneratorError(f"{self._name} failed: {reason}.", "a model that can write.", "Choose another model.")

    def _tokens(self, messages: Sequence[Message]) -> list[int]:
        """The prompt as the model reads it, int [t]."""
        turns = [{"role": one.role, "content": self._harmless(one.text)} for one in messages]
        if not self._tokenizer.chat_template:
            text = "\n\n".join(turn["content"] for turn in turns) + _ANSWER
            ids: list[int] = self._tokenizer(text)["input_ids"]
            ends = not self._two_sided and ids[-1:] == [self._tokenizer.eos_token_id]
            return ids[:-1] if ends else ids  # after its end token a causal model has nothing to say
        if not self._takes_system:
            turns = [{"role": "user", "content": "\n\n".join(turn["content"] for turn in turns)}]
        encoded = self._tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_dict=True, enable_thinking=False
        )
        return list(encoded["input_ids"])

    def _harmless(self, text: str) -> str:
        """The text with every control token of the model taken apart, so that it is read as the words it shows."""
        while found := [one for one in self._controls if one in text]:
            for one in found:
                text = text.replace(one, f"{one[0]} {one[1:]}" if len(one) > 1 and " " not in one else " ")
        return text


class _Streamer(transformers.TextStreamer):  # type: ignore[misc]  # transformers is not typed
    """Puts what is written into a queue, as soon as it is certain how it reads."""

    def __init__(self, tokenizer: Any, pieces: queue.SimpleQueue[_Item]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._pieces = pieces

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        if text:
            self._pieces.put(text)


class _Stopped(transformers.StoppingCriteria):  # type: ignore[misc]
    """Ends the writing once the event is set."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped

    def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        return torch.full((len(input_ids),), self._stopped.is_set(), device=input_ids.device)


def _context(config: Any, tokenizer: Any) -> int:
    said = (
        getattr(config, "max_position_embeddings", None),
        getattr(config, "n_positions", None),
        tokenizer.model_max_length,
    )
    return min((int(one) for one in said if one and 0 < one <= _MOST_CONTEXT), default=_UNKNOWN_CONTEXT)


def _controls(tokenizer: Any) -> tuple[str, ...]:
    """The strings that the tokenizer does not read as text, the longest first."""
    added = (token.content for token in tokenizer.added_tokens_decoder.values() if token.special)
    return tuple(sorted({one for one in (*tokenizer.all_special_tokens, *added) if one.strip()}, key=len, reverse=True))


def _takes_system(tokenizer: Any) -> bool:
    """Whether the chat template has a place for a system's message; some raise an error of their own for one."""
    turns = [{"role": "system", "content": "rules"}, {"role": "user", "content": "question"}]
    try:
        text = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    except Exception:  # templates raise what they like
        return False
    return "rules" in text and "question" in text


def _write_plainly(settings: Any, tokenizer: Any) -> None:
    """Always the likeliest next word, one answer, no least length: the same prompt gives the same answer."""
    settings.do_sample, settings.num_beams = False, 1
    for name in ("temperature", "top_p", "top_k", "min_p", "typical_p", "epsilon_cutoff", "eta_cutoff"):
        setattr(settings, name, None)
    for name in ("length_penalty", "early_stopping", "min_length", "min_new_tokens", "max_length"):
        setattr(settings, name, None)
    if settings.eos_token_id is None:
        settings.eos_token_id = tokenizer.eos_token_id
    if settings.pad_token_id is None:
        ends = settings.eos_token_id
        settings.pad_token_id = ends[0] if isinstance(ends, list) else ends
