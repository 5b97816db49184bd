"""A headline-length piece of a sentence that says something whole, and says it as the sentence does."""

from __future__ import annotations

import re

from bot.article import Span

MOST_CHARACTERS = 90  # a headline over two lines
_FEWEST_WORDS = 5
_BREAK = re.compile(
    r"[,;]? (?:which|who|whose|where|while|when|after|amid|following|during)\b|"
    r", (?:as|with|including|and|but|[a-z]+ing|an?|the)\b| (?:– |— )|; "
)
# Words without which what is left may say more, or something else, than the sentence.
_NEEDED = re.compile(
    r"\b(?:said|says?|told|according to|reported(?:ly)?|claim(?:ed|s)?|alleged(?:ly)?|if|unless|until|although|though|"
    r"but|except|only|not|n[’']t|never|may|might|could|would|deni(?:ed|es)|accus(?:ed|es|ing)|suspected|believes?|expected)\b",
    re.IGNORECASE,
)
_NO_HEADLINE = re.compile(
    r"[“\"‘']|(?:the|that) (?:last|first|next|only) (?:time|in)\b|(?:if|when|while|since|after)\b", re.IGNORECASE
)
# What measures the distance to what would be cut: "nine years after …".
_MEASURES = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|moments?|time|times|shortly|soon|just|even|only|long|and|or)$",
    re.IGNORECASE,
)
# A finite verb; what follows a comma is mostly a participle.
_VERB = re.compile(
    r"(?<!, )\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|do|does|did|said|says|told|won|"
    r"lost|beat|cut|rose|fell|hit|set|shot|killed|left|took|made|came|went|got|gave|found|held|kept|led|met|paid|put|ran|saw|sold|"
    r"sent|spent|stood|struck|swept|broke|began|became|brought|built|bought|caught|chose|drew|drove|fought|grew|shut|"
    r"sank|signed|[a-z]{3,}ed (?:the|an?|his|her|its|their|to|that|more|on|\d))"
)


def headline_span(sentence: str, most: int = MOST_CHARACTERS) -> Span | None:
    """The longest piece from its beginning that reads as a headline; None where there is none.

    Args:
        sentence: any.
        most: characters.

    Returns:
        A span without the full stop. What is left out is never who says it, nor a condition, a doubt or a "not".

    >>> sentence = "The ferry ran aground off Marrick on Monday, which shut the harbour for nine hours and two nights."
    >>> span = headline_span(sentence)
    >>> sentence[span.start : span.end]
    'The ferry ran aground off Marrick on Monday'
    >>> headline_span("Whether the ferry struck a rock, was too old or came too fast, nobody in Marrick could say yet.")
    """
    if _NO_HEADLINE.match(sentence):
        return None
    whole = len(sentence.rstrip(".… "))
    if whole <= most:
        return Span(0, whole)
    for match in reversed(list(_BREAK.finditer(sentence, 0, most + 1))):
        kept, left = sentence[: match.start()], sentence[match.start() :]
        if (
            len(kept.split()) >= _FEWEST_WORDS
            and kept.count("“") == kept.count("”")
            and kept.count('"') % 2 == 0
            and kept.count("(") == kept.count(")")
            and _VERB.search(kept)
            and not (left[0] == " " and left[1].isalpha() and _MEASURES.search(kept))
            and not _NEEDED.search(left)
        ):
            return Span(0, match.start())
    return None
