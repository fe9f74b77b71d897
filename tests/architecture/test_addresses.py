"""The addresses that people see are Dutch, as the words on screen; those of the API and of a standard stay as they are."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from municipalities.readiness_items import ITEMS
from municipalities.roles.rows import KIND_WORDS, KINDS
from municipalities.terms import declared
from signals.forms.mentions import SLUGS
from signals.wizard import FORMS

# A new address adds its words here: look whether they are Dutch.
WORDS = frozenset(
    """
    a aanbod aandachtsfunctionaris aangeboden aangenomen aanmelden aannemen aanvullen aanwijzen aanzetten
    account achtervang adres afgesloten afschalen afschermen afsluiten afspraken afwezigheid agendapunt akkoord
    alarmen antwoord apart app basis beeindigen behandeling beginnen bekeken bekijken beoordelen beoordeling besluit
    besluiten bestand betreft bevestig bewaartermijnen bewaren bijlagen blad brief bsn casus casussen cijfers code
    collega concept concepten contact controle controleren de deelnemer demo direct dit doorgaan doorgeven doormelding
    doorverwijzen doorverwijzing eerst eigen eigenaar elders en eruit exporteren filters fouten gebruikers gedaan
    gedeeld geen gegevens gemeenten gesprek gesloten gevaar geven gevolgd geweigerd herinnerd herkomst heropenen herstel herstelcodes hersteld
    hulp importeren informatie ingestuurd inloggen instellen intensief intrekken inzage kenmerken klaar klok
    kolommen langer later leiden losmaken maken mandaten meekijken meer melden melder mijn naam nakijken namen nazorg
    niet nieuw nieuwe nogmaals noodtoegang notitie nummer ook op openen opheffen opnieuw oppakken opschalen orde
    organisatie organisaties overdracht overdragen overleg overnemen overzicht partner partners van passkey pdf persoon pet plannen
    postvak punt rapportages regel resultaat rol rollen samenvoegen schrappen sessie sessies signalen situatie
    situaties sluiten stap stoppen taak tabellen tafel taken team tekst teksten termijnen thuis terug terugnemen
    toegankelijkheid toevoegen toezicht tonen tweede uitkomst uitloggen uitnodigen uitsluiten uitvoeren
    uitzetten uitzondering uitzonderingen vastgehouden vasthouden vastleggen veilig verder vergelijken verteld
    vergeten verloop verplaatsen versie verstuurd verwant verwijderen verzamelen voet volgen voorstellen
    vooruit vraag vragen waarden wachtwoord wat weggooien weigeren wens werk wie wijzigen wissen z zet zoeken zelfde
    """.split()  # noqa: SIM905  as one reads it
)
# Programs look for these by the names of a standard, or people know them by no other.
FIXED = frozenset({".well-known/security.txt"})
# What fills the places for words, by the name of the place.
FILLED = {
    "gm_code": ["GM0664"],
    "key": [],
    "kind": [*SLUGS.values(), *KIND_WORDS.values(), "regio", "gemeente"],
    "slug": [
        *(term.slug for term in declared().values()),
        *(item.slug for item in ITEMS),
        *FORMS,
    ],
}


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from _addresses(pattern, address)


ADDRESSES = sorted({address for address in _addresses(get_resolver()) if not address.startswith("api/")} - FIXED)


def test_every_word_of_an_address_is_dutch() -> None:
    said = {word for address in ADDRESSES for word in re.findall(r"[a-z_]+", re.sub(r"<[^>]*>", "", address))}
    assert said - WORDS == set(), "new words: are they Dutch?"
    assert WORDS - said == set(), "of an address that is no more"


def test_what_fills_an_address_is_no_code() -> None:
    places = {place for address in ADDRESSES for place in re.findall(r"<(?:slug|str):(\w+)>", address)}
    assert places == set(FILLED)
    for words in FILLED.values():
        assert not [word for word in words if "_" in word]
    assert set(KIND_WORDS) == set(KINDS)
    for slugs in ([term.slug for term in declared().values()], [item.slug for item in ITEMS]):
        assert len(slugs) == len(set(slugs))
