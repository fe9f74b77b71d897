"""What was ticked when each told story came in, by its key: only what its text says, and how the writer knows it."""

from collections.abc import Mapping

from signals.indicators import Basis, Indicator, Noticed

_SEEN, _TOLD, _ASSUMED = Basis.OBSERVED, Basis.TOLD, Basis.ASSUMED
I = Indicator  # noqa: E741 (one letter for a list of forty)

NOTICED: Mapping[str, tuple[Noticed, ...]] = {
    "kassabon": (
        Noticed(I.LAB_OVERCROWDED, _SEEN),
        Noticed(I.LAB_FINES, _SEEN),
        Noticed(I.LAB_DEBT_TRAVEL, _TOLD),
        Noticed(I.GEN_DEBT, _ASSUMED),
    ),
    "kantoortijd": (
        Noticed(I.GEN_MOVEMENT, _SEEN),
        Noticed(I.SEX_MINOR, _SEEN),
        Noticed(I.SEX_PHONE, _ASSUMED),
        Noticed(I.SEX_OTHER, _SEEN, "slaapt in de les"),
    ),
    "bankpas": (
        Noticed(I.CRIM_PHONES, _SEEN),
        Noticed(I.CRIM_BANK_USE, _SEEN),
        Noticed(I.CRIM_LVB, _ASSUMED),
        Noticed(I.GEN_NO_MONEY, _TOLD),
    ),
    "appels": (
        Noticed(I.GEN_MOVEMENT, _SEEN),
        Noticed(I.LAB_HOURS, _SEEN),
        Noticed(I.LAB_HOUSING_TIED, _ASSUMED),
        Noticed(I.LAB_OTHER, _SEEN, "de chauffeur haalt de huur contant op"),
    ),
    "via-via": (Noticed(I.LAB_HOURS, _TOLD), Noticed(I.GEN_MOVEMENT, _TOLD)),
    "kamer-214": (Noticed(I.GEN_ISOLATED, _SEEN), Noticed(I.SEX_LIVES_AT_WORK, _ASSUMED)),
    "oppas": (
        Noticed(I.SRV_ALWAYS_ON, _TOLD),
        Noticed(I.SRV_NO_REGISTRATION, _TOLD),
        Noticed(I.SRV_FAMILY_DEPENDENCY, _ASSUMED),
    ),
    "veertig-lesuren": (Noticed(I.CRIM_ABSENCE, _SEEN), Noticed(I.CRIM_FAMILY_GROUP, _ASSUMED)),
    "vaste-plek": (Noticed(I.CRIM_BEGGING, _SEEN), Noticed(I.GEN_FEAR, _ASSUMED)),
    "getrouwd": (
        Noticed(I.MAR_ID_FAMILY, _SEEN),
        Noticed(I.GEN_SPEAKS_FOR, _SEEN),
        Noticed(I.MAR_NO_CHOICE, _ASSUMED),
    ),
}
