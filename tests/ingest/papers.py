"""Pages as newspapers lay them out, in words of our own: eight habits, and what a reader would say is in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone


@dataclass(frozen=True)
class Paper:
    """A page and what is to be read from it."""

    page: str
    title: str
    body: tuple[str, ...]
    byline: str | None = None
    published: date | datetime | None = None
    updated: date | datetime | None = None
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    standfirst: str | None = None
    agency: str | None = None
    section: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    encoding: str = field(default="utf-8")


BROADSHEET = Paper(
    """<!doctype html><html lang="en"><head><title>Ferry service halted after storm | The Marrick Courier</title>
<meta property="og:title" content="Ferry service halted after storm">
<meta property="og:site_name" content="The Marrick Courier">
<meta name="author" content="https://social.example/courier">
<meta property="og:description" content="Crossings will not resume before Thursday.">
<meta property="article:section" content="Regional"><link rel="canonical" href="https://courier.example/2026/ferry">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"},
{"@type": "NewsArticle", "headline": "Ferry service halted after storm", "datePublished": "2026-03-04T09:15:00+00:00",
"dateModified": "2026-03-04T11:40:00Z", "author": [{"@type": "Person", "name": "Ann Lee"},
{"@type": "Person", "name": "Tom Okoro"}], "articleSection": ["Regional"],
"keywords": ["Ferries", "type:news", "Storms"],
"publisher": {"@type": "Organization", "name": "The Marrick Courier"}}]}</script></head><body>
<div class="cookie-banner"><p>We use cookies to make this site work and to show you adverts. Is that all right?</p>
</div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header><main><article>
<header><h1>Ferry service halted after storm</h1>
<p class="standfirst">Crossings to Port Sarren will not resume before Thursday, the operator says.</p>
<div class="byline">By <a rel="author" href="/a">Ann Lee</a> and <a rel="author" href="/t">Tom Okoro</a></div>
<time datetime="2026-03-04T09:15:00+00:00">4 March 2026</time></header>
<figure><img src="f.jpg"><figcaption>The Aurelia at Marrick on Tuesday. Photograph: Jo Field/The Courier</figcaption>
</figure>
<p>The ferry between Marrick and Port Sarren has been halted since Tuesday night, the operator said.</p>
<p>About 1,400 passengers a day use the crossing. “We put nobody at risk,” said Ida Brandt, its manager.</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Storm closes schools</a></li></ul></aside>
<h2>What passengers can do</h2><p>Tickets remain valid until the end of April.</p>
<p><a href="/b">Read more: how the storm unfolded</a></p>
<div class="newsletter-signup"><p>Sign up for our morning newsletter and never miss a story from the coast.</p></div>
<ul><li>Refunds are paid within ten days.</li><li>Freight goes by road.</li></ul>
<p>Repairs will cost €2.3m, the port authority estimates.</p></article></main>
<footer><p>© 2026 The Marrick Courier. All rights reserved.</p></footer></body></html>""",
    "Ferry service halted after storm",
    (
        "Crossings to Port Sarren will not resume before Thursday, the operator says.",
        "The ferry between Marrick and Port Sarren has been halted since Tuesday night, the operator said.",
        "About 1,400 passengers a day use the crossing. “We put nobody at risk,” said Ida Brandt, its manager.",
        "Tickets remain valid until the end of April.",
        "Refunds are paid within ten days.",
        "Freight goes by road.",
        "Repairs will cost €2.3m, the port authority estimates.",
    ),
    byline="Ann Lee and Tom Okoro",
    published=datetime(2026, 3, 4, 9, 15, tzinfo=UTC),
    updated=datetime(2026, 3, 4, 11, 40, tzinfo=UTC),
    captions=("The Aurelia at Marrick on Tuesday. Photograph: Jo Field/The Courier",),
    headings=("What passengers can do",),
    standfirst="Crossings to Port Sarren will not resume before Thursday, the operator says.",
    section="Regional",
    url="https://courier.example/2026/ferry",
    tags=("Ferries", "Storms"),
)

TABLOID = Paper(
    """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Baker's dozen: town wins oven - Evening Echo</title>
