"""Who says what, in articles of many styles: speaker, cue and words, to the character."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from prose import articles, span_of

from bot.article import Article, Role
from bot.attribution import Attribution, attributions, bare_name, speaker_of

Row = tuple[str, list[tuple[str | None, str]]]

WIRE: list[Row] = [
    ("The ferry sank at dawn, the coast guard said.", [("the coast guard", "The ferry sank at dawn")]),
    ("Police said two men were held.", [("Police", "two men were held")]),
    ("Police say two men were held.", [("Police", "two men were held")]),
    ("The ministry said on Friday that talks had failed.", [("The ministry", "talks had failed")]),
    ("In a statement, the ministry said it would appeal.", [("the ministry", "it would appeal")]),
    ("On Monday police said the road was shut.", [("police", "the road was shut")]),
    ("According to KCNA, the launch failed.", [("KCNA", "the launch failed")]),
    ("The launch failed, according to KCNA.", [("KCNA", "The launch failed")]),
    (
        "Nobody was hurt, according to a spokesman for the ministry.",
        [("a spokesman for the ministry", "Nobody was hurt")],
    ),
    ("The dam, according to engineers, was unsafe.", [("engineers", "The dam"), ("engineers", "was unsafe")]),
    ("Kim told Reuters that the ship had sunk.", [("Kim", "the ship had sunk")]),
    ("Kim told a news conference in Oslo that he was leaving.", [("Kim", "he was leaving")]),
    ("Prime Minister Lena Holt said the deal was dead.", [("Prime Minister Lena Holt", "the deal was dead")]),
    ("The president has said that taxes will fall.", [("The president", "taxes will fall")]),
    ("Officials have repeatedly warned that the river could flood.", [("Officials", "the river could flood")]),
    ("Holt was quoted as saying the deal was dead.", [("Holt", "the deal was dead")]),
    ("Will it rain? It will, the forecast says.", [("the forecast", "It will")]),
    ("Sources said the bank had run out of cash.", [("Sources", "the bank had run out of cash")]),
]
LOCAL: list[Row] = [
    ("“We lost everything,” said Ann Lee, 54, a baker.", [("Ann Lee", "“We lost everything,”")]),
    (
        "“We lost everything,” said Ann Lee, 54, a baker. “It hurts.”",
        [("Ann Lee", "“We lost everything,”"), ("Ann Lee", "“It hurts.”")],
    ),
    ("“We lost,” he said, “and it hurts.”", [(None, "“We lost,”"), (None, "“and it hurts.”")]),
    ('"We stay," Tom Roe said. "We always do."', [("Tom Roe", '"We stay,"'), ("Tom Roe", '"We always do."')]),
    ("'We stay,' Tom Roe said.", [("Tom Roe", "'We stay,'")]),
    ("Sue Hill, the mayor, said the bridge would open.", [("Sue Hill", "the bridge would open")]),
    ("Sue Hill, the mayor of Ames, Iowa, said the bridge would open.", [("Sue Hill", "the bridge would open")]),
    ("Sue Hill, who chairs the council, said the bridge would open.", [("Sue Hill", "the bridge would open")]),
    ("The bridge will open in May, Sue Hill, the mayor, said.", [("Sue Hill", "The bridge will open in May")]),
    ("The bridge, Mr Hill said, will open in May.", [("Mr Hill", "The bridge"), ("Mr Hill", "will open in May")]),
    ("Residents who fled said the fire was huge.", [("Residents", "the fire was huge")]),
    ("“Go?” Kim asked.", [("Kim", "“Go?”")]),
    ("Ann Lee began: “I was born here.”", [("Ann Lee", "“I was born here.”")]),
    ("Ann Lee: “I was born here.”", [("Ann Lee", "“I was born here.”")]),
    (
        "Her mother, Rosa Lee, said the shop would stay.",
        [("Rosa Lee", "the shop would stay")],
    ),
    (
        "Police said the road was shut, but Ann Lee, a resident, said it was open.",
        [("Police", "the road was shut"), ("Ann Lee", "it was open")],
    ),
    ("In any event, the council said, the plan was sound.", [("the council", "the plan was sound")]),
    ("Added Ann Lee of Ames, a baker: “We go on.”", [("Ann Lee of Ames", "“We go on.”")]),
    ("“A win,” Ana Ruiz, Dane’s North Area Deputy Officer, said.", [("Ana Ruiz", "“A win,”")]),
    ("The Border Force (BF), a police body, said in a statement it was over.", [("The Border Force", "it was over")]),
    ("His jokes about bees sold well.", []),
    ("They took issue with Bo Curry saying he would not go.", [("Bo Curry", "he would not go")]),
    ("The pool will shut, Roe pointed out.", [("Roe", "The pool will shut")]),
]
BUSINESS: list[Row] = [
    ("Shares will fall, analysts at Marrow Bank said.", [("analysts at Marrow Bank", "Shares will fall")]),
    ("“Demand was weak,” chief executive Ida Moen said.", [("chief executive Ida Moen", "“Demand was weak,”")]),
    (
        "Ida Moen said costs rose, adding that prices would follow.",
        [("Ida Moen", "costs rose"), ("Ida Moen", "prices would follow")],
    ),
    ("The company denied the claim.", [("The company", "the claim")]),
    ("The union accused the firm of lying.", [("The union", "the firm of lying")]),
    ("Moen called the offer “an insult”.", [("Moen", "the offer “an insult”")]),
    ("Moen said in a letter: “We cannot go on.”", [("Moen", "“We cannot go on.”")]),
    ("The filing said the firm owed $3 million.", [("The filing", "the firm owed $3 million")]),
    ("Moen left the room and said the talks were over.", [("Moen", "the talks were over")]),
    ("Sales rose, according to figures released by the Orr Institute.", [("the Orr Institute", "Sales rose")]),
    ("According to data published on Friday by the bank, rents fell.", [("the bank", "rents fell")]),
    ("Rents fell, according to documents seen by Orr FM.", [("documents seen by Orr FM", "Rents fell")]),
    ("Jobs will go, according to a letter sent to staff by Ida Moen.", [("Ida Moen", "Jobs will go")]),
]
SPORT: list[Row] = [
    ("“I am done,” Kim beamed.", [("Kim", "“I am done,”")]),
    ("“We never gave up,” said coach Ola Berg.", [("coach Ola Berg", "“We never gave up,”")]),
    ("Berg praised the goalkeeper’s nerve.", [("Berg", "the goalkeeper’s nerve")]),
    ("“I slipped,” explained the striker after the match.", [("the striker", "“I slipped,”")]),
    ("Berg insisted he would stay.", [("Berg", "he would stay")]),
    ("“A draw?” Berg joked. “I wish.”", [("Berg", "“A draw?”"), ("Berg", "“I wish.”")]),
]
COURT: list[Row] = [
    ("The judge ruled that the search was unlawful.", [("The judge", "the search was unlawful")]),
    ("Prosecutors said the man, 41, had fled.", [("Prosecutors", "the man, 41, had fled")]),
    ("Dane denied that he had taken the money.", [("Dane", "he had taken the money")]),
    ("“Not guilty,” Dane replied.", [("Dane", "“Not guilty,”")]),
    ("The indictment alleges that Dane took bribes.", [("The indictment", "Dane took bribes")]),
    ("Dane’s lawyer, Eva Orr, said he would appeal.", [("Eva Orr", "he would appeal")]),
]
SCIENCE: list[Row] = [
    ("The report found 12 defects in the hull.", [("The report", "12 defects in the hull")]),
    ("The study shows that bees can count.", [("The study", "bees can count")]),
    ("Researchers believe the crater is older.", [("Researchers", "the crater is older")]),
    ("“It should not exist,” writes Dr. Ana Ruiz.", [("Dr. Ana Ruiz", "“It should not exist,”")]),
    ("Bees can count, a study by the institute suggests.", [("a study by the institute", "Bees can count")]),
]
NOBODY = [
    "The deal is said to be worth $3 million.",
    "He said little.",
    "She did not say when.",
    "Nobody said the word.",
    "The so-called “smart” bin was stolen.",
    "That said, the work goes on.",
    "He refused to say who had called.",
    "The claims were settled out of court.",
    "Two people were told to leave.",
    "A dish called “The Works” costs £9.",
    "The United States should leave.",
    "Dane, asked about the money, left the room.",
    "The museum reopened on Friday after a fire.",
    "Live updates: ‘Day of reckoning’ for the speaker now.",
    "The talks continued on Friday.",
    "It rained.",
]


def told(*paragraphs: str) -> list[tuple[str | None, str]]:
    found = attributions(Article.from_paragraphs(paragraphs))
    return [(one.who, content.quote) for one in found for content in one.contents]


@pytest.mark.parametrize(("text", "expected"), [*WIRE, *LOCAL, *BUSINESS, *SPORT, *COURT, *SCIENCE])
def test_a_sentence_tells_who_says_what(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", NOBODY)
def test_a_sentence_in_which_nobody_says_anything(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("paragraphs", "who"),
    [
        (["Ann Lee, a baker, said sales fell.", "She said rents rose."], "Ann Lee"),
        (["Ann Lee opened the shop in May.", "“It is hard,” said Lee."], "Ann Lee"),
        (["Mayor Tom Roe opened the pool.", "“It is done,” Mr Roe said."], "Mayor Tom Roe"),
        (["Kim Min-jun leads the party.", "“We go on,” Kim said."], "Kim Min-jun"),
        (["Police held two men.", "Police said one was armed.", "They said he had fled."], "Police"),
        (["The ministry said talks failed.", "It said they would go on."], "The ministry"),
        (["Ann Lee and Bob Lee run it.", "“We go on,” Lee said."], "Lee"),  # either could be meant
        (["The talks failed.", "“We go on,” she said."], None),  # nobody was named
        (["Mr Tom Roe said it was late.", "“We go on,” she said."], None),  # he is no she
        (["Ann Lee said it was late.", "A.", "B.", "C.", "D.", "“We go on,” she said."], None),  # too long ago
    ],
)
def test_a_pronoun_or_a_surname_means_who_was_named_before(paragraphs: list[str], who: str | None) -> None:
    assert told(*paragraphs)[-1][0] == who


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    found = told("“We came early.", "“We saw it all.", "“We left,” Ann Lee said.", "“For good.”", "It rained.")
    assert found == [
        ("Ann Lee", "“We came early."),
        ("Ann Lee", "“We saw it all."),
        ("Ann Lee", "“We left,”"),
        ("Ann Lee", "“For good.”"),
    ]


def test_a_quotation_after_a_colon_stands_in_the_next_paragraph() -> None:
    assert told("Ann Lee said the shop was lost.", "“It is gone.”")[-1] == ("Ann Lee", "“It is gone.”")


def test_a_quotation_after_a_silent_sentence_is_nobodys() -> None:
    assert told("Ann Lee said the shop was lost. The street was empty.", "“It is gone.”")[1:] == []


def test_a_title_alone_is_no_saying_carried_over() -> None:
    assert told("Kim said it was over.", "“The Long Way Home to Ames”") == [("Kim", "it was over")]


def test_cue_and_place_of_an_attribution() -> None:
    article = Article.from_paragraphs(["Fire.", "“It is gone,” Ms Lee later said. “All of it.”"])
    first, second = attributions(article)
    assert (first.speaker.quote, first.cue and first.cue.quote, first.quoted) == ("Ms Lee", "later said", True)
    assert (second.speaker, second.cue) == (first.speaker, None)
    assert {one.paragraph for one in (first.speaker, *first.contents)} == {2}


def test_headings_and_captions_say_nothing() -> None:
    article = Article.from_paragraphs(
        [("Kim said it was late.", Role.CAPTION), ("Kim said so too late.", Role.HEADING)]
    )
    assert attributions(article) == ()


def test_whose_words_a_span_is() -> None:
    text = "The ferry sank, the coast guard said on Friday. Rescuers found 12 people."
    article = Article.from_paragraphs([text])
    assert speaker_of(article, 1, span_of(text, "ferry")) == "the coast guard"
    assert speaker_of(article, 1, span_of(text, "Friday")) is None
    assert speaker_of(article, 1, span_of(text, "12 people")) is None


def test_a_names_own_words() -> None:
    assert bare_name("Sir Tom Roe") == ["Tom", "Roe"]
    assert bare_name("Marrow Bank") == []
    assert bare_name("police") == []


def cited(one: Attribution) -> list[object]:
    return [one.speaker, *one.contents, *(each for each in (one.named, one.cue) if each)]


@given(articles())
def test_every_span_is_verbatim_whatever_the_text(article: Article) -> None:
    for one in attributions(article):
        assert one.contents
        assert all(each.holds(article) for each in cited(one))  # type: ignore[attr-defined]


def test_a_megabyte_takes_time_in_proportion() -> None:
    piece = (
        "“We lost,” said Ann Lee, a baker. Kim said, on Friday, that the bridge, which he called “a farce,” was shut. "
    )
    spent = []
    for size in (60_000, 1_000_000):
        article = Article.from_paragraphs([piece * (size // len(piece))])
        start = time.process_time()
        attributions(article)
        spent.append(time.process_time() - start)
    assert spent[1] < 60 * spent[0]  # 17 times the text


def test_a_sentence_without_end_takes_time_in_proportion() -> None:
    spent = []
    for size in (2_000, 20_000):
        article = Article.from_paragraphs(["and Kim said, a baker, who said " * (size // 32)])
        start = time.process_time()
        attributions(article)
        spent.append(time.process_time() - start)
    assert spent[1] < 40 * max(spent[0], 0.005)


def test_who_is_told_is_not_who_tells() -> None:
    paragraphs = [
        "“I am glad,” the Mayor of Orr said.",
        "Tom coughed. He told the Mayor of Orr: “I could not breathe.”",
    ]
    assert [one.who for one in attributions(Article.from_paragraphs(paragraphs))] == ["the Mayor of Orr", None]


def test_a_pictures_credit_says_nothing() -> None:
    told = "He told the paper: “I woke up and could not breathe.”"
    article = Article.from_paragraphs(["The mayor heard from nurses. Handout/Publicity/Getty Images", told])
    assert [one.who for one in attributions(article)] == [None]
