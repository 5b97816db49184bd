"""The tables of a library on a PostgreSQL server. Every row has an owner, and the server shows it to nobody else.

`halfvec` is pgvector's: half-precision vectors, 2 bytes a dimension. Words are rows too (`postings`), so that BM25 is
exact: a search reads the rows of its own words and no others, and those from their index alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.archive.ready import Model
from bot.errors import ArchiveError, LibraryModelError, LibraryVersionError, MissingPackageError

FORMAT = 2
JOINED = 3  # of a library on several servers: a version that does not know of them would take a part for the whole
_VECTORS = [0, 8]  # pgvector's version: halfvec, and scans that go on until there are enough
_LOCK = 0x436F7079  # of whoever makes or changes tables

# Which rows are whose. In a subquery `me()` is asked once a statement, not once a row.
_OWN = dict.fromkeys(
    ("articles", "paragraphs", "windows", "postings", "collected", "bands"), "owner = (SELECT me())"
) | {"owners": "name = current_user"}

_TABLES = [
    "CREATE SCHEMA copydesk",
    "CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL)",
    # Who has rows here, and how much of theirs is current: a search would else have to count it.
    """CREATE TABLE owners (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name name NOT NULL UNIQUE DEFAULT current_user,
  articles bigint NOT NULL DEFAULT 0, windows bigint NOT NULL DEFAULT 0, words bigint NOT NULL DEFAULT 0
)""",
    """CREATE FUNCTION me() RETURNS integer LANGUAGE sql STABLE SET search_path = copydesk, public AS
'SELECT number FROM owners WHERE name = current_user'""",
    """CREATE TABLE articles (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner integer NOT NULL DEFAULT me(),
  id text NOT NULL, title text NOT NULL, published text, updated text, byline text, agency text, dateline text,
  url text, tags jsonb NOT NULL, standfirst text, section text,
  day text, outlet text, page text, current boolean NOT NULL, sha256 bytea NOT NULL, signature bytea NOT NULL,
  windows integer NOT NULL DEFAULT 0, words integer NOT NULL DEFAULT 0,
  UNIQUE (owner, id)
)""",
    "CREATE INDEX ON articles (owner, page)",
    "CREATE INDEX ON articles (owner, day)",
    """CREATE TABLE paragraphs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner integer NOT NULL DEFAULT me(),
  article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
  number integer NOT NULL, role text NOT NULL, text text NOT NULL,
  UNIQUE (article, number)
)""",
    """CREATE TABLE windows (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner integer NOT NULL DEFAULT me(),
  article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
  paragraph bigint NOT NULL REFERENCES paragraphs ON DELETE CASCADE,
  start integer NOT NULL, stop integer NOT NULL, current boolean NOT NULL, vector halfvec NOT NULL
)""",
    "CREATE INDEX ON windows (paragraph)",
    "CREATE INDEX ON windows (article)",
    """CREATE TABLE postings (
  win bigint NOT NULL REFERENCES windows ON DELETE CASCADE,
  owner integer NOT NULL DEFAULT me(),
  length integer NOT NULL, count smallint NOT NULL, current boolean NOT NULL, word text NOT NULL,
  PRIMARY KEY (word, win) INCLUDE (count, length, owner, current)
)""",
    "CREATE INDEX ON postings (win)",
    """CREATE TABLE collected (
  collection text NOT NULL, article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
  owner integer NOT NULL DEFAULT me(),
  PRIMARY KEY (article, collection)
)""",
    """CREATE TABLE bands (
  band bigint NOT NULL, article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
  owner integer NOT NULL DEFAULT me(),
  PRIMARY KEY (band, article)
)""",
    "CREATE INDEX ON bands (article)",
    """CREATE FUNCTION tally() RETURNS trigger LANGUAGE plpgsql SET search_path = copydesk, public AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.current THEN
    UPDATE owners SET articles = articles - 1, windows = windows - OLD.windows, words = words - OLD.words
    WHERE number = OLD.owner;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.current THEN
    UPDATE owners SET articles = articles + 1, windows = windows + NEW.windows, words = words + NEW.words
    WHERE number = NEW.owner;
  END IF;
  RETURN NULL;
END $$""",
    "CREATE TRIGGER tally AFTER INSERT OR DELETE OR UPDATE OF current ON articles"
    " FOR EACH ROW EXECUTE FUNCTION tally()",
    # Only the tables' owner may change their types, and whoever adds the first article says which model is used.
    """CREATE FUNCTION begin_with(encoder text, dimension integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = copydesk, public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settings WHERE name = 'encoder') THEN RETURN; END IF;
  EXECUTE format('ALTER TABLE windows ALTER COLUMN vector TYPE halfvec(%s)', dimension);
  CREATE INDEX near ON windows USING hnsw (vector halfvec_cosine_ops) WHERE current;
  INSERT INTO settings VALUES ('encoder', encoder), ('dimension', dimension::text);
