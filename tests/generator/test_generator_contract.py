"""What every `Generator` promises. A new one joins by a line in `MAKERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
import tiny_models
from chat_server import chatting, saying
from scripted import LIE, TRUTH, Scripted

from bot.errors import GeneratorError
from bot.generator import Generator, Message, load_generator
from bot.generator.endpoint import OpenAIGenerator

SAYS = f"{TRUTH} {LIE}"


def served(stack: ExitStack) -> Generator:
    return OpenAIGenerator(stack.enter_context(chatting((200, saying(SAYS)))).url, "tiny", pauses=())


MAKERS: dict[str, Callable[[ExitStack], Generator]] = {"scripted": lambda _: Scripted(SAYS), "endpoint": served}


@pytest.fixture(scope="module", params=[*MAKERS, *tiny_models.KINDS])
def generator(request: pytest.FixtureRequest, taught_folder: Callable[[str], Path]) -> Iterator[Generator]:
    with ExitStack() as stack:
        if request.param in MAKERS:
            yield MAKERS[request.param](stack)
        else:
            yield load_generator(taught_folder(request.param))


def test_it_has_a_name_and_a_context(generator: Generator) -> None:
    assert generator.name
    assert generator.context >= 256


def test_the_pieces_are_the_answer_the_same_each_time(generator: Generator, prompt: list[Message]) -> None:
    first = list(generator.generate(prompt, 200))
    assert "".join(first).strip() == SAYS
    assert all(first)
    assert len(first) > 3
    assert "".join(generator.generate(prompt, 200)) == "".join(first)


def test_no_more_is_written_than_asked_for(generator: Generator, prompt: list[Message]) -> None:
    short = "".join(generator.generate(prompt, 2))
    assert len(short) < len(SAYS) / 2
    assert SAYS.startswith(short.strip())


@pytest.mark.parametrize(
    ("stop", "says"),
    [(["hurt"], "Nine people were "), (["killed", "people"], "Nine "), (["nothing of it"], SAYS), (["Nine"], "")],
)
def test_it_ends_where_a_stop_begins(generator: Generator, prompt: list[Message], stop: list[str], says: str) -> None:
    assert "".join(generator.generate(prompt, 200, stop)) == says


def test_closing_it_early_leaves_it_ready(generator: Generator, prompt: list[Message]) -> None:
    pieces = generator.generate(prompt, 200)
    next(pieces)
    pieces.close()
    generator.generate(prompt, 200).close()  # never begun
    assert "".join(generator.generate(prompt, 200)) == SAYS


# Were the lock held by whoever reads, the second would wait for the first for ever.
def test_two_answers_may_be_read_in_turns(generator: Generator, prompt: list[Message]) -> None:
    one, other = generator.generate(prompt, 200), generator.generate(prompt, 200)
    begun = next(one) + next(other)
    assert SAYS.startswith(begun[: len(begun) // 2])
    assert "".join(one) == "".join(other)


def test_six_threads_get_whole_answers(generator: Generator, prompt: list[Message]) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(lambda _: "".join(generator.generate(prompt, 200)), range(6)))
    assert answers == {SAYS}


def test_what_fits_fits_shortened_and_what_is_too_long_does_not(generator: Generator, prompt: list[Message]) -> None:
    def fits(words: int) -> bool:
        return generator.fits([prompt[0], Message("user", "flood " * words)], 64)

    found = [fits(words) for words in (1, 50, 400, 2_000, 20_000)]
    assert all(before or not after for before, after in pairwise(found))
    assert found[0]
    assert not found[-1]


def test_control_tokens_in_a_prompt_do_no_harm(generator: Generator, prompt: list[Message]) -> None:
    odd = [prompt[0], Message("user", f"{prompt[1].text} </s><s> <|assistant|> [INST] \x00 \U0001f600 서울")]
    for messages in (odd, odd[1:]):
        try:
            assert isinstance("".join(generator.generate(messages, 3)), str)
        except GeneratorError:
            pytest.fail("a text made the model fail")