<meta property="og:title" content="Baker's dozen: town wins oven"><meta property="og:site_name" content="Evening Echo">
<meta property="og:url" content="https://echo.example/news/oven"><meta name="keywords" content="bread, Wexley">
</head><body class="has-newsletter page-article"><div id="top"><div class="logo"><a href="/">Evening Echo</a></div>
<div class="menu"><a href="/n">News</a> <a href="/s">Sport</a></div></div>
<div id="consent-overlay"><div>Your privacy matters. We and our partners store cookies.</div></div>
<div class="wrap"><div class="content"><h1>Baker's dozen: town wins oven</h1>
<p class="byline">By MARTA KOHL, Staff Writer</p>
<p class="pubdate">Published: 13:05 GMT, 4 March 2026 | Updated: 15:20 GMT, 4 March 2026</p>
<div class="share-bar"><a>Share</a><a>Tweet</a></div><div class="body">
<p>The 200-year-old bread oven of Wexley is going back to the square where it stood until 1974.</p>
<p>Councillors voted by 11 to 2 on Tuesday to buy it from a collector for £41,000.</p>
<p><a href="/1">Wexley market to move indoors next winter</a></p>
<div><img src="1"><p class="imageCaption caption">The oven in 1931 (Picture: Wexley Museum)</p></div>
<p>READ MORE: Ten things you never knew about Wexley</p>
<p>Work on a new roof is to begin in June.</p><div class="advertisement"><p>Advertisement</p></div>
<p>Do you have a story for us? Email our newsroom at desk@echo.example.</p></div>
<div class="comments"><h3>Comments</h3><p>I remember that oven, and my grandmother worked there for years.</p></div>
</div>
<div class="rail"><h3>Most read</h3><ul><li><a>Man bites dog</a></li></ul></div></div></body></html>""",
    "Baker's dozen: town wins oven",
    (
        "The 200-year-old bread oven of Wexley is going back to the square where it stood until 1974.",
        "Councillors voted by 11 to 2 on Tuesday to buy it from a collector for £41,000.",
        "Work on a new roof is to begin in June.",
    ),
    byline="MARTA KOHL",
    published=datetime(2026, 3, 4, 13, 5, tzinfo=UTC),
    updated=datetime(2026, 3, 4, 15, 20, tzinfo=UTC),
    captions=("The oven in 1931 (Picture: Wexley Museum)",),
    url="https://echo.example/news/oven",
    tags=("bread", "Wexley"),
)

OLD_TABLE = Paper(
    """<HTML><HEAD><TITLE>The Daily Ledger: Mine reopens at Caddon</TITLE></HEAD><BODY BGCOLOR=white>
<TABLE width=700><TR>
<TD width=120><A HREF=/>Home</A><BR><A HREF=/sport>Sport</A><BR><A HREF=/arch>Archive</A></TD>
<TD><FONT size=5><B>Mine reopens at Caddon</B></FONT><BR><BR><I>By Hal Dunne</I><BR>March 3, 2004<BR><BR>
CADDON - The tin mine that closed in 1998 reopened on Monday with 45 workers, half the number it had before.<BR><BR>
The owners said the price of tin had doubled in a year – and that the mine would pay its way.<BR><BR>
“We have waited six years for this day,” said Ruth Pell, the mayor.<BR><BR><A HREF=x>Send this page to a friend</A>
</TD></TR></TABLE><CENTER>Copyright 2004 The Daily Ledger</CENTER></BODY></HTML>""",
    "Mine reopens at Caddon",
    (
        "The tin mine that closed in 1998 reopened on Monday with 45 workers, half the number it had before.",
        "The owners said the price of tin had doubled in a year – and that the mine would pay its way.",
        "“We have waited six years for this day,” said Ruth Pell, the mayor.",
    ),
    byline="Hal Dunne",
    published=date(2004, 3, 3),
    encoding="cp1252",
)

WIRE = Paper(
    """<!doctype html><html><head><title>Norvia raises rates to 4.5% | Reuters</title>
<script type="application/ld+json">
[{"@type": "BreadcrumbList", "itemListElement": []}, {"@type": ["NewsArticle"],
"headline": "Norvia raises rates to 4.5%",
"datePublished": "2026-02-11T08:00:12Z", "author": {"@type": "Organization", "name": "Reuters"},
"publisher": {"@type": "Organization", "name": "Reuters"}}]</script></head><body><div id="app"><div data-testid="Page">
<div data-testid="Heading"><h1>Norvia raises rates to 4.5%</h1></div><div data-testid="Body">
<div data-testid="paragraph-0">KARSTAD, Feb 11 (Reuters) - Norvia's central bank raised its main interest rate by a
quarter of a percentage point to 4.5% on Wednesday, its third rise in a row.</div>
<div data-testid="paragraph-1">Ten of 14 economists polled by Reuters had expected no change.</div>
<div data-testid="paragraph-2">"Inflation is still too high," Governor Lena Aas told reporters.</div>
<div data-testid="paragraph-3">(Reporting by Jon Berg; Editing by Kay Moss)</div>
<div data-testid="paragraph-4">Our Standards: The Thomson Reuters Trust Principles.</div></div></div></div></body>
</html>""",
    "Norvia raises rates to 4.5%",
    (
        "Norvia's central bank raised its main interest rate by a quarter of a percentage point to 4.5% on Wednesday, "
        "its third rise in a row.",
        "Ten of 14 economists polled by Reuters had expected no change.",
        '"Inflation is still too high," Governor Lena Aas told reporters.',
    ),
    byline="Jon Berg",
    agency="Reuters",
    published=datetime(2026, 2, 11, 8, 0, 12, tzinfo=UTC),
)

MICRODATA = Paper(
    """<!doctype html><html><head><meta charset=utf-8><title>Library to open on Sundays – Hill Valley Gazette</title>