END $$""",
    "GRANT USAGE ON SCHEMA copydesk TO PUBLIC",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA copydesk TO PUBLIC",
    "REVOKE INSERT, UPDATE, DELETE ON settings FROM PUBLIC",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA copydesk TO PUBLIC",
]


def prepare(db: Any, shards: Sequence[str] = ()) -> None:
    """Make the tables where there are none, in a transaction of the caller's.

    Args:
        db: a connection.
        shards: the places of all servers of the library that this is one of; none where it is alone.

    Raises:
        LibraryVersionError: the tables are of another version of Copydesk.
        ArchiveError: the server notes other places.
        MissingPackageError: the server has no pgvector, or one that is too old.
    """
    if not _there(db):
        db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    if not _there(db):  # again: another process may have been quicker
        _make(db)
    (found,) = db.execute("SELECT value FROM settings WHERE name = 'format'").fetchone()
    noted = shards_of(db)
    if int(found) != (JOINED if noted else FORMAT):
        raise LibraryVersionError(
            f"The database has format {found}.",
            f"format {FORMAT} or {JOINED}, which this version reads.",
            "Update Copydesk; or, from a lower format, `copydesk migrate` with the version that wrote it to a folder,"
            " and with this one from there to a new database.",
        )
    check_shards(noted, shards)
    db.execute("INSERT INTO owners DEFAULT VALUES ON CONFLICT DO NOTHING")


def check_shards(noted: Sequence[str], shards: Sequence[str]) -> None:
    """Refuse to take a part of a library for the whole. Raises `ArchiveError`."""
    if list(noted) != list(shards):
        raise ArchiveError(
            f"The server notes {len(noted)} servers of its library ({'; '.join(noted) or 'it is alone'}).",
            f"{len(shards)} ({'; '.join(shards) or 'it alone'}).",
            "Open the library again, with `open_archive`; where `copydesk join` was stopped, run it again.",
        )


def shards_of(db: Any) -> list[str]:
    """The places of all servers of the library that this is one of, the first's first; none where it is alone."""
    if not _there(db):
        return []
    row = db.execute("SELECT value FROM settings WHERE name = 'shards'").fetchone()
    return [] if row is None else [str(one) for one in json.loads(row[0])]


def note_shards(db: Any, places: Sequence[str], number: int) -> None:
    """Note the places of all servers of a library on the one with this number. Only the tables' owner may.

    Raises:
        ArchiveError: the server has articles of its own, or belongs to servers that are not the first of these.
    """
    noted = shards_of(db)
    prepare(db, noted)
    (used,) = db.execute("SELECT is_called FROM articles_number_seq").fetchone()
    if noted != list(places[: len(noted)]) or (used and number and not noted):
        raise ArchiveError(
            f"A server holds articles already, or belongs to others ({'; '.join(noted) or 'its own'}).",
            "the first server with or without articles, then those it has, in their order, then empty ones.",
            "Name the servers in that order; `copydesk migrate` brings the articles of another library.",
        )
    for name, value in (("shards", json.dumps(list(places))), ("format", str(JOINED))):
        db.execute(
            "INSERT INTO settings VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def _make(db: Any) -> None:
    _require_vectors(db)
    db.execute("CREATE EXTENSION IF NOT EXISTS vector")
    for statement in _TABLES:
        db.execute(statement)
    for table, own in _OWN.items():
        db.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        db.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        db.execute(f"CREATE POLICY own ON {table} USING ({own}) WITH CHECK ({own})")
    db.execute("INSERT INTO settings VALUES ('format', %s)", (str(FORMAT),))


def _require_vectors(db: Any) -> None:
    query = "SELECT default_version, current_setting('server_version_num')::int / 10000 FROM (VALUES (1)) AS one"
    query += " LEFT JOIN pg_available_extensions ON name = 'vector'"
    version, server = db.execute(query).fetchone()
    if version is None or [int(part) for part in version.split(".")[:2]] < _VECTORS:
        raise MissingPackageError(
            f"The PostgreSQL {server} server has {'no pgvector' if version is None else f'pgvector {version}'}.",
            f"pgvector {'.'.join(map(str, _VECTORS))} or newer.",
            f"Install `postgresql-{server}-pgvector` there (Debian 13, or PostgreSQL's own packages).",
        )


def _there(db: Any) -> bool:
    return bool(db.execute("SELECT to_regclass('copydesk.settings') IS NOT NULL").fetchone()[0])


def model_of(db: Any) -> Model | None:
    """The name and the dimension of the model that made the vectors; None where there are none yet."""
    rows = dict(db.execute("SELECT name, value FROM settings").fetchall())
    return (rows["encoder"], int(rows["dimension"])) if "encoder" in rows else None


def check_model(db: Any, model: Model) -> None:
    """Refuse another model than the library's.

    Raises:
        LibraryModelError: the library's vectors are another model's.
    """
    noted = model_of(db)
    if noted is not None and noted != model:
        raise LibraryModelError(
            f"The library has vectors by {noted[0]}, dimension {noted[1]}.",
            f"vectors by {model[0]}, dimension {model[1]}.",
            "Open it with the model that made them, or migrate its articles to a new library.",
        )


def note_model(db: Any, model: Model) -> None:
    """Note the model of the first addition, and make the index of its vectors; refuse another from then on."""
    check_model(db, model)
    if model_of(db) is not None:
        return
    db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    db.execute("SELECT begin_with(%s, %s)", model)
    check_model(db, model)
