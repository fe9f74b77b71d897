"""What Dutch municipal lists call their columns, beside the names that stand with each column (columns.py).

One plain list: a heading that a list has and this does not, is added here. Small letters, with commas between; a "?" or ":" at
the end of a heading counts for nothing. A name that may mean two things stands in neither: then nothing is proposed.
"""

from collections.abc import Mapping

_NAMES = {
    "number": "meldingsnummer, signaalnummer, registratienummer, dossiernummer, casusnummer, zaaknr, volgnr, referentie, #",
    "received_on": "datum binnenkomst, binnengekomen op, ontvangst, ontvangstdatum, datum ontvangen, registratiedatum, "
    "datum registratie, invoerdatum, datum invoer",
    "reported_on": "datum gemeld",
    "source": "bron melding, bron van de melding, bron signaal, signaal van, melding van, ontvangen van, kanaal, "
    "meldende organisatie, meldende instantie",
    "reporter_function": "functie melder, afdeling melder, organisatie melder",
    "facts": "situatie, korte omschrijving, omschrijving melding, omschrijving signaal, samenvatting, aanleiding, bevindingen, "
    "waarneming, constatering, notitie, notities",
    "interpretation": "eigen interpretatie, eigen mening, inschatting",
    "already_done": "actie ondernomen, ondernomen actie, genomen acties, genomen maatregelen, maatregelen, interventie, vervolg, "
    "vervolgactie, vervolgacties, wat is gedaan",
    "danger": "acuut gevaar, acute situatie",
    "minor": "minderjarige, minderjarigen, minderjarigheid, onder 18",
    "veilig_thuis": "vt gebeld, melding veilig thuis",
    "place": "plaatsnaam, pleegplaats, wijk, buurt",
    "address": "straatnaam, straat en huisnummer, adresgegevens, pleegadres",
    "company": "naam bedrijf, naam onderneming, naam werkgever, bedrijfsgegevens, uitzendbureau, inlener",
    "vehicle": "voertuigen, kentekens",
    "seen_on": "datum incident, datum constatering, datum controle, datum voorval, datum gebeurtenis, waarnemingsdatum, "
    "waargenomen op, geconstateerd op",
    "seen_when": "sinds wanneer, frequentie",
    "shift": "dagdeel, tijdvak",
    "form": "vorm mensenhandel, vorm van mensenhandel, soort mensenhandel, type uitbuiting, uitbuitingsvorm, aard uitbuiting, "
    "aard melding, aard van de melding, aard signaal",
    "other_forms": "nevenvorm, tweede vorm, overige vormen",
    "route": "binnenland of buitenland, binnenland/buitenland",
    "reporter_name": "naam van de melder, aangemeld door, ingebracht door",
    "reporter_contact": "telefoonnummer melder, tel melder, e-mail melder, e-mailadres melder, contactgegevens, "
    "contactgegevens melder",
    "reporter_anonymous": "anonieme melder, anonieme melding",
    "standing": "fase, voortgang, open/gesloten, afgesloten, afgerond",
    "closed_on": "einddatum, sluitingsdatum, datum sluiting, datum gesloten, datum afronding, afgerond op, afgehandeld op",
    "close_reason": "reden van sluiting, reden afsluiting, afsluitreden, sluitreden",
    "review_on": "vervolgdatum, actiedatum, herbeoordeling, evaluatiedatum, terugkomen op",
    "person_name": "naam slachtoffer, naam mogelijk slachtoffer",
    "person_age": "geboren, gebdatum, geb.datum, geb. datum",
    "profile": "internetadres, webadres, profielnaam, gebruikersnaam",
    "other_number": "bvh-nummer, bvh nummer, politienummer, nummer aangifte, referentie partner, zaaknummer partner",
    "company_number": "kvk-nr, kvk nr, kvknummer",
}
# What stands in a column, as far as that says what it is.
DAYS, REASONS = "days", "reasons"
# What they mean where days stand below them; of some of them the bare name means something else.
_DATED = {
    "received_on": "melding, signaal, ontvangst, registratie",
    "reported_on": "gemeld",
    "seen_on": "gezien, wanneer, waarneming, constatering, controle, incident, moment, periode",
    "closed_on": "gesloten, afgesloten, afgerond, afgehandeld, einde",
    "review_on": "volgen, vervolg, herbeoordelen",
}
# And where the words are reasons for which a signal is closed: else they tell what a partner answered.
_WITH_REASONS = {"close_reason": "uitkomst, resultaat, conclusie, afdoening, reden, oordeel, besluit"}


def _listed(names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(one.strip() for one in text.split(",")) for code, text in names.items()}


ALSO_CALLED = _listed(_NAMES)
CALLED_WITH = {DAYS: _listed(_DATED), REASONS: _listed(_WITH_REASONS)}
