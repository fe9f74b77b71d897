"""The invented people whose cards stand on the demo sign-in page.

Nobody is called so: a first name plus an everyday object with the same first letter. The address is the object at the
area, below `.example`. The demo world gives each of them the roles that the card names.
"""

from accounts.personas import Persona


def personas() -> tuple[Persona, ...]:
    """One person per role and area, in the order in which the cards stand."""
    return _PERSONAS


_PERSONAS = (
    Persona(
        "windvaan@goes.example",
        "Wilma Windvaan",
        "aandachtsfunctionaris",
        "Goes",
        "Kijk wat vandaag aandacht vraagt: één spoed, drie te laat (ook de spoed) en een aanbod dat met een vraag terugkwam.",
    ),
    Persona(
        "koffiekan@goes.example",
        "Koos Koffiekan",
        "vervangend aandachtsfunctionaris",
        "Goes",
        "Bekijk wat u overneemt als Wilma straks met verlof is. Neem noodtoegang tot het dossier dat zij afschermde: het "
        "nummer vindt u bij haar.",
    ),
    Persona(
        "vuurboei@vlissingen.example",
        "Vera Vuurboei",
        "aandachtsfunctionaris",
        "Vlissingen",
        "Zoek een signaal van Goes: u vindt het nergens.",
    ),
    Persona(
        "regenpijp@reimerswaal.example",
        "Roos Regenpijp",
        "aandachtsfunctionaris",
        "Reimerswaal en Kapelle",
        "Eén persoon, twee gemeenten: beide staan in één lijst.",
    ),
    Persona(
        "theelepel@roosendaal.example",
        "Teun Theelepel",
        "aandachtsfunctionaris",
        "Roosendaal",
        "Sluit een signaal, heropen het, en zie een partner die nooit antwoordt.",
    ),
    Persona(
        "fietsbel@breda.example",
        "Floor Fietsbel",
        "aandachtsfunctionaris",
        "Breda",
        "Bekijk een anonieme doormelding en het antwoord daarop.",
    ),
    Persona(
        "stoeptegel@tilburg.example",
        "Sjoerd Stoeptegel",
        "aandachtsfunctionaris",
        "Tilburg",
        "Volg een signaal dat een casus werd.",
    ),
    Persona(
        "kompasroos@zeeland.example",
        "Karlijn Kompasroos",
        "zorgcoördinator",
        "verzorgingsgebied Zeeland",
        "Neem een aangeboden signaal aan en zie uw casussen: 6 intensief, 30 signalen gevolgd, 2 aangeboden.",
    ),
    Persona(
        "boekenlegger@demarkiezaten.example",
        "Bram Boekenlegger",
        "zorgcoördinator",
        "verzorgingsgebied De Markiezaten",
        "Tholen ligt in Zeeland, maar hoort voor de zorg bij u. U vervangt Karlijn als zij weg is.",
    ),
    Persona(
        "deurklopper@zeeland.example",
        "Daphne Deurklopper",
        "districtelijk coördinator en vervangend aandachtsfunctionaris",
        "district Zeeland en Goes",
        "Wissel van rol en zie wat de ene rol voor de andere verbergt.",
    ),
    Persona(
        "lantaarnpaal@zeeland-west-brabant.example",
        "Lowie Lantaarnpaal",
        "regionaal coördinator",
        "Zeeland-West-Brabant",
        "Maak het regionale rapport; twee gemeenten zijn niet ingedeeld bij een district.",
    ),
    Persona(
        "paraplubak@arbeidsinspectie.example",
        "Philo Paraplubak",
        "partnercontact",
        "Nederlandse Arbeidsinspectie (demo)",
        "Open een doormelding die u kreeg en geef antwoord.",
    ),
    Persona(
        "trapleuning@veiligthuiszeeland.example",
        "Tirza Trapleuning",
        "partner-aandachtsfunctionaris",
        "Veilig Thuis Zeeland (demo)",
        "Stuur een signaal en volg wat ermee gebeurt.",
    ),
    Persona(
        "handveger@goes.example",
        "Hanna Handveger",
        "interne melder, baliemedewerker",
        "Goes",
        "Meld wat u zag, en beantwoord de vraag die op u wacht. Van een signaal ziet u nummer, stand en antwoord.",
    ),
    Persona(
        "vensterbank@goes.example",
        "Vince Vensterbank",
        "privacy officer",
        "Goes",
        "Beoordeel de noodtoegang die op u wacht, en zoek op wie wat zag. Signalen en casussen blijven voor u dicht.",
    ),
    Persona(
        "brievenbus@zeeland-west-brabant.example",
        "Bo Brievenbus",
        "functioneel beheerder",
        "alle gemeenten",
        "Beheer gebruikers en rollen. De inhoud van signalen blijft voor u dicht.",
    ),
    Persona(
        "jampot@zeeland.example",
        "Jet Jampot",
        "bestuurlijk trekker",
        "district Zeeland",
        "Lees het laatst gepubliceerde rapport.",
    ),
    Persona(
        "oorwarmer@baarle-nassau.example",
        "Oda Oorwarmer",
        "achtervang",
        "Baarle-Nassau",
        "Er wacht een signaal en er is geen aandachtsfunctionaris. Wijs iemand aan; wat erin staat, ziet u niet.",
    ),
)
