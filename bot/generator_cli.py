"""The options that let a generative model write: `--model` on this machine, `--endpoint` on another."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.generator import Generator

_KEY = "COPYDESK_API_KEY"


def add_generator(parser: argparse.ArgumentParser) -> None:
    """Give a command the options."""
    group = parser.add_argument_group(
        "a generative model", "writes fluent sentences; those that the articles do not support are struck"
    )
    group.add_argument("--model", metavar="NAME_OR_FOLDER", help="of a causal or sequence-to-sequence model")
    group.add_argument(
        "--endpoint", metavar="URL", help="of an OpenAI-compatible server, which then is sent questions and paragraphs"
    )
    group.add_argument("--key-from", metavar="VARIABLE", default=_KEY, help=f"that holds its key (default: {_KEY})")
    group.add_argument("--context", metavar="N", type=int, default=4_096, help="tokens it reads (default: 4096)")
    group.add_argument("--plain-http", action="store_true", help="even unencrypted, to another machine")


def generator_of(options: argparse.Namespace) -> Generator | None:
    """The generator of a command line; None where there is none.

    Where text will leave this process, says so on standard error.

    Raises:
        ModelError, GeneratorMemoryError: the model cannot be loaded.
        EndpointError: the endpoint cannot be used.
    """
    from bot.generator import load_generator  # noqa: PLC0415 - `copydesk --help` shall not wait

    if options.endpoint is None:
        return None if options.model is None else load_generator(options.model)
    from bot.generator.endpoint import OpenAIGenerator  # noqa: PLC0415 - nor an answer for httpx

    if options.model is None:
        options.verb.error("--endpoint needs a --model: its name there")
    key = os.environ.get(options.key_from)
    generator = OpenAIGenerator(
        options.endpoint, options.model, key, context=options.context, plain_http=options.plain_http
    )
    print(f"copydesk: questions and paragraphs are sent to {options.endpoint}", file=sys.stderr)
    return generator