</head><body><header><h1 class="logo">Hill Valley Gazette</h1></header><div itemscope itemtype="http://schema.org/NewsArticle">
<h2 itemprop="headline">Library to open on Sundays</h2>
<p itemprop="alternativeHeadline">Readers have asked for it for a decade</p>
<span itemprop="author">Clara Wynn</span> <meta itemprop="datePublished" content="2026-01-09">
<div itemprop="articleBody"><p>The Hill Valley library will open on Sundays from February, the council has decided.</p>
<p>It will be staffed by volunteers between noon and 5pm.</p></div>
<div class=tags>Tags: <a rel=tag>library</a>, <a rel=tag>council</a></div></div>
<div class="related"><article><h3>Bus fares up</h3><p>Fares go up by 4%.</p></article></div></body></html>""",
    "Library to open on Sundays",
    (
        "Readers have asked for it for a decade",
        "The Hill Valley library will open on Sundays from February, the council has decided.",
        "It will be staffed by volunteers between noon and 5pm.",
    ),
    byline="Clara Wynn",
    published=date(2026, 1, 9),
    standfirst="Readers have asked for it for a decade",
    tags=("library", "council"),
)

BLOG = Paper(
    """<!DOCTYPE html><html><head><title>Otters return to the Lorn | Riverside Dispatch</title>
<meta name="description" content="Otters seen for first time since 1979"></head><body class="single post">
<div id="page">
<header id="masthead"><p class="site-title"><a href="/">Riverside Dispatch</a></p></header><div id="content"><main>
<article class="post type-post"><header class="entry-header"><h1 class="entry-title">Otters return to the Lorn</h1>
<div class="entry-meta"><time class="entry-date" datetime="2026-03-01T07:30:00+01:00">1 March 2026</time>
<span class="byline">by <span class="author vcard"><a href="/a">Erin Vale</a></span></span></div></header>
<div class="entry-content"><p>Otters have been seen in the river Lorn for the first time since 1979.</p>
<div class="wp-caption"><img src=o.jpg><p class="wp-caption-text">An otter near the weir. Photo: Sam Reed</p></div>
<p>A camera near the weir filmed a mother and two cubs.</p><p>“The water is clean again,” said Dr Mira Sand.</p>
<div class="sharedaddy sd-sharing"><h3>Share this:</h3><ul><li><a>Facebook</a></li></ul></div>
<div class="jp-relatedposts"><h3>Related</h3><p>Beavers back in the Dunn, six months after the flood.</p></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a>Nature</a></span></footer></article>
<div class="author-box"><p>Erin Vale has written about rivers for the Dispatch since 2011.</p></div>
<div id="comments"><ol><li><p>Great news, thank you.</p></li></ol></div></main></div></div></body></html>""",
    "Otters return to the Lorn",
    (
        "Otters have been seen in the river Lorn for the first time since 1979.",
        "A camera near the weir filmed a mother and two cubs.",
        "“The water is clean again,” said Dr Mira Sand.",
    ),
    byline="Erin Vale",
    published=datetime(2026, 3, 1, 7, 30, tzinfo=timezone(timedelta(hours=1))),
    captions=("An otter near the weir. Photo: Sam Reed",),
    standfirst="Otters seen for first time since 1979",
)

BRIEF = Paper(
    """<html><head><title>Power cut</title></head><body><h1>Power cut in Elmsworth</h1>
<p>About 900 homes in Elmsworth lost power on Friday night.</p></body></html>""",
    "Power cut in Elmsworth",
    ("About 900 homes in Elmsworth lost power on Friday night.",),
)

FRONT = Paper(
    """<!doctype html><html><head><title>Snow shuts pass</title><meta property="og:title" content="Snow shuts pass">
<meta name="date" content="2026-01-15T06:00:00+02:00"></head><body><main>
<article class="story"><h1>Snow shuts pass</h1><p>By Noor Haddad | 15 January 2026</p>
<p>Heavy snow closed the Arran pass on Thursday, and the road stays shut until Sunday, police said.</p>
<table><tr><th>Village</th><th>Snow, cm</th></tr><tr><td>Upper Arran</td><td>84</td></tr></table>
<blockquote><p>“It is the most we have had since 2009,” said Kari Stein, who runs the inn.</p></blockquote></article>
<article class="card"><h3><a href="/2">Skiers rescued</a></h3><p>Two were flown out.</p></article>
<article class="card"><h3><a href="/3">Buses late</a></h3><p>Up to an hour.</p></article></main></body></html>""",
    "Snow shuts pass",
    (
        "Heavy snow closed the Arran pass on Thursday, and the road stays shut until Sunday, police said.",
        "Village | Snow, cm",
        "Upper Arran | 84",
        "“It is the most we have had since 2009,” said Kari Stein, who runs the inn.",
    ),
    byline="Noor Haddad",
    published=datetime(2026, 1, 15, 6, 0, tzinfo=timezone(timedelta(hours=2))),
)

PAPERS = {
    "broadsheet": BROADSHEET,
    "tabloid": TABLOID,
    "old table": OLD_TABLE,
    "wire": WIRE,
    "microdata": MICRODATA,
    "blog": BLOG,
    "brief": BRIEF,
    "front": FRONT,
}
