"""A model's tokenizer, checked against the model."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from bot.errors import ModelError

REMEDY = "Reinstall copydesk, or give the folder of a complete extractive question-answering model."


def load_tokenizer(where: str, vocabulary: int) -> Tokenizer:
    """Load the tokenizer of a folder or hub name, set to neither pad nor truncate.

    Args:
        where: the model's folder or hub name.
        vocabulary: tokens the model knows.

    Raises:
        ModelError: it is damaged, or knows more tokens than the model.
    """
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
