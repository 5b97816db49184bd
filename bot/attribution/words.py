"""The words that attribution turns on: verbs that report, words that bound a phrase. Lower case, single words."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that may stand before their subject: "said Kim".
INVERTING = _words(
    "said says wrote writes added adds explained explains continued continues recalled recalls noted notes asked asks "
    "replied replies responded responds insisted insists argued argues warned warns joked jokes quipped quips tweeted "
    "tweets posted stated states claimed claims declared declares admitted admits acknowledged acknowledges concluded "
    "concludes conceded concedes observed observes remarked remarks commented comments announced announces suggested "
    "suggests reported reports predicted predicts agreed agrees urged countered counters lamented cautioned stressed "
    "stresses emphasised emphasized exclaimed shouted yelled muttered mused reiterated testified alleged alleges "
    "complained complains boasted reflected recounted read reads"
)
# Verbs whose content may be any words that follow.
SAYING = _words("said says say told tells tell tweeted wrote added adds insisted insists quipped joked reiterated")
# Verbs that report a clause: what follows must be one, or be quoted.
REPORTING = INVERTING | _words(
    "argue claim warn insist suggest believe think agree fear hope expect note believes believed thinks thought fears "
    "feared hopes hoped expects expected estimates estimated knows knew feels felt confirmed confirms revealed reveals "
    "disclosed found finds shows showed show indicated indicates indicate maintained maintains contended contends "
    "asserted asserts denied denies ruled learned learnt speculated guessed promised promises vowed vows pledged "
    "pledges threatened threatens demanded demands proposed proposes recommended recommends advised advises forecast "
    "forecasts projected projects questioned wondered informed assured reassured reminded doubts doubted repeated "
    "signalled signaled hinted hints implied implies underlined complained reckons reckoned worried worries swore "
    "decided"
)
# Verbs whose object is what is held: "accused the club of lying". Their subject must stand right before them.
JUDGING = _words(
    "accused accuses criticised criticized criticises criticizes condemned condemns praised praises blamed blames "
    "denied denies urged urges demanded demands promised promises vowed vows pledged pledges threatened threatens "
    "rejected rejects dismissed dismisses welcomed welcomes hailed hails slammed blasted defended defends called calls "
    "described describes dubbed branded labelled labeled likened refuted apologised apologized"
)
# These take a "that" or quoted words, else they mean something else: "the talks continued on Friday".
QUOTING_VERBS = _words(
    "continued continues recounted responded responds replied replies countered counters read reads exclaimed shouted "
    "yelled muttered posted posts commented comments remarked remarks concluded concludes shows showed show observed "
    "observes reflected recalled recalls repeated learned learnt ruled found finds declared declares"
)
NAMING = _words("called calls described describes dubbed branded labelled labeled likened termed")
REPORTING_PARTICIPLES = _words(
    "saying adding noting arguing claiming warning insisting explaining suggesting telling writing stating declaring "
    "announcing alleging acknowledging admitting stressing predicting tweeting asserting maintaining concluding "
    "revealing confirming complaining accusing calling describing denying vowing urging promising believing hoping"
)
BASE_FORMS = _words(
    "say tell argue claim warn insist suggest believe think agree fear hope expect note show indicate read"
)
PLURAL_NOUNS_TOO = _words(
    "claims reports notes states comments calls tweets posts reads estimates fears hopes promises demands projects "
    "forecasts forecast shows finds urges remarks reads hints doubts worries show read notes counters projects pledges "
    "vows blames praises thought"
)
TELLING = _words("told tells tell telling informed assured reassured reminded asked asks warned advised advises")

AUXILIARIES = _words(
    "is are was were be been being am has have had having do does did will would can could shall should may might must "
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t shouldn’t "
    "isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't "
    "he’s she’s it’s they’re we’re i’m he's she's it's they're we're i'm he’ll she’ll they’ll we’ll cannot there’s"
)
BEING = _words("is are was were be been being am isn’t wasn’t isn't wasn't are")
MODALS = _words("will would can could shall should may might must to let won’t wouldn’t can’t couldn’t cannot")
NEGATIONS = _words(
    "not never didn’t doesn’t don’t hasn’t haven’t hadn’t didn't doesn't don't hasn't haven't hadn't nothing"
)
ADVERBS = _words(
    "also later previously then once already repeatedly reportedly recently publicly always often still again even "
    "earlier first simply initially subsequently consistently famously only now further has have had did ever all both "
    "instead separately however meanwhile angrily quietly bluntly merely since himself herself themselves itself"
)
# Past forms and others that end in no telling letters.
_IRREGULAR = _words(
    "went came took made got found left lost won saw ran gave became began broke brought built bought caught chose cut "
    "drew drove fell felt fought grew held hit kept knew led let meant met paid put rose sat sent set shot spent spoke "
    "stood struck taught threw understood wore died lived sank swam struck rang hurt cost said told wrote says "
    "say think believe argue wants needs makes takes goes comes opens offers begins starts remains plans includes "
    "means looks gets gives keeps seems "
    "becomes wins loses brings leaves runs works lives faces lies stands owns serves want need make take plan remain "
    "give keep get use face allow deserve know provide include go come lack"
)
_NOT_PAST = _words(
    "united hundred indeed need speed seed red bed unprecedented supposed so-called limited armed wounded"
)


def is_finite(word: str, before: str) -> bool:
    """Whether a lower-case word is most likely a verb with a subject; `before` is the word before it, or empty."""
    if word in AUXILIARIES:
        return True
    if before in DETERMINERS or before in PREPOSITIONS or before.endswith(("’s", "'s")):
        return False
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST)


SEVERAL = _words(
    "they we i you police people some many who others several most men women both and few those majority percent"
)
PRONOUNS = _words("he she they it we i you who")
DETERMINERS = _words(
    "the a an this that these those his her their its our my your some many several most few another one two three "
    "four five six both each every any all no other more local senior former"
)
PREPOSITIONS = _words(
    "of in on at by for with from to during after before about over under against through into between among near "
    "since until without within following despite amid upon across around behind beyond including as than like outside "
    "inside along per via"
)
OPENERS = _words(
    "but and yet so still however meanwhile then later earlier yesterday today now also instead what when while as if "
    "because although though whereas moreover furthermore additionally separately nevertheless nonetheless or even "
    "how why whether where once perhaps indeed elsewhere afterwards recently last tonight only plus"
)
CONJUNCTIONS = _words(
    "but while because although though whereas when if whether as after before since until that than or unless where "
    "how why what which who whom whose and so"
)
RELATIVES = _words("who which whose whom where")
DAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep "
    "sept oct nov dec"
)
TIMES = _words(
    "yesterday today tonight tomorrow last earlier later this recently afterwards afterward then next early late "
    "again here there now publicly also once first"
)
PERIODS = _words("week month year night morning afternoon evening summer spring winter autumn season")
# Where or through which something is said; it is not part of who says it.
CHANNELS = _words(
    "briefing conference news press hearing meeting rally interview statement telephone phone email e-mail tweet post "
    "speech trial letter report court radio television video message memo column essay blog filing release event "
    "debate podcast paper"
)
# Documents and other things that say what somebody wrote in them.
DOCUMENTS = _words(
    "report study survey poll polls analysis documents document data figures review inquiry audit statement letter "
    "research records lawsuit complaint indictment filing article paper findings results email notice sign memo"
)
# Gathered figures, and what their makers do with them: "figures released by the ministry" are the ministry's.
SOURCES = DOCUMENTS | _words(
    "statistics numbers estimates accounts forecast forecasts projections ranking rankings tally"
)
MADE = _words(
    "released published issued compiled collected provided gathered produced sent filed submitted written posted "
    "commissioned conducted shared prepared presented given unveiled signed announced supplied carried"
)
NO_CLAIM = _words(
    "little nothing so it this goodbye hello yes no sorry otherwise much more less something anything thanks"
)
BODIES = DOCUMENTS | _words(
    "ministry company government department agency council court police group committee party bank union club board "
    "office association firm authority authorities commission service organisation organization university school "
    "hospital army military navy newspaper network station website team league federation institute foundation centre "
    "center bureau administration campaign charity community state country city house congress parliament senate "
    "coalition panel society trust embassy outlet paper magazine broadcaster reuters bbc cnn nato un fbi cia kcna "
    "airline guard fund press post times guardian news images"
)
TITLES = _words(
    "mr mrs ms miss dr sir lord lady dame president prime minister judge justice senator sen rep gov governor mayor "
    "professor prof coach captain chief officer inspector sergeant sgt detective det lt lieutenant secretary general "
    "gen pope king queen prince princess councillor cllr congressman congresswoman representative attorney chancellor "
    "chairman chairwoman chair director manager spokesman spokeswoman ambassador admiral colonel col major father rev "
    "reverend bishop archbishop cardinal sheriff deputy foreign defence defense vice first lady republican democrat "
    "former justice commissioner superintendent constable pc mp"
)
PLACES = _words("north south east west new united street road avenue city county river lake island republic")
HE, SHE = frozenset(("mr", "sir", "lord", "king", "prince")), frozenset(("mrs", "ms", "miss", "lady", "dame", "queen"))
