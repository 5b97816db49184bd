"""What looks like a figure and is none: dates, clock times, years, telephone numbers, and numbers that are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.article import Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]\d\d|20\d\d|2100)"
_NAMED = (
    "Boeing|Airbus|Channel|Route|Flight|Article|Articles|Section|Chapter|Highway|Interstate|Formula|Apollo|Soyuz|Falcon|"
    "Covid|COVID|Room|Gate|Platform|Level|Phase|Stage|Type|Area|Group|Figure|Page|Grade|Category|Class|Model|Windows|"
    "iPhone|iOS|Android|Galaxy|PlayStation|Xbox|Radio|BBC|ITV|Resolution|Bill|Proposition|Title|Lot|No|Number|"
    "Amendment|Protocol|Pier|Terminal|Ward|District|Zone|Unit|Building|Block|Line|Studio|Court|Catch|Big|Act|Volume|"
    "Episode|Season|Part|Day|Week|Round|Game|Super Bowl|Division|League|World War|Generation|Agenda|Vision|Expo|Rule"
)
_NOT_NAMED = (
    "The|A|An|But|And|Or|About|Around|Over|Some|Nearly|Almost|Only|Just|At|In|On|By|Of|For|From|With|To|Than|Since|All|"
    "When|While|After|Before|As|If|So|That|This|These|Those|There|They|He|She|It|We|You|I|More|Less|Up|Between|Another|"
    "Every|Each|Last|Next|First|Among|Under|Below|Above|Roughly|Approximately|Exactly|Including|Police|Officials|Aged"
)
_ONE_FOLLOWED = (
    "of|another|day|night|morning|evening|time|thing|is|was|that|who|which|could|can|would|will|might|must|should|has|"
    "had|to|for|from|at|on|and|or|as|with|but|might|may|also|reason|way|side|hand|if|than|the|a|an|says?|said|after|"
    "where|whose|whom|eye|look|point|step|stop|does|did|even|you|he|she|they|we|i|it|knows?|wants?|'s|’s"
)
_MEASURED = r"[,.]\d|[ -](?:people|percent|per cent|million|billion|kilom|met|miles|km|mph)|%"
_PATTERNS = [
    # clock times, before dates: "8.15pm", "10:21", "7 a.m.", "six o'clock"
    r"\b(?:\d{1,2}(?:[:.]\d\d)? ?(?:-|–|to) ?)?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.?|[ap]m\b)",
    r"\b\d{1,2}:\d\d(?::\d\d)?\b",
    r"\b\w+ o[’']clock\b",
    r"\b\d{4} ?(?:GMT|UTC|BST|EST|EDT|CET|hours local)\b",
    # dates
    rf"\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?(?!\w)",
    rf"\b{_MONTH} {_DAY}\b(?!,\d{{3}})(?:(?:[-–]| and ){_DAY}\b)?(?:,? {_YEAR}\b)?(?! (?:people|percent|per cent))",
    rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
    r"\b\d{1,2}/\d{1,2}/(?:\d\d){1,2}\b",
    r"\b(?:19|20)\d\d-\d\d-\d\d\b",
    r"\b(?:1\d|20)\d\ds\b|[’']\d0s\b|\b\d0s\b|\b(?:19|20)\d\d[-–/]\d\d(?:\d\d)?\b",
    # years: after a word that a year follows, or any four digits of these two centuries
    rf"\b(?:in|since|by|until|till|of|from|to|late|early|mid|before|after|during|the|year|and|spring|summer|autumn|fall|"
    rf"winter)[ -]{_YEAR}(?:[-–/]\d\d(?:\d\d)?)?\b(?!{_MEASURED})",
    rf"(?<![\d$£€¥₹,.])(?:19|20)\d\d\b(?!{_MEASURED})",
    # telephone numbers
    r"\+\d[\d ()-]{7,}\d|\(?\b0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}\b",
    r"\b(?:1-)?(?:\d{3}-)?\d{3}-\d{4}\b|\b1-8\d\d-[\dA-Z-]+",
    # numbers in names: "Boeing 737", "Channel 4", "F-35", "G20", "5G", "Covid-19", "No. 10", "U-21s"
    rf"\b(?:{_NAMED})\.?[ -](?:\d[\d.]*[A-Za-z]?(?:[-–]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|One|Two|"
    r"Three|Four|Five|Six|Seven)\b",
    r"\bnumber (?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:of|times)\b)",
    r"\b[A-Z][A-Za-z]*-?\d[\d.]*[A-Za-z]*\b|\b[a-z]{1,2}[A-Z][A-Za-z]*-?\d+\b",
    r"\b(?:last|final) (?:four|eight|16|32)\b(?! [a-z])",
    r"\b[1-6][GD]\b|\b4K\b|\b24/7\b|\b9/11\b|\b911\b|#\d+|@\w+",
    rf"\b[Oo]ne\b(?=(?: |-)?(?:{_ONE_FOLLOWED})\b|[,.;:?!”\"’)]|$)",
    r"\b(?:no|this|that|the|any|every|each|another|which|only|last|big|little|good|new|old)[ -]one\b",
    r"\bone[- ](?:off|sided|time|way|stop|on[- ]one|by one)\b",
    r"\b(?:twenty20|T20|Twenty20)\b",
]
_ALL = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_AFTER_A_NAME = re.compile(
    rf"(?<=[a-z] )(?!(?:{_NOT_NAMED})\b|{_MONTH})[A-Z][a-z]+ (?P<number>\d{{1,4}})"
    r"(?=[,.;:?!’”\"]|$| [a-z]+(?<!s)\b(?! of))"
)


def not_figures(text: str) -> Iterator[Span]:
    """The parts of a text whose numbers are no figures.

    >>> text = "At 8.15pm on 3 May 2021 an F-35 flew 214 kilometres; one of them was late."
    >>> [text[span.start : span.end] for span in not_figures(text)]
    ['8.15pm', '3 May 2021', 'F-35', 'one']
    """
    for found in _ALL.finditer(text):
        yield Span(found.start(), found.end())
    for found in _AFTER_A_NAME.finditer(text):
        yield Span(found.start("number"), found.end("number"))
