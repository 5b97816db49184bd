"""Made-up articles for the tests of `bot`, and strategies that draw more."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.article import Article, Role, Span

FIRE = "Harbour fire\n\nBy Ann Lee\n\nThe fire broke out at 2 a.m. Nine people were hurt, the coast guard said."
BRIDGE = (
    "Bridge reopens\n\nBy Tom Roe\n\nMayor Sue Hill opened the bridge on Monday. The work cost more than $12 million."
)
SNOW = (
    "Pass is shut\n\nBy Eve Orr\n\n"
    "Heavy snow closed the Hallin pass on Friday. Some 300 drivers spent the night in a school."
)

_PLAIN = "the police said Kim’s mayor 1,000 $1.2 5% p.m. Dr. “quoted words” (aside) U.S. don’t x-ray 12:30 Mr. No. 5."
_ODD = (
    'naïve São Łódź İzmir 서울 北京 😀 cafe\u0301 e.g. — – … ‘single’ "straight" C++ a.example/b ½ ﬁne ß \u200d \u00a0'
)
_WORDS = [*_PLAIN.split(" "), *_ODD.split(" "), "\t"]

words = st.sampled_from(_WORDS)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
# Any text a paragraph may hold: prose, and whatever Unicode allows but half a surrogate pair.
texts = st.one_of(
    st.lists(sentences, min_size=1, max_size=5).map(". ".join),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
)
readable = texts.filter(lambda text: any(character.isalnum() for character in text))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles of one to five paragraphs, of any role, with or without a headline."""
    paragraphs = draw(st.lists(st.tuples(readable, st.sampled_from(list(Role))), min_size=1, max_size=5))
    return Article.from_paragraphs(paragraphs, title=draw(st.just("") | sentences))


@st.composite
def texts_with_span(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a span of it that begins and ends with something visible, as a reader's spans do."""
    text = draw(readable)
    visible = [index for index, character in enumerate(text) if not character.isspace()]
    start, last = sorted((draw(st.sampled_from(visible)), draw(st.sampled_from(visible))))
    return text, Span(start, last + 1)


def cut(text: str, span: Span) -> str:
    """The characters of the span."""
    return text[span.start : span.end]


def span_of(text: str, part: str) -> Span:
    """Where `part` stands in `text` for the first time."""
    start = text.index(part)
    return Span(start, start + len(part))
