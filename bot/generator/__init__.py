"""Generative models: the protocol, a model on this machine, and an endpoint that speaks OpenAI's protocol.

What a model writes is a draft and never a reply: `bot.writer` keeps the sentences that the articles support. The
endpoint is `bot.generator.endpoint.OpenAIGenerator`.
"""

from pathlib import Path

from bot.generator.base import Generator, Message

__all__ = ["Generator", "Message", "load_generator"]


def load_generator(source: str | Path) -> Generator:
    """Load a causal or sequence-to-sequence model with transformers; code that comes with a model is never run.

    Args:
        source: a folder, or a hub name, which is fetched from the hub where it was not before.

    Raises:
        ModelError: the folder is missing or damaged, the model is of another kind, or it has no tokenizer.
        GeneratorMemoryError: it does not fit into memory.
    """
    from bot.generator.local import TransformersGenerator  # noqa: PLC0415 - torch and transformers take seconds

    return TransformersGenerator.load(source)
