"""Free paraphrases: what the reader finds in a name's place decides; and what the copy check does with its answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import bot
from bot.article import Article, Span
from bot.copycheck.asking import Asker, question_of
from bot.finding import Finding
from bot.review import Kind, Label
from bot.windows import Passage

MILL = Article.from_paragraphs(
    [
        "Hundreds of mourners filled St Anne’s church in Corrie on Saturday for the funeral of Bridget Vaughan, who "
        "ran the village’s woollen mill for four decades.",
        "Vaughan was born in Galway in 1941 and came to Scotland with her parents at the age of six.",
        "Her daughter Moira told the congregation that her mother had never taken a holiday. “She would not have known "
        "what to do with one,” she said.",
        "The mill’s new owner, the Danish clothing firm Halvor, has not said whether it will keep the looms running.",
        "Fergus Blair, who leads the council, said the building should become a museum if production stops.",
        "Halvor declined to comment on the plan. Orders have risen by a fifth since it bought the mill in March.",
        "The union’s Petra Novak warned that sixty people could lose their jobs. The bank refused to lend the village "
        "money for a purchase last year.",
    ],
    title="Village says goodbye to mill owner",
)
TRUE = [
    "The funeral of Bridget Vaughan was held in Corrie.",
    "Vaughan’s family came from Galway.",
    "Blair wants to turn the mill into a museum.",
    "Halvor is a Danish firm.",
    "Novak fears for the jobs of sixty workers.",
    "Halvor would not comment.",
    "Moira said her mother never went on holiday.",
    "Orders are up since the Danes took over the mill.",
]
WRONG = [
    (Kind.NAME, "Vaughan was born in Corrie in 1941."),
    (Kind.NAME, "The mill was bought by the Swedish firm Lindex."),
    (Kind.SPEAKER, "Petra Novak said the building should become a museum."),
    (Kind.SPEAKER, "Fergus Blair warned that sixty people could lose their jobs."),
    (Kind.NEGATION, "Halvor commented on the plan."),
    (Kind.NEGATION, "Orders have fallen since Halvor bought the mill."),
    (Kind.NEGATION, "Halvor has said it will keep the looms running."),
    (Kind.NEGATION, "The bank agreed to lend the village money for a purchase."),
]


@pytest.mark.parametrize("draft", TRUE)
def test_a_free_paraphrase_that_is_true_is_not_flagged(models: bot.Models, draft: str) -> None:
    desk = bot.Assistant(models=models)
    desk.add(MILL)
    (found,) = desk.check(draft).sentences
    assert (found.label.is_flag, found.differences) == (False, ())


@pytest.mark.parametrize(("kind", "draft"), WRONG)
def test_one_that_is_not_is_flagged_as_what_it_is(models: bot.Models, kind: Kind, draft: str) -> None:
    desk = bot.Assistant(models=models)
    desk.add(MILL)
    (found,) = desk.check(draft).sentences
    assert kind in {one.kind for one in found.differences}
    assert found.label in {Label.CONTRADICTED, Label.NOT_FOUND}


QUESTIONS = [
    ("[Kim] opened the bridge in Hallin.", "Who opened the bridge in Hallin?"),
    ("Kim opened the bridge in [Hallin].", "Kim opened the bridge in what place?"),
    ("The plan was made by [Kim].", "The plan was made by who?"),
]


@pytest.mark.parametrize(("marked", "question"), QUESTIONS)
def test_a_question_word_stands_for_the_name(marked: str, question: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    assert question_of(marked.replace("[", "").replace("]", ""), start, end) == question


def test_a_draft_asks_so_many_questions_and_no_more() -> None:
    asked = []

    def read(question: str, passages: Sequence[Passage]) -> list[Finding]:
        asked.append(question)
        return [Finding(0, 2, Span(0, 7), 5.0)]

    asker = Asker(read)
    answers = [
        asker.ask("Who was born in Galway?", [(MILL, 2)], frozenset({"vaughan"}), lambda name: False, lambda _: ())
        for _ in range(400)
    ]
    given = [one for one in answers if one is not None]
    assert len(asked) == len(given) == 300
    assert all(one.citation and one.citation.quote == "Vaughan" and one.citation.holds(MILL) for one in given)
    assert given[0].gainsays(3.0, 3.0)
