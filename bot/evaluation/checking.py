"""What a suite of drafts has in common: each is checked against its own article, and what is found is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.article import Article
from bot.assistant import Assistant
from bot.evaluation.remembering import RememberingModels
from bot.models import Models
from bot.review import Checked, Kind, Label


class Drafted(Protocol):
    """A draft of one sentence: its article, its text, and the kind of its one error, None where it is true."""

    @property
    def article(self) -> Article:
        """What it is checked against."""

    @property
    def text(self) -> str:
        """The sentence."""

    @property
    def kind(self) -> Kind | None:
        """Of its error."""


D = TypeVar("D", bound=Drafted)


@dataclass(frozen=True, slots=True)
class Judged(Generic[D]):
    """What became of a draft."""

    draft: D
    checked: tuple[Checked, ...]

    @property
    def flagged(self) -> bool:
        """Whether something is wrong with any of its sentences."""
        return any(one.label.is_flag for one in self.checked)

    @property
    def supported(self) -> bool:
        """Whether all of it is called supported."""
        return all(one.label is Label.SUPPORTED for one in self.checked)

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of the differences found."""
        return {difference.kind for one in self.checked for difference in one.differences}

    @property
    def cited(self) -> set[int]:
        """The paragraphs cited."""
        return {citation.paragraph for one in self.checked for citation in one.citations}


def judge(drafts: Sequence[D], models: Models) -> Iterator[Judged[D]]:
    """Check every draft against its own article."""
    desk = Assistant(models=RememberingModels(models))
    for one in drafts:
        desk.add(one.article)
        yield Judged(one, desk.check(one.text, within=[one.article.id]).sentences)
