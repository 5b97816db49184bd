"""BM25 by tantivy, a Rust library after Lucene: incremental; in memory, or in temporary files and saved as one."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import tantivy

from embeddings.errors import IndexFileError, InputError
from embeddings.scratch import scratch_folder
from embeddings.store import Ids, Scores, as_ids, best, check_k, check_known, check_new
from embeddings.words import RULE, WordRule, plain

_MANY = 600  # values from which tantivy's set query, which reads the whole dictionary, is the faster one
# More than one in so many: search all and keep what is wanted, as naming 150,000 ids takes tantivy 80 ms.
_WIDE = 20
_NOT_SAVED = ".lock"  # tantivy's own, and the folder's
_HEAP = 15_000_000  # bytes a writer collects before it writes a segment; the least tantivy takes


class LexicalIndex:
    """Texts under int64 ids, searched by BM25. A `Store` of texts, asked with a text. Not thread-safe.

    A text's score is the sum over the query's distinct words w of
    `idf(w) * (k1 + 1) * tf / (tf + k1 * (1 - b + b * length / average length))`, with
    `idf(w) = ln(1 + (n - df + 0.5) / (df + 0.5))`, k1 = 1.2, b = 0.75, rounded to six digits.
    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; Lucene's
    variant, by tantivy. As there, a length above 40 words is rounded down to one of 256 steps, by at most an
    eighth; and **n, df and the average keep counting removed texts** until tantivy merges the segments that held
    them, so after removals scores depend on the history. Removed texts are never found.

    Texts and questions become words alike: accents and English endings (Snowball) go, "1,000" is "1000", "1.2"
    stays whole, "U.S." is "us", "COVID-19" is two words, "Kim's" is "kim". A question loses its stop words,
    unless there is nothing else or they are written as an abbreviation ("Did the WHO warn"). Not done: synonyms,
    the splitting of scripts without spaces.

    The index is files in a folder of the system's temporary one, mapped and not held in memory, since tantivy for
    Python cannot save one that it holds in memory: `in_memory` makes one that is never saved. The folder goes with the
    object or with the process, and if that is killed, when the next index is made; one thread of tantivy's sleeps
    beside it. Each `add` and `remove` is one commit, synced to disk: 20 to 120 ms, so add in batches.
    """

    def __init__(self) -> None:
        self._folder: Path | None = scratch_folder(self)
        self._open()

    @classmethod
    def in_memory(cls) -> Self:
        """An index that leaves nothing on any disk, and cannot be saved."""
        index = cls.__new__(cls)
        index._folder = None
        index._open()
        return index

    def __len__(self) -> int:
        return len(self._held)

    def ids(self) -> Ids:
        """The ids held, int64 [n], ascending."""
        return np.array(sorted(self._held), np.int64)

    def add(self, ids: Ids, items: Sequence[str]) -> None:
        """Add n texts under new ids, int64 [n] from 0 on; a text without a word is held and never found.

        Raises:
            DuplicateKeyError: an id is held already or comes twice. Nothing was added.
            InputError: there are more or fewer texts than ids.
            OSError: the temporary folder is full. Nothing was added.
        """
        ids = as_ids(ids)
        if ids.size != len(items):
            raise InputError(f"{ids.size} ids came with {len(items)} texts.", "one id a text.", "Pair them.")
        check_new(ids, ids[self._holds(ids)])
        if ids.size:
            with self._commit() as writer:
                for number, text in zip(ids.tolist(), items, strict=True):
                    fields = {"id": number, "text": plain(text)}
                    writer.add_document(tantivy.Document.from_dict(fields, self._schema))
            self._held.update(ids.tolist())

    def remove(self, ids: Ids) -> None:
        """Remove texts by id, int64 [n].

        Raises:
            UnknownKeyError, DuplicateKeyError: an id is not held, or named twice. Nothing was removed.
            OSError: the temporary folder is full. Nothing was removed.
        """
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        if ids.size:
            with self._commit() as writer:
                writer.delete_documents_by_query(self._any_of(ids))
            self._held.difference_update(ids.tolist())

    def search(self, query: str, k: int, within: Ids | None = None) -> tuple[Ids, Scores]:
        """Find the texts that share words with a query. No text is a syntax error: nothing is parsed.

        Args:
            query: any text; without a word that is held it finds nothing.
            k: the most results; at least 1.
            within: int64 [m], search among these only; ids that are not held match nothing. None: all.

        Returns:
            ids int64 [r] and scores float64 [r] above 0, best first, equal ones by id; r <= k.

        Raises:
            InputError: k is below 1.
        """
        check_k(k)
        chosen = None if within is None else as_ids(within)
        wide = chosen is not None and chosen.size > len(self) // _WIDE
        asked = self._ask(query, None if wide else chosen)
        limit = 2 * k * (_WIDE if wide else 1)
        while True:
            limit = min(limit, len(self))
            ids, scores = self._find(asked, limit)
            whole = ids.size < limit or limit == len(self)
            lowest = scores[-1] if ids.size else 0.0
            if wide and chosen is not None:
                inside = np.isin(ids, chosen)
                ids, scores = ids[inside], scores[inside]
            # Among equals tantivy prefers the earlier place, a Store the lower id: go on to where the equals end.
            if whole or (ids.size >= k and lowest < scores[k - 1]):
                return best(ids, scores, k)
            limit *= 4

    def scores(self, query: str, ids: Ids) -> Scores:
        """The scores of these texts, float64 [n] in the order of `ids`; 0 where no word is shared.

        Raises:
            UnknownKeyError, DuplicateKeyError: an id is not held, or named twice.
        """
        ids = as_ids(ids)
        check_known(ids, self._holds(ids))
        found, values = self._find(self._ask(query, ids), ids.size)
        score_of = dict(zip(found.tolist(), values.tolist(), strict=True))
        return np.array([score_of.get(number, 0.0) for number in ids.tolist()], np.float64)

    def save(self, path: Path) -> None:
        """Write the index to one file, a zip of tantivy's. Not synced and not hashed: that is the caller's.

        Raises:
            OSError: the file cannot be written.
            InputError: the index is `in_memory`.
        """
        if self._folder is None:
            raise InputError("This index of words is in memory.", "one in files.", "Make it with LexicalIndex().")
        with zipfile.ZipFile(path, "w", strict_timestamps=False) as archive:
            for file in sorted(self._folder.iterdir()):
                if file.suffix != _NOT_SAVED:
                    archive.write(file, file.name)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexFileError: the file is missing, damaged, or counts words by another rule.
        """
        index = cls.__new__(cls)
        index._folder = scratch_folder(index)
        try:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(index._folder)
            if not tantivy.Index.exists(str(index._folder)):
                raise ValueError("it holds no index")
            index._open()
        except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile) as error:
            raise IndexFileError(
                f"{path} is not an index of words: {error}.",
                f"a file that LexicalIndex.save wrote, by the rule {RULE}.",
                "Delete it and index the texts again.",
            ) from error
        return index

    def _open(self) -> None:
        """Make an index in the folder, or open the one that is there.

        Raises:
            ValueError: tantivy cannot read it, or its schema is another.
        """
        builder = tantivy.SchemaBuilder().add_integer_field("id", indexed=True, fast=True)
        self._schema = builder.add_text_field("text", tokenizer_name=RULE, index_option="freq").build()
        self._index = tantivy.Index(self._schema, None if self._folder is None else str(self._folder))
        self._index.config_reader("manual")
        self._rule = WordRule()
        self._index.register_tokenizer(RULE, self._rule.reader)
        held, _ = self._find(tantivy.Query.all_query(), self._index.searcher().num_docs)
        self._held = set(held.tolist())

    def _holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        return np.fromiter((number in self._held for number in ids.tolist()), np.bool_, ids.size)

    @contextmanager
    def _commit(self) -> Iterator[tantivy.IndexWriter]:
        """A writer whose changes are seen after the block: all of them, or none where an error is raised.

        It lives no longer than that, and merging is waited for: scores do not change between the calls.
        """
        writer = self._index.writer(_HEAP, 1)
        try:
            yield writer
            writer.commit()
        except ValueError as error:
            raise OSError(f"{self._folder or 'memory'} cannot be written: {error}") from error
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def _any_of(self, ids: Ids) -> tantivy.Query:
        numbers: list[int] = ids.tolist()
        if len(numbers) > _MANY:
            return tantivy.Query.term_set_query(self._schema, "id", numbers)
        return self._any("id", numbers)

    def _any(self, field: str, values: Sequence[str | int]) -> tantivy.Query:
        terms = [tantivy.Query.term_query(self._schema, field, value, "freq") for value in values]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def _ask(self, query: str, within: Ids | None) -> tantivy.Query:
        """The query that scores the texts with any of a question's words, each counted once."""
        asked = self._any("text", self._rule.of_question(query))
        if within is None:
            return asked
        chosen = tantivy.Query.const_score_query(self._any_of(within), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, chosen), (tantivy.Occur.Must, asked)])

    def _find(self, query: tantivy.Query, limit: int) -> tuple[Ids, Scores]:
        """The ids and scores of the `limit` best texts. The last bits, which depend on the path, are rounded off."""
        if limit == 0:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        ids = searcher.fast_field_values("id", [place for _, place in hits])
        return np.array(ids, np.int64), np.array([float(f"{score:.6g}") for score, _ in hits], np.float64)
