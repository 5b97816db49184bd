"""A BERT reader's folder: which one is one, and what is in it."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ModelError
from bot.spans.tokenizer import REMEDY
from embeddings.bert import Bert, is_plain, read_bert, settings

HEAD = "qa_outputs"


def is_bert(folder: Path) -> bool:
    """Whether this is the folder of a BERT reader as Devlin et al. describe it, to judge by its config.json."""
    try:
        config = settings(folder / "config.json")
    except (OSError, ValueError):
        return False
    return is_plain(config, "BertForQuestionAnswering")


def read_reader(folder: Path) -> Bert:
    """Read the folder of a BERT reader (see `is_bert`). Raises `ModelError`: a file is damaged, a weight is missing."""
    try:
        return read_bert(folder, {HEAD: 2})
    except (OSError, ValueError) as error:
        raise ModelError(f"The reader in {folder} cannot be loaded: {error}.", "a whole model.", REMEDY) from error
