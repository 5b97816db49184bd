"""Whether a sentence can be read without the one before it, and whether it tells anything at all.

Extracts mislead most often by a pronoun or a connective whose other half stayed behind (Zhang et al. 2023, "Extractive
is not Faithful"). A sentence is held not to stand alone where it opens with such a word, or where it has a "he", "she"
or "they" before anything that could be meant by it. The rules err towards leaving out.
"""

from __future__ import annotations

import re

_OPENS = r"[“\"‘'(\[—–-]*"
_POINTING = re.compile(
    _OPENS + r"(?:(?:he|she|it|they|him|them|his|hers?|its|their|theirs|this|that|these|those|such|both|neither|either|"
    r"another|others?|here|now|(?<![“\"‘'])(?:i|we|you|me|us|my|our|your)|who|which|whose|"
    r"there(?! (?:is|are|was|were|has|have|will)))|"
    r"(?:one|two|three|four|five|all|none|each|half|some|many|most|several|few|more|fewer|less|much) "
    r"(?:of (?:them|these|those|the|us)|has|have|had|is|are|was|were|will|would|could|can|said|says?|also)"
    r")\b(?!-)",
    re.IGNORECASE,
)
# What a story's first sentence may open with, since nothing stands before it, and no other.
_DEFINITE = re.compile(
    _OPENS
    + r"the (?:two|three|four|five|latter|former|pair|duo|trio|couple|others?|same|move|decision|comments?|remarks?|"
    r"man|woman|boy|girl|men|women|victims?|suspects?|accused|incident|attack|announcement|statement|report|study|"
    r"survey|findings?|deal|agreement|company|firm|group|team|club|film|book|song|video|footage|letter|document|"
    r"measure|bill|plan|proposal|project|programme|program|scheme|changes?|figures?|results?|news|claims?|"
    r"allegations?|charges?|\d+-year-old)\b",
    re.IGNORECASE,
)
_LINKING = re.compile(
    _OPENS
    + r"(?:but|and|or|so|yet|nor|because|however|meanwhile|instead|moreover|furthermore|therefore|thus|hence|then|also|"
    r"still|too|again|indeed|besides|likewise|similarly|otherwise|rather|nevertheless|nonetheless|conversely|"
    r"consequently|accordingly|additionally|finally|lastly|(?:first|second|third)(?:ly)?,|next|elsewhere|afterwards?|"
    r"later|earlier|previously|subsequently|eventually|apart from (?:that|this)|separately|"
    r"in (?:addition|contrast|turn|fact|response|return|particular|short|other words|the meantime|all|total|"
    r"(?:a|the) (?:statement|letter|tweet|post|interview))|by (?:contrast|comparison|then)|"
    r"for (?:example|instance|now|his|her|its|their)|as (?:a result|well|such|for)|on the (?:other hand|contrary)|"
    r"at the (?:same )?time|since then|until then|even so|if (?:so|not)|of (?:these|those|them|course)|"
    r"an? (?:second|third|fourth|similar|further|separate|different)|"
    r"(?:the )?(?:same|next|following|previous) (?:day|week|month|year|night|morning)|"
    r"(?:an? |\w+ |a few )?(?:days?|weeks?|months?|years?|hours?|minutes?|moments?) (?:later|earlier|before))\b(?!-)",
    re.IGNORECASE,
)
_LINKS_INSIDE = re.compile(
    r"^[“\"‘'(\[]*(?:[\w.’'-]+,? ){1,3}(?:also|then|however|therefore|instead|meanwhile|though|too|thus|in turn)\b(?!-)"
)
_ABBREVIATION = re.compile(r"(?:IT|US|WHO)\b")
_ANAPHOR = re.compile(r"\b(?:he|she|they|him|them|his|hers?|their|theirs)\b", re.IGNORECASE)
# Capitalised, and nobody: what opens sentences, days and months.
_NOBODY = (
    r"(?!(?:We|I|You|He|She|It|They|The|This|That|There|Then|In|On|At|By|For|From|After|Before|As|But|And|If|When|While|"
    r"With|Since|During|Until|Last|Earlier|Later|Yesterday|Today|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_REFERENT = re.compile(
    rf"(?<![.!?] )(?<!^)\b{_NOBODY}[A-Z][\w’'-]+|"
    rf"^[“\"‘'(\[]*{_NOBODY}[A-Z][\w’'.-]+,? (?:[A-Z]|who|has|had|is|was|will|would|says?|said)|"
    r"\b(?:\w+(?:ers|ors|ists|ians|ants|ents|men|women|people|families|residents|police|parents|children|teams?)|"
    r"man|woman|boy|girl|mother|father|officials?|authorities|police|government|voters|victims?|fans|players)\b"
)
_POINTS_INSIDE = re.compile(
    r"^[“\"‘'(\[]*(?:\w+,? ){0,5}(?:this|these|those|such an?|"
    r"(?:for|in|at|with|on|by|of|after|before|from|to|since|during|despite|under) that|"
    r"the (?:latter|former|move|decision|incident)) "
    r"(?!(?:year|week|month|day|morning|afternoon|evening|night|season|summer|winter|spring|autumn|fall|weekend|time|is|"
    r"was|the|an?|he|she|they|it|we|there|who)\b)\w+",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^\W*(?:editor[’']?s[’']? note|note|updated?|correction|clarification|breaking|related|more|above|below|"
    r"pictured)\b ?[:–—-]|"
    r"^(?:E[SD]?T|P[SD]?T|GMT|BST|CET)\b|\bjust watched\b|replay more videos|"
    r"the (?:story|article) below|originally (?:published|appeared)|(?:earlier|previous) versions? of this|"
    r"https?://|www\.|@\w|©|\bcopyright\b|all rights reserved|\bsubscri(?:be|ption)|newsletter|sign up|follow us|"
    r"click here|read more|this (?:article|story|content) (?:was|has been|is|first|originally)|\breporting by\b|"
    r"\bediting by\b|contributed to this|scroll down|see also|watch:|photo(?:graph)?s?:|getty images|advertisement|"
    r"download the|our (?:app|podcast|website)|listen to|\||"
    r"^(?:read on|here[’']s (?:how|what|why|when|where|a look))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_FEWEST_BESIDE_A_QUOTE = 3  # words: a quotation, a name and a verb
_FRAGMENT = re.compile(r"[“\"‘'(\[]*[a-z]+\b(?!-)")  # not "iPhone sales" and "e-bikes", which begin sentences
_ENDS = re.compile(r"[.!…][”\"’')\]]*$")
_MIN_WORDS = 7
_MOST_WORDS = 70


def refers_back(sentence: str) -> bool:
    """Whether it opens with, or has, a pronoun or a connective whose other half is not in it.

    >>> [refers_back(one) for one in ("Ann Lee said she won.", "But Ann Lee lost.", "“It hurts,” she said.")]
    [False, True, True]
    """
    if _ABBREVIATION.match(sentence):
        return False
    if _POINTING.match(sentence) or _LINKING.match(sentence) or _POINTS_INSIDE.match(sentence):
        return True
    if _LINKS_INSIDE.match(sentence):
        return True
    # What is quoted speaks for itself; who is quoted must be named.
    told = _QUOTED.sub("“”", sentence)
    if told.startswith("“”") and len(told.split()) < _FEWEST_BESIDE_A_QUOTE:
        return True
    anaphor = _ANAPHOR.search(told)
    return anaphor is not None and not _REFERENT.search(told, 0, anaphor.start())


def takes_for_known(sentence: str) -> bool:
    """Whether it opens with what an earlier sentence introduced, such as "The report"; a story's first may."""
    return bool(_DEFINITE.match(sentence))


def tells(sentence: str) -> bool:
    """Whether it is a whole statement of an ordinary length, and not a question, half a quotation or furniture.

    >>> [tells(one) for one in ("Heavy snow closed the pass on Friday.", "Read more about it on our website here.")]
    [True, False]
    """
    whole = sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0
    return (
        whole
        and sentence.count("(") == sentence.count(")")
        and _MIN_WORDS <= len(sentence.split()) <= _MOST_WORDS
        and bool(_ENDS.search(sentence))
        and not _FRAGMENT.match(sentence)
        and not _FURNITURE.search(sentence)
    )
