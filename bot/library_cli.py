"""The commands that fill a library and look into it: `copydesk add`, `list`, `show`, `remove` and `search`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.archive import Entry, Filters
    from bot.article import Article
    from bot.assistant import Assistant
    from bot.generator import Generator
    from bot.ingest import Refused
    from bot.library_progress import Progress

DONE, NOTHING, FAILED, STOPPED = 0, 1, 2, 130


def add_library(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Give a command `--library` and the filters.

    Args:
        parser: the command's.
        required: whether it works with nothing else.
    """
    parser.add_argument(
        "--library", metavar="PLACE", type=place_of, required=required, help="its folder, or postgresql://…"
    )
    parser.add_argument("--encoder", metavar="MODEL", help="that made its vectors, if not the bundled one")
    chosen = parser.add_argument_group("which articles of the library")
    chosen.add_argument("--since", metavar="DAY", type=_day, help="published on that day or later, as 2025-12-31")
    chosen.add_argument("--until", metavar="DAY", type=_day, help="published on that day or before")
    chosen.add_argument("--outlet", metavar="HOST", help="from this host, such as example.org")
    chosen.add_argument("--byline", metavar="NAME", help="with this in the byline")
    chosen.add_argument("--tag", metavar="TAG", help="with this tag")
    chosen.add_argument("--collection", metavar="NAME", help="in this collection: a story, a desk, a day")


def filters_of(options: argparse.Namespace) -> Filters | None:
    """The filters of a command line; None where there are none."""
    from bot.archive import Filters  # noqa: PLC0415 - `copydesk --help` shall not wait for numpy

    names = ("since", "until", "outlet", "byline", "tag", "collection")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    return Filters(**given) if given else None


