"""Puts the parts together: top of the text, end of the text, and the paragraphs between."""

from __future__ import annotations

import re

from bot.errors import EmptyTextError, NoBodyError, NotTextError, TooLargeError
from bot.layout.blocks import Block, split_blocks, trim
from bot.layout.captions import final_agency, is_caption
from bot.layout.credits import Credit, read_credit, read_tags
from bot.layout.datelines import read_dateline
from bot.layout.draft import Draft
from bot.layout.furniture import is_end_mark, is_furniture
from bot.layout.headline import is_repeat
from bot.layout.model import Layout, Role
from bot.layout.patterns import Pattern
from bot.layout.roles import assign_roles
from bot.layout.stamps import read_stamps
from bot.layout.top import read_head, read_mail_header, settle_headline
from bot.layout.words import is_prose
from bot.settings import MAX_ARTICLE_CHARACTERS

__all__ = ["read_layout"]

_TAIL_BLOCKS = 40
_TAIL_STRAY = 6  # lines of neither prose nor credit, such as links, that are stepped over at the end
_SPEAKER = Pattern(r"[A-Z][A-Z .'’-]{1,40}:\s")
_SLUG = Pattern(r"[^a-z]{6,80}\b\d{4}\s?(?:GMT|UTC|EST|EDT)\b[^a-z]{0,20}$")
_TAG_LABEL = Pattern(r"(?:tags|topics|keywords|related topics|filed under)\s?:?$", re.IGNORECASE)
_MOST_TAGS = 16
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # NUL, and half a surrogate pair
_BULLETS = "*•‣◦►"


def read_layout(text: str, *, title: str | None = None) -> Layout:
    """Take a newspaper's plain text or Markdown apart.

    Args:
        text: one article, as copied from a page or a file, with any line ends and any of the usual ways to
            part paragraphs.
        title: the headline where it is known; it wins over the text's own, which is then not repeated in the
            body.

    Raises:
        EmptyTextError: nothing but white space.
        NoBodyError: a headline, credits or captions at most.
        NotTextError: it holds NUL or half a surrogate pair, which no text has.
        TooLargeError: more than `bot.settings.MAX_ARTICLE_CHARACTERS` characters, or 100,000 lines.

    What is not done: no field is guessed. A date that may be read two ways or lacks its year is left None,
    and a line that no rule knows for sure is a body paragraph.
    """
    _check(text)
    blocks = split_blocks(text)
    draft = Draft()
    mail_title, blocks = read_mail_header(blocks)
    top, rest, introduced = read_head(blocks, draft, title or mail_title)
    headline, lines = settle_headline(top, introduced, title, mail_title)
    lines = _read_tail([*lines, *rest], draft, headline)
    draft.paragraphs = assign_roles(lines, headline)
    _read_dateline(draft)
    _read_final_agency(draft)
    _check_body(draft, len(text))
    return Layout(
        headline,
        tuple(draft.paragraphs),
        draft.published,
        draft.updated,
        draft.byline,
        draft.agency,
        draft.dateline,
        draft.url,
        read_tags(draft.tags, (text for text, _role in draft.paragraphs)) if draft.tags else (),
    )


def _check_body(draft: Draft, characters: int) -> None:
    if not any(role is Role.BODY for _text, role in draft.paragraphs):
        raise NoBodyError(
            f"The text has a headline, credits or captions ({characters:,} characters), and no paragraph.",
            "at least one paragraph of running text below them.",
            "Copy the whole article, with its paragraphs, and try again.",
        )


def _check(text: str) -> None:
    if len(text) > MAX_ARTICLE_CHARACTERS:
        raise TooLargeError(
            f"The text has {len(text):,} characters.",
            f"at most {MAX_ARTICLE_CHARACTERS:,} characters in one article.",
            "Split it into its articles and read them one by one.",
        )
    if not trim(text):
        raise EmptyTextError(
            "The text is empty: it holds nothing but white space.",
            "an article's text.",
            "Copy the article again, or check that the file is the one you meant.",
        )
    if bad := _NO_TEXT.search(text):
        raise NotTextError(
            f"The text holds a character that no text has (U+{ord(bad[0]):04X}, at position {bad.start():,}).",
            "text as it is copied from a page or read from a file.",
            "Copy the article again, or read the file by its path, so that its encoding is recognised.",
        )


def _read_tail(blocks: list[Block], draft: Draft, title: str) -> list[Block]:
    """Take credits, tags, address, repeated headline and furniture off the end."""
    blocks = _read_tag_list(blocks, draft)
    stray, number, dropped = 0, len(blocks) - 1, set()
    while number >= 0 and len(blocks) - number <= _TAIL_BLOCKS and stray <= _TAIL_STRAY:
        text = blocks[number].text
        credit = _credit_in_tail(text, stray)
        if credit is not None:
            draft.add(credit)
            dropped.add(number)
        elif is_repeat(text, title) or is_furniture(text) or is_end_mark(text) or _SLUG.match(text):
            dropped.add(number)
        elif is_caption(text):
            pass
        elif is_prose(text) or blocks[number].level:
            break
        else:
            stray += 1
        number -= 1
    return [block for number, block in enumerate(blocks) if number not in dropped]


def _read_tag_list(blocks: list[Block], draft: Draft) -> list[Block]:
    """Take "Topics" and the short lines below it off the end, where each of them is a keyword."""
    for number in range(len(blocks) - 2, max(len(blocks) - _MOST_TAGS, 0), -1):
        if _TAG_LABEL.match(blocks[number].text):
            draft.tags = draft.tags or ", ".join(block.text for block in blocks[number + 1 :])
            return blocks[:number]
        if len(blocks[number + 1].text.split()) > 4 or is_prose(blocks[number + 1].text):
            break
    return blocks


def _credit_in_tail(text: str, stray: int) -> Credit | None:
    """A credit at the end by its own form; below stray lines, only one that nothing else resembles."""
    credit = read_credit(text)
    if credit is None or credit.wants_date:
        return None
    if credit.published or credit.updated:
        return credit if read_stamps(text).labelled else None
    if credit.byline and stray and "@" not in text:
        return None
    return credit


def _read_dateline(draft: Draft) -> None:
    """Cut the dateline from the first paragraph, or from the one below a standfirst or an editor's note."""
    body = [number for number, (_text, role) in enumerate(draft.paragraphs[:40]) if role is Role.BODY]
    speakers = sum(_SPEAKER.match(draft.paragraphs[number][0]) is not None for number in body[:12])
    plain = [number for number in body if draft.paragraphs[number][0][0] not in _BULLETS][:3]
    for number in plain:
        text = draft.paragraphs[number][0]
        found = read_dateline(text)
        if found is None or (speakers > 1 and _SPEAKER.match(text)):
            continue
        draft.dateline = found.text
        draft.agency = draft.agency or found.agency
        stamps = read_stamps(found.text)
        if stamps.full:
            draft.published = draft.published or stamps.published
        rest = text[found.end :]
        draft.paragraphs[number : number + 1] = [(rest, Role.BODY)] if rest else []
        return


def _read_final_agency(draft: Draft) -> None:
    """An agency in brackets behind the last sentence is named in `agency` too; the text keeps it."""
    last = next((text for text, role in reversed(draft.paragraphs) if role is Role.BODY), "")
    draft.agency = draft.agency or (final_agency(last) if last else None)
