"""E-mail messages (.eml): the text a mail program shows; attachments are not opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from bot.article import Article
from bot.errors import EmptyTextError, NotTextError
from bot.ingest.html import fragment_lines
from bot.ingest.plain import decode_declared
from bot.ingest.visible import visible
from bot.ingest.wire import Hint

__all__ = ["mail_date", "read"]

_REPLIES = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s?:\s*)+", re.IGNORECASE)


def read(data: bytes, hint: Hint) -> Iterator[Article]:
    """The article in a message: its subject, and its plain text, or its HTML where it has no plain text.

    The sender is no byline. The message's date is the article's where the text itself names none.

    Raises:
        EmptyTextError: no part of it is text, as where all of it is attached.
        NoBodyError, EncodingError: as for plain text.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    part = message.get_body(("plain", "html"))
    if part is None:
        raise EmptyTextError(
            f"{hint.name} is a message without a text of its own.",
            "an article in the message itself.",
            "Save what is attached to it, and read that.",
        )
    text = _characters(part, hint)
    if part.get_content_type() == "text/html":
        text = "\n\n".join(fragment_lines(text)) or " "
    subject = _REPLIES.sub("", " ".join(str(message.get("subject", "")).split()))
    article = Article.from_text(visible(text), title=visible(subject) or None)
    sent = mail_date(str(message.get("date", "")))
    yield article if article.published or sent is None else article.corrected(published=sent)


def mail_date(text: str) -> date | datetime | None:
    """A date as e-mails and RSS write it, "Wed, 04 Mar 2026 10:00:00 +0900"; None where it is not one."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.date() if moment.tzinfo is None else moment


def _characters(part: MIMEPart, hint: Hint) -> str:
    """A part's text in the encoding it names; where there is no such encoding, as its bytes tell."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise NotTextError(f"{hint.name} holds no text.", "a message with a text.", "Copy its text, and read that.")
    return decode_declared(data, [part.get_content_charset()], hint.name)
