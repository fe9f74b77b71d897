"""Working names: a neutral word that people use instead of a name, drawn when a case is opened.

Birds, because they say nothing about anybody. Left out is every bird whose name could be taken for a trait, a trade, a
fate or an insult (visdief, woudaap, rouwkwik, spotvogel, nonnetje, zwartkop, the geese); what stays is short enough to
say over the phone.
"""

import secrets
from collections.abc import Collection

BIRDS: tuple[str, ...] = tuple(
    """
    Alk Appelvink Baardman Barmsijs Beflijster Bergeend Bijeneter Boerenzwaluw Bokje Boomklever Boomkruiper
    Boomleeuwerik Boompieper Boomvalk Bosruiter Bosuil Braamsluiper Brilduiker Buidelmees Buizerd Drieteenmeeuw
    Dwergmeeuw Dwergstern Eider Fitis Fluiter Fluitzwaan Fuut Gaai Geelgors Gierzwaluw Glanskop Goudhaan Goudplevier
    Goudvink Grasmus Graspieper Graszanger Groenling Groenpootruiter Grutto Heggenmus Holenduif Houtduif Houtsnip
    Huiszwaluw IJsduiker IJsgors IJsvogel Kanoet Kauw Kerkuil Kievit Kluut Kneu Koolmees Koperwiek Kraanvogel Krakeend
    Kramsvogel Krooneend Kruisbek Kuifduiker Kuifeend Kuifleeuwerik Kuifmees Kwikstaart Lachstern Leeuwerik Lepelaar
    Matkop Meerkoet Merel Morinel Nachtegaal Oeverloper Oeverpieper Oeverzwaluw Ooievaar Ortolaan Paapje Parelduiker
    Patrijs Pijlstaart Pimpelmees Plevier Porseleinhoen Purperreiger Putter Ransuil Regenwulp Reiger Rietgors
    Rietzanger Ringmus Roerdomp Scholekster Sijs Slobeend Smelleken Smient Spreeuw Sprinkhaanzanger Staartmees
    Steenloper Steenuil Steltkluut Steltloper Stern Stormmeeuw Strandleeuwerik Strandloper Strandplevier Tafeleend
    Taling Tapuit Tjiftjaf Toppereend Torenvalk Tuinfluiter Tureluur Veldleeuwerik Vink Visarend Vuurgoudhaan Waterhoen
    Waterpieper Waterral Watersnip Wielewaal Winterkoning Wintertaling Witgat Wulp Zaagbek Zanglijster Zeearend Zeekoet
    Zilverplevier Zomertaling Zomertortel Zwaluw
    """.split()  # noqa: SIM905  read as a list, a hundred and fifty words would take as many lines
)


def draw_name(taken: Collection[str]) -> str:
    """A working name that is not among `taken`; a numbered one when every bird is out ("Wulp 2")."""
    free = [bird for bird in BIRDS if bird not in taken]
    number = 2
    while not free:
        free = [name for bird in BIRDS if (name := f"{bird} {number}") not in taken]
        number += 1
    return secrets.choice(free)
