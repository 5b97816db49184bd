"""Takes a newspaper's plain text apart: headline, dates, byline, dateline, captions, tags and body.

`read_layout` goes by what newspapers have in common, the look of a line and its position, never by one
newspaper's habits. Its parts, from the characters up: `blocks` (paragraphs), `words` (what a line looks
like), `stamps` (dates), `credits`, `datelines`, `captions`, `furniture`, `headline`, and `assembly`, which
puts them together.
"""

from bot.layout.assembly import read_layout
from bot.layout.model import Layout, Role

__all__ = ["Layout", "Role", "read_layout"]
