"""Checking copy: what is flagged and as what, in six styles; what is true stays unflagged; quotations word for word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.article import Article
from bot.copycheck import check, check_quote
from bot.errors import DraftError, NoArticlesError
from bot.finding import Finding
from bot.review import Kind, Label, Review, Wording
from bot.sentences import sentence_spans
from bot.settings import MAX_DRAFT_CHARACTERS
from bot.windows import Passage

WIRE = Article.from_paragraphs(
    [
        "A ferry carrying 214 passengers ran aground off Marrick on Friday, injuring nine people, the coast "
        "guard said.",
        "“We heard a terrible noise and then the lights went out,” said Jo Ray, a teacher from Dunford. She was "
        "treated at "
        "St Mary’s hospital.",
        "The captain, Tom Hale, denied that he had been drinking. The vessel was built in 1998.",
        "Transport Minister Ruth Dane said the harbour would not reopen before Tuesday.",
        "“This is a tragedy for the whole island,” she said.",
    ],
    title="Ferry runs aground off Marrick",
    published=date(2025, 12, 13),
)
LOCAL = Article.from_paragraphs(
    [
        "Councillors in Ashby voted 21 to 12 on Monday to close the swimming pool on Mill Lane.",
        "The pool, which opened in 1974, costs the council about £300,000 a year.",
        "Council leader Priya Shah said the decision had not been easy. Her deputy, Colin Marsh, voted against it.",
        "More than 4,000 residents signed a petition to keep the pool open.",
    ],
    title="Ashby pool to close",
    published=date(2024, 3, 5),
)
BUSINESS = Article.from_paragraphs(
    [
        "Norvik, the Danish maker of hearing aids, said profit rose 12 percent to 1.2 billion kroner in the "
        "third quarter.",
        "Chief executive Lars Holm said demand in Germany had increased. The company will hire 350 people in "
        "Aarhus by June.",
        "Shares in Norvik closed at a record high. Rival Auditec reported a loss of $40 million.",
        "Analysts at Kestrel Bank had expected growth of 8 percent.",
    ],
    title="Norvik lifts profit",
    published=date(2023, 11, 2),
)
SPORT = Article.from_paragraphs(
    [
        "Harrow Town beat Leeming 3-1 on Saturday to reach the semi-finals for the first time since 1987.",
        "Dele Okoro scored twice in the second half after Leeming goalkeeper Ian Pratt was sent off.",
        "“We never stopped believing,” coach Maria Gomez said. “The boys ran until they dropped.”",
        "Leeming manager Stuart Vane refused to blame the referee. Some 5,200 fans watched the match.",
    ],
    title="Harrow reach semi-finals",
    published=date(2022, 4, 10),
)
COURT = Article.from_paragraphs(
    [
        "A former accountant who stole $2.3 million from a children’s charity was sentenced to seven years in "
        "prison on "
        "Thursday.",
        "Gail Winters, 54, pleaded guilty to 16 counts of fraud at Carrick Crown Court.",
        "Judge Helen Strand said Winters had shown no remorse. “You betrayed the people who trusted you most,” "
        "she told "
        "her.",
        "Defence lawyer Omar Farouk said his client would appeal. The thefts began in March 2015.",
    ],
    title="Accountant jailed",
    published=date(2021, 9, 17),
)
SCIENCE = Article.from_paragraphs(
    [
        "Glaciers in the Orla mountains lost two-thirds of their ice between 1985 and 2020, according to a "
        "study published "
        "in the journal Ice.",
        "Researchers led by Nina Falk of the University of Brent measured 48 glaciers with satellites and drones.",
        "“What surprised us was the speed,” Falk said. The smallest glaciers may vanish before 2040.",
        "Tomas Ebel, a hydrologist who was not involved, called the findings convincing.",
    ],
    title="Glaciers shrink",
    published=date(2024, 6, 20),
)
ARTICLES = {"wire": WIRE, "local": LOCAL, "business": BUSINESS, "sport": SPORT, "court": COURT, "science": SCIENCE}

TRUE = [
    ("wire", "A ferry with 214 passengers ran aground off Marrick on Friday."),
    ("wire", "Nine people were injured when a ferry ran aground, the coast guard said."),
    ("wire", "Jo Ray, a teacher from Dunford, said they “heard a terrible noise”."),
    ("wire", 'Ray said: "We heard a terrible noise and then the lights went out."'),
    ("wire", "Captain Tom Hale denied he’d been drinking."),
    ("wire", "Dane said the harbour wouldn’t reopen before Tuesday."),
    ("wire", "“This is a tragedy for the whole island,” Dane said."),
    ("wire", "The vessel was built in 1998 and carried 214 passengers."),
    ("local", "Councillors in Ashby voted on Monday to close the swimming pool."),
    ("local", "The pool opened in 1974 and costs around £300,000 a year."),
    ("local", "Over 4,000 residents signed a petition to keep the pool open."),
    ("local", "Priya Shah, who leads the council, said the decision hadn’t been easy."),
    ("business", "Norvik said profit rose 12% to 1.2 billion kroner in the third quarter."),
    ("business", "The company will hire 350 people in Aarhus."),
    ("business", "Rival Auditec reported a loss of $40m."),
    ("business", "Lars Holm said German demand had increased."),
    ("sport", "Harrow Town beat Leeming 3-1 to reach the semi-finals for the first time since 1987."),
    ("sport", "Okoro scored twice in the second half."),
    ("sport", "Coach Maria Gomez said: “We never stopped believing.”"),
    ("sport", "About 5,200 fans watched the match."),
    ("court", "Gail Winters pleaded guilty to 16 counts of fraud."),
    ("court", "Winters, 54, was told by Judge Helen Strand that she “betrayed the people who trusted you most”."),
    ("court", "The accountant was sentenced to seven years in prison on Thursday."),
    ("court", "The thefts began in March 2015."),
    ("science", "Researchers led by Nina Falk measured 48 glaciers with satellites and drones."),
    ("science", "Two thirds of the ice in the Orla mountains was lost between 1985 and 2020."),
    ("wire", 'Jo Ray said: "We heard a terrible noise."'),
    ("science", "Tomas Ebel, who wasn’t involved, called the findings convincing."),
]
WRONG = [
    ("wire", Kind.NUMBER, "A ferry carrying 241 passengers ran aground off Marrick on Friday."),
    ("wire", Kind.NUMBER, "The ferry ran aground, injuring nineteen people, the coast guard said."),
    ("wire", Kind.DATE, "A ferry carrying 214 passengers ran aground off Marrick on Sunday."),
    ("wire", Kind.DATE, "The vessel was built in 1989."),
    ("wire", Kind.NAME, "A ferry carrying 214 passengers ran aground off Dunford on Friday."),
    ("wire", Kind.NEGATION, "Tom Hale, the captain, admitted that he had been drinking."),
    ("wire", Kind.NEGATION, "Transport Minister Ruth Dane said the harbour would reopen before Tuesday."),
    ("wire", Kind.SPEAKER, "“This is a tragedy for the whole island,” Jo Ray said."),
    ("wire", Kind.SPEAKER, "Tom Hale said the harbour would not reopen before Tuesday."),
    ("wire", Kind.QUOTE, "“We heard a dreadful noise and then the lights went out,” said Jo Ray."),
    ("local", Kind.NUMBER, "Councillors in Ashby voted 22 to 12 to close the swimming pool."),
    ("local", Kind.NUMBER, "More than 40,000 residents signed a petition to keep the pool open."),
    ("local", Kind.DATE, "Councillors in Ashby voted on Tuesday to close the swimming pool."),
    ("local", Kind.NAME, "Councillors in Ashby voted to close the swimming pool on Bridge Road."),
    ("local", Kind.NEGATION, "Council leader Priya Shah said the decision had been easy."),
    ("local", Kind.SPEAKER, "Colin Marsh said the decision had not been easy."),
    ("business", Kind.NUMBER, "Norvik said profit rose 21 percent to 1.2 billion kroner."),
    ("business", Kind.NUMBER, "Rival Auditec reported a loss of $14 million."),
    ("business", Kind.NEGATION, "Norvik said profit fell 12 percent in the third quarter."),
    ("business", Kind.NAME, "The company will hire 350 people in Odense by June."),
    ("business", Kind.DATE, "The company will hire 350 people in Aarhus by July."),
    ("business", Kind.SPEAKER, "Anna Kjaer said demand in Germany had increased."),
    ("sport", Kind.NUMBER, "Harrow Town beat Leeming 4-1 on Saturday to reach the semi-finals."),
    ("sport", Kind.DATE, "Harrow Town reached the semi-finals for the first time since 1978."),
    ("sport", Kind.NAME, "Leeming goalkeeper Alan Pratt was sent off."),
    ("sport", Kind.SPEAKER, "“We never stopped believing,” Stuart Vane said."),
    ("sport", Kind.QUOTE, "“We never stopped dreaming,” coach Maria Gomez said."),
    ("court", Kind.NUMBER, "She was sentenced to nine years in prison on Thursday."),
    ("court", Kind.NUMBER, "Gail Winters, 45, pleaded guilty to 16 counts of fraud."),
    ("court", Kind.DATE, "The thefts began in May 2015."),
    ("court", Kind.NEGATION, "Judge Helen Strand said Winters had shown remorse."),
    ("court", Kind.QUOTE, "“You deceived the people who loved you most,” Strand told her."),
    ("science", Kind.NUMBER, "Researchers led by Nina Falk measured 84 glaciers with satellites and drones."),
    ("science", Kind.NUMBER, "Glaciers in the Orla mountains lost a quarter of their ice between 1985 and 2020."),
    ("science", Kind.NAME, "Researchers led by Nina Falk of the University of Exeter measured 48 glaciers."),
    ("science", Kind.DATE, "The smallest glaciers may vanish before 2050."),
    ("science", Kind.SPEAKER, "“What surprised us was the speed,” Ebel said."),
]


def passages(*articles: Article) -> Any:
    def found(text: str) -> Sequence[Passage]:
        return [Passage.whole(article) for article in articles]

    return found


def silent(question: str, passages: Sequence[Passage]) -> list[Finding]:
    """A reader that finds nothing."""
    return []


def review(draft: str, word_encoder: Any, *articles: Article) -> Review:
    return check(draft, passages(*articles), word_encoder, silent)


@pytest.mark.parametrize(("style", "draft"), TRUE)
def test_what_the_article_says_is_supported(style: str, draft: str, word_encoder: Any) -> None:
    found = review(draft, word_encoder, ARTICLES[style])
    assert [(one.label, one.differences) for one in found.flagged] == []
    assert all(citation.holds(ARTICLES[style]) for one in found.sentences for citation in one.citations)


@pytest.mark.parametrize(("style", "kind", "draft"), WRONG)
def test_what_it_says_otherwise_is_flagged_as_that(style: str, kind: Kind, draft: str, word_encoder: Any) -> None:
    (found,) = review(draft, word_encoder, ARTICLES[style]).sentences
    assert kind in {one.kind for one in found.differences}
    assert found.label is not Label.SUPPORTED
    for one in found.differences:
        assert draft[one.span.start : one.span.end] == one.draft
        assert one.source is None or one.source.holds(ARTICLES[style])


def test_both_sides_of_a_difference_are_shown(word_encoder: Any) -> None:
    draft = "Snow fell. The vessel was built in 1989."
    checked = review(draft, word_encoder, WIRE).sentences[1]
    (difference,) = checked.differences
    assert (difference.draft, difference.source and difference.source.quote) == ("1989", "1998")
    assert checked.citations[0].paragraph == 3


@pytest.mark.parametrize(
    "draft", ["Bananas ripen faster in a paper bag.", "Parliament debated a bill on fishing quotas."]
)
def test_what_the_articles_do_not_speak_of_is_not_found(draft: str, models: Any) -> None:
    (found,) = review(draft, models.encoder, COURT).sentences
    assert (found.label, found.citations) == (Label.NOT_FOUND, ())


def test_a_quotation_that_nobody_said_is_absent(word_encoder: Any) -> None:
    (found,) = review("Dane said: “Heads will roll in my own ministry by dawn.”", word_encoder, WIRE).sentences
    assert found.label is Label.QUOTE_ABSENT


def test_two_sentences_together_may_support_one(word_encoder: Any) -> None:
    draft = "Gail Winters, 54, pleaded guilty to 16 counts of fraud, and her thefts began in March 2015."
    assert review(draft, word_encoder, COURT).flagged == ()


def test_several_articles_are_one_source(word_encoder: Any) -> None:
    draft = "Harrow Town beat Leeming 3-1.\nNorvik said profit rose 12 percent."
    found = review(draft, word_encoder, *ARTICLES.values())
    assert [one.citations[0].article_id for one in found.sentences] == [SPORT.id, BUSINESS.id]
    assert found.flagged == ()


QUOTES = [
    ("We heard a terrible noise and then the lights went out", Wording.EXACT, ()),
    ("“We heard a terrible noise and then the lights went out,”", Wording.EXACT, ()),
    ('"we heard a terrible noise"', Wording.EXACT, ()),
    ("We heard a terrible noise … the lights went out", Wording.EXACT, ()),
    ("We heard a terrible noise and then the lights [on board] went out", Wording.EXACT, ()),
    ("[They] heard a terrible noise", Wording.EXACT, ()),
    ("We heard a terrible noise and then the lamps went out", Wording.ALTERED, (("lamps", "lights"),)),
    ("We heard a noise and then the lights went out", Wording.ALTERED, (("", "terrible"),)),
    ("We heard a terrible loud noise and then the lights went out", Wording.ALTERED, (("loud", ""),)),
    ("Nobody will ever sail with this company again", Wording.ABSENT, ()),
]


@pytest.mark.parametrize(("quote", "wording", "changes"), QUOTES)
def test_a_quotation_is_exact_altered_or_absent(
    quote: str, wording: Wording, changes: tuple[tuple[str, str], ...]
) -> None:
    found = check_quote(quote, passages(WIRE))
    assert (found.wording, found.changes) == (wording, changes)
    if wording is not Wording.ABSENT:
        assert found.citation is not None
        assert found.citation.holds(WIRE)
        assert found.speaker == "Jo Ray"


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ("", "no words"),
        (" …\n", "no words"),
        ("Паром с пассажирами сел на мель у берегов острова.", "Cyrillic"),
        ("渡轮在岛屿附近搁浅。", "Cjk"),
        ("x" * (MAX_DRAFT_CHARACTERS + 1), "characters"),
        ("The ferry ran aground. " * 50_000, "characters"),
    ],
)
def test_a_draft_that_cannot_be_checked_is_a_named_error(draft: str, message: str, word_encoder: Any) -> None:
    with pytest.raises(DraftError, match=message):
        review(draft, word_encoder, WIRE)
    with pytest.raises(DraftError, match=message):
        check_quote(draft, passages(WIRE))


def test_no_article_is_a_named_error(models: Any) -> None:
    from bot.assistant import Assistant  # noqa: PLC0415

    with pytest.raises(NoArticlesError):
        Assistant(models=models).check("The ferry ran aground.")
    with pytest.raises(NoArticlesError):
        Assistant(models=models).check_quote("We heard a noise")


SENTENCES = [
    (article, paragraph.text[span.start : span.end])
    for article in ARTICLES.values()
    for paragraph in article.paragraphs
    for span in sentence_spans(paragraph.text)
]


@given(st.sampled_from(SENTENCES))
def test_a_sentence_of_the_article_is_always_supported(word_encoder: Any, drawn: tuple[Article, str]) -> None:
    article, sentence = drawn
    assert review(sentence, word_encoder, article).flagged == ()


PIECES = [sentence for _, sentence in SENTENCES] + [
    "“",
    "”",
    '"',
    "12",
    " not ",
    "[",
    "…",
    "Kim",
    "\n",
    "said",
    "$",
    "’s",
]
DRAFTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=5).map(" ".join)


@given(DRAFTS)
def test_any_text_is_checked_or_refused_by_name(word_encoder: Any, draft: str) -> None:
    try:
        found = review(draft, word_encoder, WIRE, COURT)
    except DraftError:
        return
    for one in found.sentences:
        assert draft[one.span.start : one.span.end] == one.text
        assert all(citation.holds(WIRE) or citation.holds(COURT) for citation in one.citations)
        for difference in one.differences:
            assert draft[difference.span.start : difference.span.end] == difference.draft
        assert (one.label is Label.SUPPORTED) <= (not one.differences)


@pytest.mark.parametrize(
    ("draft", "label"),
    [
        ("The council closed the swimming baths on Friday after a leak.", Label.SUPPORTED),
        ("The council is going to sell the baths to a hotel group.", Label.CLOSE),
        ("A comet passed over the southern sky.", Label.NOT_FOUND),
    ],
)
def test_what_only_shares_a_subject_is_not_called_supported(models: bot.Models, draft: str, label: Label) -> None:
    article = Article.from_paragraphs(
        [
            "The council closed the swimming baths on Friday after a leak in the main pipe.",
            "Swimmers were sent home. The baths will open again in a month, said Ann Lee, who runs them.",
        ]
    )
    desk = bot.Assistant(models=models)
    desk.add(article)
    (checked,) = desk.check(draft).sentences
    assert checked.label is label
    assert checked.label.is_flag == (label is Label.NOT_FOUND)
