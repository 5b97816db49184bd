"""`--export FILE` of the commands that answer, and `copydesk verify-evidence`, which proves such a file again."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.library_cli import open_desk

if TYPE_CHECKING:
    from bot.article import Article
    from bot.export import EvidenceCheck
    from bot.reply import Reply

PROVED, NOT_PROVED = 0, 1
_KINDS = ("md", "json", "docx")


def add_export(parser: argparse.ArgumentParser) -> None:
    """Give a command `--export`."""
    parser.add_argument(
        "--export", metavar="FILE", type=_evidence_path, help="write the evidence there too: .md, .json or .docx"
    )


def add_verify_evidence(verbs: Any) -> None:
    """Add the command to the parser's."""
    verb = verbs.add_parser("verify-evidence", help="prove every quote of an exported file again")
    verb.add_argument("file", metavar="FILE", type=Path, help=".md, .json or .docx that --export wrote")
    verb.add_argument("sources", nargs="*", metavar="ARTICLE", help="file, folder or link: the articles it quotes")
    verb.add_argument("--library", metavar="DIR", type=Path, help="or the library that holds them")
    verb.add_argument("--json", action="store_true", help="print JSON")
    verb.set_defaults(run=_verify_evidence, verb=verb)


def write_evidence(replies: Sequence[Reply], path: Path | None) -> None:
    """Write replies to the file that `--export` names; nothing without one, or where nothing was answered.

    Raises:
        ExportError: the file cannot be written.
    """
    if path is None or not replies:
        return
    from bot.errors import ExportError  # noqa: PLC0415 - `copydesk --help` shall not wait for what answers
    from bot.export import export_replies  # noqa: PLC0415

    data = export_replies(replies, path.suffix[1:].lower())
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written: {error.strerror}.", "a file in a folder that is there.", "Name another."
        ) from error


def _evidence_path(text: str) -> Path:
    path = Path(text)
    if path.suffix[1:].lower() not in _KINDS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .md, .json or .docx")
    return path


def _verify_evidence(options: argparse.Namespace) -> int:
    from bot.errors import EvidenceError  # noqa: PLC0415
    from bot.verbs import verify_evidence  # noqa: PLC0415

    if bool(options.sources) == bool(options.library):
        options.verb.error("name either the articles or a --library")
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise EvidenceError(
            f"{options.file} cannot be read: {error.strerror}.", "a file.", "Check the path."
        ) from error
    if options.library:
        with open_desk(options) as desk:
            check = verify_evidence(data, desk)
    else:
        check = verify_evidence(data, _articles(options.sources))
    print(json.dumps(_check_data(check), ensure_ascii=False, indent=2) if options.json else _check_text(check))
    return PROVED if check.holds else NOT_PROVED


def _articles(sources: Sequence[str]) -> list[Article]:
    """The articles of files, folders and links; what cannot be read is said and left out."""
    from bot.ingest import Refused, read_articles  # noqa: PLC0415

    found = []
    for source in sources:
        for item in read_articles(source if "://" in source else Path(source)):
            if isinstance(item, Refused):
                print(f"copydesk: left out {item.source}: {item.error}", file=sys.stderr)
            else:
                found.append(item)
    return found


def _check_text(check: EvidenceCheck) -> str:
    from bot.export import Proof  # noqa: PLC0415

    lines = []
    for one in check.quotes:
        lines.append(f"{one.proof}: {one.quote.quote}")
        place = f"¶{one.quote.paragraph}, characters {one.quote.start}-{one.quote.end}"
        lines.append("  " + " · ".join(filter(None, [place, one.title, one.note])))
    proved = sum(one.proof is Proof.HOLDS for one in check.quotes)
    state = "as it was exported" if check.intact else "NOT as it was exported: it was edited or damaged"
    return "\n".join([*lines, f"{proved} of {len(check.quotes)} quotes proved; the file is {state}"])


def _check_data(check: EvidenceCheck) -> dict[str, Any]:
    quotes = [
        {
            "proof": str(one.proof),
            "note": one.note,
            "title": one.title,
            "article": one.quote.article,
            "paragraph": one.quote.paragraph,
            "start": one.quote.start,
            "end": one.quote.end,
            "quote": one.quote.quote,
        }
        for one in check.quotes
    ]
    return {"holds": check.holds, "intact": check.intact, "quotes": quotes}
