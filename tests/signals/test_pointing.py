"""Words that point to data that may not go on by themselves are found in each of their forms, and words of every day are not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.errors import Invalid
from municipalities.roles import actor_for
from signals.anonymising import Kind, Pointing, Protected, naming_in, pieces_in, pointing_in
from signals.anonymising.pointing import _PHRASES
from signals.disclosure import choices_of
from signals.models import Signal
from signals.sharing_codes import ASK_FIRST, Provenance
from signals.withheld import about_to_leave
from tests.factories import signals as make
from tests.support.world import World

FOUND = {
    Pointing.BIBOB: (
        "B I B O B",
        "b.i.b.o.b.-advies",
        "L.B.B.",
        "Bibob",
        "Bibob-advies",
        "bibobonderzoeken",
        "Wet Bibob",
        "de LBB",
        "BIBOB-toetsen",
    ),
    Pointing.MMA: (
        "M.-melding",
        "M-meldingen",
        "m. melding",
        *("Meld Misdaad Anoniem", "meldmisdaadanoniem.nl"),
        *("melding bij M.", "M . melding", "melding via M ."),
        "MMA",
        "mma-tip",
    ),
    Pointing.POLICE: (
        *(
            "politiemutatie",
            "politiemutaties",
            "politie-mutatie",
            "politie mutatie",
            "Wpg",
            "Wpg-gegevens",
            "BVH",
            "bvh-mutatie",
            "politiesystemen",
        ),
        *("justitiële documentatie", "justitiele gegevens", "antecedenten", "mutatierapporten", "strafblad"),
    ),
    Pointing.INTELLIGENCE: (
        "T.C.I.",
        "T C I",
        "c. i. e.",
        "CIE",
        "TCI",
        "TCI-informatie",
        "tci-info",
        "Team Criminele Inlichtingen",
        "cie-info",
    ),
}
FREE = (
    *("Janssen & CIE", "Janssen & Cie", "cie bezwaarschriften", "de politie kwam langs", "anoniem gemeld", "mutatie"),
    *("een melding bij Marie", "proces", "info", "mma", "hij meldde het", "M. Muntenbak", "inlichtingen", "tci"),
)


@pytest.mark.parametrize("kind", Pointing)
def test_each_form_of_a_word_is_found(kind: Pointing) -> None:
    for words in FOUND[kind]:
        told = f"Er was gisteren iets: {words}, zei men."
        assert [one.kind for one in pointing_in(told)] == [kind], words
        assert all(told[one.start : one.end] == one.text for one in pointing_in(told))
    assert all(pointing_in(words) == [] for words in FREE)


_TYPED = {kind: [re.sub("[…_]", "", words) for words in _PHRASES[kind]] for kind in Pointing}


@given(kind=some.sampled_from(Pointing), data=some.data(), around=some.text("abc .,-\n", max_size=8))
def test_a_word_of_the_list_is_found_wherever_it_stands(kind: Pointing, data: some.DataObject, around: str) -> None:
    words = data.draw(some.sampled_from(_TYPED[kind]))
    words = data.draw(some.sampled_from([words, words.upper(), words.capitalize()]))
    text = f"{around.rstrip('abc-')} {words} {around.lstrip('abc-')}"
    assert any(one.kind == kind for one in pointing_in(text)), text


def test_a_handover_asks_of_each_word_and_a_tip_settles_it(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.handled(
        world.goes, world.wilma, facts="Volgens het Bibob-advies en een politiemutatie slapen er acht."
    )
    with pytest.raises(Invalid):
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"])
    finds = about_to_leave(signal, choices_of(signal, anonymous=False), ["facts"], {}).check.finds
    assert [one.piece.text for one in finds] == ["Bibob-advies", "politiemutatie"]
    for find in finds:
        assert find.why.startswith("Dit woord wijst op gegevens die niet mee mogen")
        # What Bibob found goes to nobody, whoever agrees.
        agreed = [] if find.piece.text == "Bibob-advies" else ["agreed"]
        assert [code for code, _ in find.ways] == ["remove", "other", *agreed]
    answers = {finds[0].key: "remove", finds[1].key: "other"}
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], answers=answers)
    assert "Bibob" not in str(sent.content)
    assert [row[1:] for row in sent.kept or []] == [["politiemutatie", finds[1].words, "other"]]
    assert sent.ask_first == ""
    # By leave it is what the police told: who agreed stands with it, and only who may have that gets it.
    answers[finds[1].key] = "agreed"
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], answers=answers)
    assert set(refusal.value.fields) == {"permitted_by"}
    by = "officier van dienst, gisteren"
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=["facts"], answers=answers, permitted_by=by)
    assert (sent.ask_first, sent.permitted_by) == (ASK_FIRST, by)
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.veilig_thuis, fields=["facts"], answers=answers, permitted_by=by)
    assert set(refusal.value.fields) == {"fields_shared"}
    # What the police gave and says so, goes by the rule for that; a word in another's mouth does not.
    Signal._base_manager.filter(pk=signal.pk).update(provenance=Provenance.WPG)
    own = Signal._base_manager.get(pk=signal.pk)
    left = about_to_leave(own, choices_of(own, anonymous=False), ["facts"], {}).check.finds
    assert [one.piece.text for one in left] == ["Bibob-advies"]
    pieces = pieces_in("Er is een M.-melding.", Protected())
    assert [(one.kind, one.text) for one in pieces if one.kind == Kind.HELD] == [(Kind.HELD, "M.-melding")]
    assert naming_in("Er is een M.-melding.", Protected()) == []
