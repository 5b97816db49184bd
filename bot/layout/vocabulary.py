"""The word lists behind the rules: agencies, newspapers' usual names, names of sections, page buttons.

None of them is fitted to one newspaper; a word is here because many print it.
"""

from __future__ import annotations

__all__ = [
    "AGENCIES",
    "BUTTONS",
    "COLON_PLACES",
    "LABELS",
    "NEVER_NAMES",
    "OUTLET_WORDS",
    "PARTICLES",
    "SECTIONS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()).casefold() for phrase in text.split("|"))


# News agencies, as they sign.
AGENCIES = _phrases(
    """
    AAP | AFP | AFX | Agence France-Presse | Agencies | Anadolu | Anadolu Agency | ANI | ANSA | Antara |
    AP | APP | Associated Press | Australian Associated Press | Bernama | Bloomberg | Bloomberg News |
    BSS | Business Wire | Canadian Press | CNA | CNN | CNN Business | CNN Money | Dow Jones | dpa | EFE
    | GlobeNewswire | IANS | Interfax | IRNA | Jiji | Jiji Press | KCNA | KUNA | Korean Central News
    Agency | Kyodo | Kyodo News | MENA | NAN | News1 | Newsis | NTB | PA | PA Media | Press Association
    | Press Trust of India | PRNewswire | PR Newswire | PTI | Reuters | RIA | RIA Novosti | Ritzau |
    SANA | SPA | TASS | Tanjug | Thomson Reuters Foundation | Tribune News Service | TT | Ukrinform |
    UNB | UNI | United Press International | UPI | VNA | WAM | Xinhua | Yonhap | Yonhap News | Yonhap
    News Agency
    """
)
# One of these is in most newspapers' names.
OUTLET_WORDS = _words(
    """
    advertiser advocate agency argus associated bee broadcasting bugle bulletin chronicle courier daily
    democrat dispatch echo enquirer examiner express gazette globe guardian herald independent inquirer
    journal ledger mail magazine media mercury mirror monitor network news news-journal newspaper
    newspapers newswire observer post press record register reporter republic review sentinel standard
    star star-ledger statesman sun telegraph times today tribune tv voice weekly wire
    """
)
# Small words within a person's name.
PARTICLES = _words(
    """
    al al- ap bin bint da dal de del della den der di do dos du e el ibn la las le los ten ter van von y
    zu
    """
)
# Words that begin sentences and headlines, and are in nobody's name.
NEVER_NAMES = _words(
    """
    a after all an and are as at before best but by can christmas do easter every everything family five
    for four from good here his how i if in inside is it its last latest live mid my new news next no
    not now of off on one opening our out over six special ten that the their then there these they this
    those three to today tomorrow top two under up us was we what when where which who why will with
    yesterday you your monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december spring summer autumn winter noon midnight
    midday
    """
)
# Words that stand before a colon or a dash where a dateline would, and are no place.
LABELS = _words(
    """
    advertisement alert analysis answer background breaking clarification comment correction developing
    editorial essay exclusive explainer feature file follow highlights insight interview key live look
    more note obituary opinion photos podcast poll preview profile question quiz quotes read recap
    related report review see spoiler story top trending tip update updated updates video warning watch
    what who why how when where new news
    """
)
# Cities whose papers print the place in small letters with a colon; elsewhere a colon needs capitals.
COLON_PLACES = _words(
    """
    ahmedabad amaravati amritsar aurangabad bangalore bengaluru bhopal bhubaneswar chandigarh chennai
    coimbatore colombo dehradun delhi dhaka gandhinagar gurgaon gurugram guwahati hyderabad imphal
    indore islamabad jaipur jammu kanpur karachi kathmandu kochi kolkata lahore lucknow ludhiana madurai
    mangaluru mumbai mysuru nagpur nashik noida panaji patna peshawar pune raipur ranchi shimla srinagar
    surat thane thiruvananthapuram vadodara varanasi vijayawada visakhapatnam
    """
)
# Sections of a newspaper.
SECTIONS = _phrases(
    """
    news | world | world news | national | nation | local | local news | politics | business | economy |
    markets | finance | money | opinion | editorial | comment | analysis | sport | sports | culture |
    arts | life | lifestyle | style | travel | food | health | science | technology | tech | environment
    | climate | education | entertainment | media | society | features | weather | crime | courts |
    cities | asia | africa | europe | americas | middle east | us news | uk news | us politics | uk
    politics | international | breaking news | exclusive | letters | obituaries | obituary | review |
    interview | explainer | live | in depth | investigation | home | metro | region | magazine |
    """
)
# Buttons and markers that a page prints around its text.
BUTTONS = _phrases(
    """
    advertisement | advertising | ad | article continues below | article continues after advertisement |
    article continues after this advertisement | story continues below advertisement | story continues
    below | continue reading | read more | read full story | read next | see more | show more | load
    more | more on this story | related articles | related stories | related topics | related content |
    recommended stories | recommended for you | you may also like | you might also like | most read |
    most popular | trending now | share | share this | share this article | share this story | share
    article | share on facebook | share on twitter | share on x | share full article | tweet | facebook
    | twitter | whatsapp | linkedin | reddit | telegram | copy link | link copied | copy url | email |
    e-mail | email this article | print | print this article | save | save article | saved | bookmark |
    gift this article | gift article | listen | listen to this article | listen to article | play |
    pause | close | menu | search | home | skip to content | skip to main content | sign in | log in |
    login | register | subscribe | subscribe now | sign up | sign up now | follow us | comment |
    comments | add comment | show comments | view comments | hide caption | toggle caption | enlarge
    this image | view image in fullscreen | back to top | go to top | privacy policy | terms of use |
    cookie policy | accept cookies | accept all cookies | accept | text size | font size | report this
    ad | close ad | next article | previous article | our standards: the thomson reuters trust
    principles | top stories | get the app | download the app |
    """
)