def add_commands(verbs: Any) -> None:
    """Add this module's commands to the parser's."""
    add = verbs.add_parser("add", help="keep articles in a library; Ctrl-C stops, and what was added stays")
    add.add_argument("sources", nargs="+", metavar="FILE", help="file, folder, link or feed")
    add.add_argument(
        "--library", metavar="PLACE", type=place_of, required=True, help="folder of the library; made if missing"
    )
    add.add_argument("--encoder", metavar="MODEL", help="folder or hub name (default: the bundled model)")
    add.add_argument("--collection", metavar="NAME", help="put them into this collection too")
    add.add_argument("--preview", action="store_true", help="print what would be kept, and keep nothing")
    mended = add.add_argument_group("of one article, where it was read wrongly")
    mended.add_argument("--title", metavar="TEXT")
    mended.add_argument("--byline", metavar="NAME")
    mended.add_argument("--published", metavar="DAY", type=_day, help="as 2025-12-31")
    add.set_defaults(run=_add)
    for name, run, text in (
        ("list", _list, "list the articles of a library"),
        ("search", _search, "find paragraphs in a library, cited, with scores"),
    ):
        verb = verbs.add_parser(name, help=text)
        if name == "search":
            verb.add_argument("query", help="words, or a question")
            verb.add_argument("-k", type=int, default=10, metavar="N", help="at most so many (default: 10)")
        add_library(verb, required=True)
        verb.add_argument("--json", action="store_true", help="print JSON")
        verb.set_defaults(run=run)
    for name, run, text in (
        ("show", _show, "print an article with its paragraphs' numbers, and its other versions"),
        ("remove", _remove, "forget articles; no answer uses them any more"),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("ids", nargs="+", metavar="ID", help="as `copydesk list` shows it")
        verb.add_argument(
            "--library", metavar="PLACE", type=place_of, required=True, help="its folder, or postgresql://…"
        )
        verb.set_defaults(run=run)


def open_desk(options: argparse.Namespace, generator: Generator | None = None) -> Assistant:
    """The desk of a library that is there, with a generative model if one is given. Raises `ArchiveError`."""
    require_library(options.library)
    return _desk(options, generator)


def _desk(options: argparse.Namespace, generator: Generator | None = None) -> Assistant:
    from bot.assistant import Assistant  # noqa: PLC0415
    from bot.models import Models  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    models = Models(Settings(encoder=getattr(options, "encoder", None)))
    return Assistant.open(options.library, models, generator)


def _add(options: argparse.Namespace) -> int:
    from bot.ingest import Refused  # noqa: PLC0415
    from bot.library_progress import Progress  # noqa: PLC0415

    places = _places(options.sources)
    if options.preview:
        return _preview(places, options)
    status = added = read = 0
    with _desk(options) as desk:
        with Progress("adding") as progress:
            try:
                for done, place in enumerate(places):
                    for item in _read(place):
                        read += 1
                        if isinstance(item, Refused):
                            status = FAILED
                            progress.say(f"copydesk: {item.source}: {item.error}")
                        else:
                            article = _mended(item, options, max(read, len(places)))
                            added += _keep(desk, article, options.collection, progress)
                        progress(*((read, None) if len(places) == 1 else (done + 1, len(places))))
            except KeyboardInterrupt:
                status = STOPPED
                progress.say("Stopped. What was added stays.")
        print(f"{added} added; {len(desk.archive):,} in {shown(options.library)}")
    return status


def _preview(places: list[Path | str], options: argparse.Namespace) -> int:
    from bot.ingest import Refused  # noqa: PLC0415

    status = read = 0
    for place in places:
        for item in _read(place):
            read += 1
            if isinstance(item, Refused):
                status = FAILED
                print(f"copydesk: {item.source}: {item.error}", file=sys.stderr)
            else:
                _print_article(_mended(item, options, max(read, len(places))))
    return status


def _mended(article: Article, options: argparse.Namespace, count: int) -> Article:
    """The article with what the command line corrects; refused where that could be meant for another."""
    from bot.errors import TooManyArticlesError  # noqa: PLC0415

    given = {name: getattr(options, name) for name in ("title", "byline", "published") if getattr(options, name)}
    if given and count > 1:
        raise TooManyArticlesError(
            "A correction was given, and there are several articles.",
            "one.",
            "Add the article it is for alone.",
        )
    return article.corrected(**given)


def _print_article(article: Article) -> None:
    parts = [str(article.published or ""), article.byline or "", article.url or "", ", ".join(article.tags)]
    print("\n".join([article.title, *filter(None, parts), ""]))
    print("\n".join(f"{paragraph.number:>4}  {paragraph.text}" for paragraph in article.paragraphs))


def _keep(desk: Assistant, article: Article, collection: str | None, progress: Progress) -> int:
    """Add an article and say what it is like; 1 where it is new."""
    from bot.errors import UnknownArticleError  # noqa: PLC0415

    archive, name = desk.archive, article.title or article.id
    try:
        desk.article(article.id)
        new = 0
    except UnknownArticleError:
        new = 1
    versions = archive.versions(desk.add(article))
    if collection:
        archive.collect(collection, [article.id])
    if not new:
        progress.say(f"{name}: held already")
        return 0
    if len(versions) > 1:
        progress.say(f"{name}: one of {len(versions)} versions of {article.url}")
    for like in archive.alike(article)[:3]:
        other = desk.article(like.article_id)
        same = f"{like.similarity:.0%} the same words as {other.title or 'an article'} ({other.id})"
        progress.say(f"{name}: {same}; both are kept")
    return 1


def _list(options: argparse.Namespace) -> int:
    with open_desk(options) as desk:
        entries = desk.entries(filters_of(options))
    if options.json:
        print(json.dumps([_entry_data(one) for one in entries], ensure_ascii=False, indent=2))
    else:
        for one in entries:
            print("  ".join([one.id, str(one.published or "")[:10].ljust(10), one.title, *one.collections]))
    return DONE if entries else NOTHING


def _entry_data(entry: Entry) -> dict[str, Any]:
    published = entry.published.isoformat() if entry.published else None
    return {**asdict(entry), "published": published}


def _show(options: argparse.Namespace) -> int:
    with open_desk(options) as desk:
        for one in options.ids:
            article = desk.article(one)
            _print_article(article)
            others = [other for other in desk.archive.versions(one) if other != one]
            if others:
                print(f"\nother versions: {', '.join(others)}")
    return DONE


def _remove(options: argparse.Namespace) -> int:
    with open_desk(options) as desk:
        for one in options.ids:
            title = desk.article(one).title
            desk.remove(one)
            print(f"Removed: {title or one}")
    return DONE


def _search(options: argparse.Namespace) -> int:
    from bot.render import format_date  # noqa: PLC0415

    with open_desk(options) as desk:
        matches = desk.search(options.query, options.k, filters_of(options))
        rows = [(match, desk.article(match.citation.article_id)) for match in matches]
    if options.json:
        data = [
            {"score": match.score, "similarity": match.similarity, "title": article.title, **asdict(match.citation)}
            for match, article in rows
        ]
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return DONE if rows else NOTHING
    for match, article in rows:
        day = format_date(article.published) if article.published else ""
        place = " · ".join(filter(None, [f"¶{match.citation.paragraph}", article.title, day, article.id]))
        print(f"{match.score:.2f}  {match.citation.quote}\n      {place}")
    return DONE if rows else NOTHING


def shown(place: Path | str) -> str:
    """A place without the password in it."""
    return str(place).rpartition("@")[2] if "://" in str(place) else str(place)


def require_library(place: Path | str) -> None:
    """Refuse a folder that holds no library. Raises `ArchiveError`."""
    from bot.archive.schema import DATABASE  # noqa: PLC0415
    from bot.errors import ArchiveError  # noqa: PLC0415

    if isinstance(place, Path) and not (place / DATABASE).is_file():
        raise ArchiveError(f"There is no library in {place}.", "one.", "Make it with `copydesk add … --library DIR`.")


def _places(sources: list[str]) -> list[Path | str]:
    """What to read one after the other: links, files, and those in folders and below."""
    from bot.ingest.folder import files_in  # noqa: PLC0415

    places: list[Path | str] = []
    for source in sources:
        if "://" in source:
            places.append(source)
        elif Path(source).is_dir():
            places += files_in(Path(source))
        else:
            places.append(Path(source))
    return places


def _read(place: Path | str) -> Iterator[Article | Refused]:
    """The articles of a file or a link; the whole of it refused where it cannot be read."""
    from bot.errors import ArticleError  # noqa: PLC0415
    from bot.ingest import Refused, read_articles  # noqa: PLC0415

    try:
        yield from read_articles(place)
    except ArticleError as error:
        yield Refused(str(place), error)


def place_of(text: str) -> Path | str:
    """A library's place as a command line names it: a folder, or the URL of a server."""
    return text if "://" in text else Path(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2025-12-31") from None
