"""The noun: `Attribution`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.attribution.words import PRONOUNS
from bot.reply import Citation


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words in an article, and whose they are.

    Attributes:
        speaker: who says it, in the words at that place: "he", "Ms Lee", "the coast guard". For words carried over
            from the sentence before, that sentence's.
        named: the fuller earlier words for the same speaker: "Ann Lee" for "Ms Lee", or the name that a pronoun stands
            for; None where there is none or more than one could be meant.
        cue: the words that attribute, such as "said" or "according to"; None where the speaker is carried over.
        contents: what is said, in order; more than one where the cue stands between. Quotation marks are included.
        quoted: whether any of it stands in quotation marks.
    """

    speaker: Citation
    named: Citation | None
    cue: Citation | None
    contents: tuple[Citation, ...]
    quoted: bool

    @property
    def who(self) -> str | None:
        """Whose words they are, as an article would put it; None where a pronoun tells and it is not clear whose."""
        if self.named:
            return self.named.quote
        return None if self.only_a_pronoun else self.speaker.quote

    @property
    def only_a_pronoun(self) -> bool:
        """Whether the words at that place are "he", "she" or the like."""
        return self.speaker.quote.lower() in PRONOUNS
