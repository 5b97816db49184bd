"""Writers that are killed: `python writers.py FOLDER ROUNDS`. It prints what they had acknowledged, a line each.

It forks them, so that a round costs no imports. "+id" is kept, "?id" is about to be removed, "-id" is removed.
"""

from __future__ import annotations

import os
import random
import re
import select
import signal
import sys
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.archive import SqliteArchive
from bot.archive.likeness import signature
from bot.article import Article
from embeddings.vectors import faiss_module

WRITERS = 2


class TinyEncoder:
    """Counts words in sixteen buckets."""

    name = "tiny"
    dimension = 16

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_passages = encode_queries

    def split(self, text: str) -> list[tuple[int, int]]:
        half = len(text) // 2
        return [(0, half + 5), (half, len(text))]


def article(name: str) -> Article:
    """The article that a writer makes under this name."""
    return Article.from_paragraphs(
        [f"The boat {name} left at noon with {len(name)} people.", f"It was seen again, said the owner of {name}."],
        title=name,
        url=f"https://www.example.org/{name.rpartition('.')[0]}",  # two in a row share a page: versions
        tags=("boats",),
    )


def write(folder: str, writer: str, tell: int) -> None:
    """Add, search and remove until killed."""
    archive = SqliteArchive(folder, TinyEncoder)
    for number in range(1_000_000):
        made = [article(f"{writer}-{number // 2}.{number % 2}"), article(f"{writer}-{number}x.0")]
        for one in archive.add_many(made):
            os.write(tell, f"+{one}\n".encode())
        if number % 4 == 3:
            archive.search(f"the boat {writer}", 3)
        if number % 3 == 2:
            os.write(tell, f"?{made[1].id}\n".encode())
            archive.remove(made[1].id)
            os.write(tell, f"-{made[1].id}\n".encode())


def start(folder: str, writer: str) -> tuple[int, int]:
    """Fork a writer; its process id, and where it tells what is acknowledged."""
    hear, tell = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(hear)
        try:
            write(folder, writer, tell)
        finally:
            os._exit(1)  # a writer ends by a kill and in no other way
    os.close(tell)
    return process, hear


def one_round(folder: str, name: str, draw: random.Random) -> bool:
    """Let writers write for a while and kill them; False where one ended by itself."""
    writers = [start(folder, f"{name}{letter}") for letter in "ab"[:WRITERS]]
    heard = {hear: b"" for _, hear in writers}
    until = draw.randint(1, 40)
    while sum(lines.count(b"\n") for lines in heard.values()) < until:
        ready, _, _ = select.select(list(heard), [], [], 30)
        told = {hear: os.read(hear, 4096) for hear in ready}
        if not ready:
            raise TimeoutError("no writer has written for 30 seconds")
        if not all(told.values()):
            break
        for hear, lines in told.items():
            heard[hear] += lines
    for process, _ in writers:
        os.kill(process, signal.SIGKILL)
    ended = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process, _ in writers]
    for _, hear in writers:
        while lines := os.read(hear, 65536):
            heard[hear] += lines
        os.close(hear)
    sys.stdout.write("".join(lines[: lines.rfind(b"\n") + 1].decode() for lines in heard.values()))
    return ended == [-signal.SIGKILL] * WRITERS


if __name__ == "__main__":
    random_numbers = random.Random(7)
    rounds = int(sys.argv[2])
    signature(article("imported before the forks"))
    faiss_module()
    sys.exit(0 if all(one_round(sys.argv[1], f"r{number}", random_numbers) for number in range(rounds)) else 1)
