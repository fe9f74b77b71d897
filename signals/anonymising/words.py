"""Words that have a capital here and there and are nobody."""

_EVERYDAY_TEXT = (
    "aangevuld acht arbeiders auto"
    " beide buurtgenoten collega's controle dat die een eigenaren geld geen gezien goed grote hele huurders huur huurt informatie jonge jongen jongens kenmerken "
    "kenteken kinderen kleine leveranciers man meisje mogelijk negen nieuwe omdat paspoort paspoorten personen relaties schijnbaar slechte sommige "
    "tien tijdens veel vermoedelijk verschillende vijf vrouw vrouwen werk werkgever werknemer werkt woonruimte zes zeven zij zowel elf twaalf"
    " helaas inderdaad ja klopt nee"
    " arbeid auto bedden busje busjes buren buurtbewoners chauffeur dagelijks deur eigenaar elke genoeg huis iemand iedere iedereen "
    "jongeren kamers klanten mannen medewerkers meisjes mensen minstens omwonenden pand personeel persoon regelmatig slapen steeds "
    "telkens vrouwen werknemers werken woning"
)
EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
SHORTENED = frozenset("avg bag boa bsn bv id kvk nr nv pc tel tv vof wc wifi".split())  # noqa: SIM905  as one reads it
# Words with which one says how and when somebody can be reached.
_REACHED_TEXT = (
    "appen balie bellen bereikbaar bureau collega dagen eigen gemeente graag kantoor liefst mail mailen mobiel nummer "
    "ochtend ochtends middag middags avond avonds overdag persoonlijk privé receptie telefonisch telefoon thuis uur werk"
)
REACHED = frozenset(_REACHED_TEXT.split())
# Words with which an office says what something is for.
_OFFICE_TEXT = (
    "aanpak advies anonieme beoordelen beoordeling bescherming bespreken bestrijden bestrijding bestuurlijk controle "
    "controleren gezamenlijk gezamenlijke graag handhaven handhaving hulp hulpverlening informatie inspectie kijken "
    "melding mensenhandel misstanden nagaan onderzoek onderzoeken opsporen opsporing opvolging preventie samen signaal "
    "signalering strafrechtelijk tegengaan tip toetsen toezicht uitbuiting verzoek vervolg voorkomen zicht zorg"
)
OFFICE = frozenset(_OFFICE_TEXT.split())
