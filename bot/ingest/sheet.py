"""CSV files: one article a row, its fields by the names in the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.article import Article
from bot.errors import ArticleError, RowError
from bot.ingest.plain import decode
from bot.ingest.rows import article_of_row
from bot.ingest.wire import Refused
from bot.settings import MAX_ARTICLE_CHARACTERS

__all__ = ["read_rows"]


def read_rows(data: bytes, name: str) -> Iterator[Article | Refused]:
    """An article, or why there is none, for each row; see `article_of_row`.

    Columns are parted by comma, semicolon or tab, whichever the first row has most of.

    Raises:
        EncodingError, NotTextError: as for plain text.
    """
    text = decode(data, name)
    first = text.lstrip().split("\n", 1)[0]
    # The csv module's own limit is one for the whole process; an article may be longer than its 131,072 characters.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ARTICLE_CHARACTERS + 1))
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    header = [cell.strip() for cell in next(rows)]
    number = 1
    while True:
        number += 1
        place = f"{name}, row {number}"
        try:
            cells = next(rows)
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise RowError(
                    f"{place} has {len(cells)} cells.",
                    f"{len(header)}, as the first row.",
                    "Put quotation marks right.",
                )
            yield article_of_row(dict(zip(header, cells, strict=False)), place)
        except StopIteration:
            return
        except csv.Error as error:
            wrong = RowError(f"{place} is not CSV: {error}.", "quotation marks in pairs.", "Put it right.")
            yield Refused(place, wrong)
        except ArticleError as error:
            yield Refused(place, error)
