"""The conversation as a file, handed to the browser inside the page: no path on the server is ever opened up."""

from __future__ import annotations

import base64
import itertools

from bot.export import export_replies
from bot.page.html import escape
from bot.page.visit import Visit

KINDS = {
    "md": "text/markdown",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_serial = itertools.count(1)


def exportable(visit: Visit) -> bool:
    """Whether there is anything said that can be written down with its articles and models."""
    replies = visit.talk.replies
    return bool(replies) and replies[0].provenance is not None


def export_html(visit: Visit, kind: str) -> str:
    """A link that holds the file; the page's script saves it. Empty where there is nothing to save.

    Args:
        visit: whose conversation.
        kind: "md", "docx" or "json".
    """
    if kind not in KINDS or not exportable(visit):
        return ""
    data = base64.b64encode(export_replies(visit.talk.replies, kind)).decode()
    address = f"data:{KINDS[kind]};base64,{data}"
    return f'<a class="file" data-serial="{next(_serial)}" download="copydesk.{kind}" href="{escape(address)}">File</a>'
