"""Near-duplicates: an agency's text in two papers, a copy with a new headline. By MinHash, Broder 1997."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.archive.base import Alike
from bot.article import Article

Signature: TypeAlias = NDArray[np.uint32]

LEAST = 0.7  # of the five-word runs; two articles about one event share under 0.1

_RUN = 5  # words
_PERMUTATIONS = 128  # the estimate's standard error is at most 0.045
_BANDS = 32  # of 4 values: two articles that share 0.7 meet in one of them with a chance of 0.9998
_WORD = re.compile(r"\w+")


def signature(article: Article) -> Signature:
    """The MinHash of an article's paragraphs, uint32 [128]; all ones where it has no word."""
    from datasketch import MinHash  # noqa: PLC0415 - it brings scipy, one to four seconds

    words = [word for paragraph in article.paragraphs for word in _WORD.findall(paragraph.text.casefold())]
    made = MinHash(num_perm=_PERMUTATIONS, hashfunc=zlib.crc32)
    runs = {" ".join(words[place : place + _RUN]) for place in range(max(len(words) - _RUN, 0) + 1)} - {""}
    if runs:
        made.update_batch([run.encode("utf-8", "replace") for run in sorted(runs)])
    values: Signature = made.hashvalues.astype(np.uint32)
    return values


def bands(values: Signature) -> list[int]:
    """Numbers of 40 bits, of which two articles that are alike share one at least."""
    rows = values.reshape(_BANDS, -1)
    return [(number << 32) | zlib.crc32(row.tobytes()) for number, row in enumerate(rows)]


def near(values: Signature, others: Iterable[tuple[str, Signature]]) -> list[Alike]:
    """Those of some articles, by id and signature, that share enough with a signature; the nearest first."""
    if int(values.min()) == np.iinfo(np.uint32).max:  # no word at all
        return []
    shares = [(float((values == one).mean()), article_id) for article_id, one in others]
    found = sorted(((share, one) for share, one in shares if share >= LEAST), key=lambda item: (-item[0], item[1]))
    return [Alike(article_id, share) for share, article_id in found]
