"""Being away, who stands in, and what a care coordinator lends for those days."""

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden, Invalid
from core.unit import current_unit
from jobs.models import OutboxMessage
from municipalities import operations, roles
from municipalities.attention import cover
from municipalities.codes import Role
from municipalities.duty import told_of
from municipalities.models import (
    Absence,
    MunicipalityFallBack,
    MunicipalityRole,
    RegionFallBack,
    ServiceAreaRole,
)
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.support.days import dated, in_days
from tests.support.world import World


def events() -> list[str]:
    return [event.event for event in current_unit().gathered if event.result == "done"]


class TestAbsences:
    def away(self, who: Any, deputy: Any, **given: Any) -> Absence:
        facts: dict[str, Any] = {"user": who, "first_day": in_days(), "last_day": in_days(7)} | dated(given)
        return operations.set_absence(actor=actor_for(given.pop("by", who)), deputy=deputy, **facts)

    def test_a_focal_officer_arranges_her_deputy(self, world: World) -> None:
        absence = self.away(world.wilma, world.koos)
        assert (absence.role, absence.deputy) == (Role.FOCAL_OFFICER, world.koos)
        assert events() == ["municipalities.absence_set"]

    def test_an_officers_absence_opens_nothing_to_the_deputy_and_takes_nothing_from_her(self, world: World) -> None:
        before = (actor_for(world.wilma), actor_for(world.koos))
        self.away(world.wilma, world.koos)
        after = (actor_for(world.wilma), replace(actor_for(world.koos), covers=frozenset()))
        assert after == before

    def test_the_deputy_must_be_able_to_work_there(self, world: World) -> None:
        with pytest.raises(Invalid) as refusal:
            self.away(world.wilma, world.vera)
        assert "Goes" in refusal.value.fields["deputy"][0]

    def test_a_colleague_registers_her_when_she_fell_ill(self, world: World) -> None:
        facts = {"user": world.wilma, "deputy": world.koos, "first_day": in_days(), "last_day": in_days()}
        operations.set_absence(actor=actor_for(world.koos), **facts)
        assert Absence.objects.get().user == world.wilma

    def test_a_stranger_does_not(self, world: World) -> None:
        with pytest.raises(Forbidden):
            operations.set_absence(
                actor=actor_for(world.vera),
                user=world.wilma,
                deputy=world.koos,
                first_day=in_days(),
                last_day=in_days(),
            )

    @pytest.mark.parametrize(("given", "field"), [({"last_day": partial(in_days, -1)}, "last_day")])
    def test_the_days_must_be_in_order(self, world: World, given: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refusal:
            self.away(world.wilma, world.koos, **given)
        assert set(refusal.value.fields) == {field}

    def test_not_twice_at_once(self, world: World) -> None:
        self.away(world.wilma, world.koos)
        with pytest.raises(Invalid, match="al afwezig"):
            self.away(world.wilma, world.daphne)

    def test_a_coordinators_deputy_gets_her_area_for_those_days_only(self, world: World) -> None:
        berend = world.person("Berend")
        self.away(world.karlijn, berend, first_day=in_days(1))
        zvh = world.zvh_zeeland
        row = ServiceAreaRole.objects.get(user=berend, content_object=zvh)
        assert (row.deputy, row.valid_from, row.valid_until) == (True, in_days(1), in_days(7))
        assert world.goes.pk not in actor_for(berend).content
        assert [area.name for area in roles.areas_of(berend.pk, Role.CARE_COORDINATOR, in_days())] == [
            "ZVH Baronie Breda"
        ]

    def test_nobody_gives_himself_an_area_by_registering_a_coordinator_away(self, world: World) -> None:
        with pytest.raises(Invalid):
            operations.set_absence(
                actor=actor_for(world.person("Berend")),
                user=world.karlijn,
                deputy=world.person("Berend"),
                first_day=in_days(),
                last_day=in_days(),
            )

    def test_who_fell_ill_is_registered_by_who_stands_in_or_by_the_administrator_and_sees_by_whom(
        self, world: World, client_of: Any
    ) -> None:
        berend, bo, daphne = world.person("Berend"), world.person("Bo"), world.daphne
        make.holds(daphne, Role.CARE_COORDINATOR, world.zvh_zeeland)
        days = {"first_day": in_days(), "last_day": in_days(7)}
        near = actor_for(daphne, Role.CARE_COORDINATOR)
        by_colleague = operations.set_absence(actor=near, user=world.karlijn, deputy=daphne, **days)
        assert by_colleague.registered_by == daphne
        operations.end_absence(by_colleague, actor=actor_for(world.karlijn), last_day=in_days(-1))
        with pytest.raises(Invalid):  # a role would be lent by it
            operations.set_absence(actor=near, user=world.karlijn, deputy=berend, **days)
        admin, care = actor_for(bo), {"role": Role.CARE_COORDINATOR.value}
        for wrong in ({"deputy": bo}, {"user": world.outsider}, {"role": Role.PRIVACY_OFFICER.value}):
            with pytest.raises(Invalid):
                operations.set_absence(actor=admin, **({"user": world.karlijn, "deputy": berend} | care | days | wrong))
        client = client_of(bo)
        url = reverse("municipalities:absence")
        sent = {"hat": "app_admin", "person": f"{world.karlijn.pk}:care_coordinator", "deputy": str(berend.pk)}
        sent |= {name: day.isoformat() for name, day in days.items()}
        assert client.post(url, sent).status_code == 302
        lent = ServiceAreaRole.objects.get(user=berend, content_object=world.zvh_zeeland)
        assert (lent.deputy, lent.valid_until) == (True, in_days(7))
        absence = Absence.objects.get(user=world.karlijn)
        assert (absence.registered_by, absence.by_another) == (bo, True)
        assert str(berend) in client.get(url).content.decode()
        hers = client_of(world.karlijn)
        assert "Bo Brievenbus" in hers.get(url).content.decode()
        assert "geregeld door Bo Brievenbus" in hers.get(reverse("start")).content.decode()
        back = {"hat": "care_coordinator", "last_day": in_days(-1).isoformat()}
        assert hers.post(reverse("municipalities:end-absence", args=[absence.pk]), back).status_code == 302
        assert not ServiceAreaRole.objects.filter(user=berend, content_object=world.zvh_zeeland).exists()

    def test_who_names_nobody_is_stood_in_for_by_whom_the_fall_back_appoints_until_she_is_back(
        self, world: World
    ) -> None:
        named = {"user": world.outsider, "municipality": world.vlissingen, "valid_from": in_days()}
        row = MunicipalityFallBack.objects.create(**named)
        appoint = partial(operations.appoint_focal_officer, row, municipality=world.vlissingen)
        otto = actor_for(world.outsider)
        with pytest.raises(Invalid, match="heeft al"):
            appoint(actor=otto, user=world.outsider)
        absence = self.away(world.vera, None)
        with pytest.raises(Invalid) as refusal:
            appoint(actor=otto, user=world.vera)
        assert refusal.value.fields == {"user": ["Deze persoon is zelf afwezig. Kies iemand anders."]}
        busy = Absence.objects.create(
            user=world.koos, role=Role.FOCAL_OFFICER, valid_from=in_days(), valid_until=in_days()
        )
        with pytest.raises(Invalid) as refusal:
            appoint(actor=otto, user=world.koos)
        assert set(refusal.value.fields) == {"user"}
        busy.delete()
        given = appoint(actor=otto, user=world.outsider)
        assert (given.deputy, given.valid_until) == (True, in_days(7))
        assert MunicipalityRole.objects.get(pk=given.pk).while_away
        assert actor_for(world.outsider).covers == {world.vera.pk}
        [line] = cover(actor_for(world.outsider, Role.FOCAL_OFFICER))
        assert "U neemt waar in Vlissingen" in line.text
        # She serves two municipalities: the fall-back of the other one appoints somebody else, and neither deputises for her
        # in the place of the other.
        make.holds(world.vera, Role.FOCAL_OFFICER, world.breda)
        self.away(world.floor, None, last_day=in_days(9))
        row = MunicipalityFallBack.objects.create(**named | {"municipality": world.breda})
        there = operations.appoint_focal_officer(row, actor=otto, municipality=world.breda, user=world.koos)
        absence.refresh_from_db()
        assert (absence.deputy, there.valid_until) == (None, in_days(7))
        assert actor_for(world.koos, Role.FOCAL_OFFICER).covers == {world.vera.pk, world.floor.pk}
        gathered = len(current_unit().gathered)
        operations.end_absence(absence, actor=actor_for(world.vera), last_day=in_days())
        for one in (given, there):
            one.refresh_from_db()
            assert one.valid_until == in_days()
        ended, back = "municipalities.role_ended", "municipalities.absence_ended"
        logged = {(one.event, one.municipality_id) for one in current_unit().gathered[gathered:]}
        assert logged == {(event, place.pk) for event in (ended, back) for place in (world.vlissingen, world.breda)}

    def test_whoever_is_back_first_ends_what_was_given_while_all_were_away(self, world: World) -> None:
        """Also who had a deputy: he was away himself."""
        make.holds(world.koos, Role.FOCAL_OFFICER, world.vlissingen)
        vera = self.away(world.vera, world.koos)
        self.away(world.koos, None, last_day=in_days(3))
        row = MunicipalityFallBack.objects.create(
            user=world.outsider, municipality=world.vlissingen, valid_from=in_days()
        )
        given = operations.appoint_focal_officer(
            row, actor=actor_for(world.outsider), municipality=world.vlissingen, user=world.outsider
        )
        assert given.valid_until == in_days(3)
        # Whoever was appointed comes back from a day off of her own: she goes on.
        otto = actor_for(world.outsider, Role.FOCAL_OFFICER)
        days = {"first_day": in_days(), "last_day": in_days(2)}
        off = operations.set_absence(actor=otto, user=world.outsider, deputy=None, **days)
        operations.end_absence(off, actor=otto, last_day=in_days(1))
        given.refresh_from_db()
        assert given.valid_until == in_days(3)
        operations.end_absence(vera, actor=actor_for(world.vera), last_day=in_days(1))
        given.refresh_from_db()
        assert given.valid_until == in_days(1)

    def test_two_who_would_deputise_for_each_other_are_refused_by_whatever_way_round(
        self, world: World, client_of: Any
    ) -> None:
        self.away(world.wilma, world.koos, last_day=in_days(4))
        given = {"hat": "focal_officer", "person": world.koos.pk, "deputy": world.wilma.pk}
        given |= {name: in_days(n).isoformat() for name, n in (("first_day", 4), ("last_day", 9))}
        shown = client_of(world.koos).post(reverse("municipalities:absence"), given)
        assert "het werk van Wilma Windvaan gaat dan naar Koos Koffiekan" in shown.content.decode()
        self.away(world.koos, world.daphne, last_day=in_days(4))
        third = partial(
            operations.set_absence,
            actor=actor_for(world.daphne, Role.FOCAL_OFFICER),
            user=world.daphne,
            deputy=world.wilma,
            last_day=in_days(9),
        )
        with pytest.raises(Invalid) as refusal:
            third(first_day=in_days(4))
        assert "gaat dan naar Daphne" in refusal.value.fields["deputy"][0]
        # On days on which the other is there it is no circle.
        third(first_day=in_days(5))

    def test_who_has_no_deputy_hears_where_her_work_goes_and_is_away_all_the_same(
        self, world: World, client_of: Any
    ) -> None:
        def text(answer: Any) -> str:
            return str(answer.content.decode())

        vera, url = client_of(world.vera), reverse("municipalities:absence")
        assert "Niemand anders leest dan wat binnenkomt" in text(vera.get(url))
        named = {"user": world.outsider, "valid_from": in_days()}
        RegionFallBack.objects.create(region=world.region, municipality=world.goes, **named)
        assert "naar Otto Ordnermap, de achtervang van de regio" in text(vera.get(url))
        MunicipalityFallBack.objects.create(municipality=world.vlissingen, **named)
        assert "naar Otto Ordnermap, de achtervang van de gemeente" in text(vera.get(url))
        given = {"hat": "focal_officer", "person": world.vera.pk, "deputy": "niemand"}
        given |= {name: in_days(n).isoformat() for name, n in (("first_day", 0), ("last_day", 7))}
        assert "Er is geen vervanger van" in text(vera.post(url, given, follow=True))
        absence = Absence.objects.get()
        assert (absence.user, absence.deputy) == (world.vera, None)
        assert "eerder terug?" in text(vera.get(f"{url}{absence.pk}/beeindigen/"))
        assert "zonder vervanger afwezig" in text(vera.get("/"))
        assert "Er is nu niemand aanwezig" in text(
            client_of(world.wilma).get(f"/gemeenten/{world.vlissingen.gm_code}/")
        )
        start = text(client_of(world.daphne).get("/"))
        assert "geen achtervang" not in start.lower()
        assert "geen achtervang" not in text(client_of(world.person("Bo")).get("/"))
        assert re.search(r"Vandaag niemand aanwezig</th>\s*<td[^>]*>1</td>.*?Vlissingen", start, re.DOTALL)

    def test_where_no_fall_back_is_named_whoever_names_one_and_who_counts_hear_it_beforehand(
        self, world: World, client_of: Any
    ) -> None:
        def text(answer: Any) -> str:
            return str(answer.content.decode())

        bo, vera = world.person("Bo"), client_of(world.vera)
        given = {"hat": "focal_officer", "person": world.vera.pk, "deputy": "niemand"}
        given |= {name: in_days(n).isoformat() for name, n in (("first_day", 0), ("last_day", 7))}
        assert "kregen daarvan bericht" in text(vera.post(reverse("municipalities:absence"), given, follow=True))
        told = set(OutboxMessage.objects.values_list("user_id", flat=True))
        assert {bo.pk, world.daphne.pk} <= told
        assert world.vera.pk not in told
        # What comes in is told to her all the same, and to who can do something about it; who only counts hears of none.
        assert set(told_of(world.vlissingen, in_days())) == {world.vera.pk, bo.pk}
        start = text(client_of(bo).get("/"))
        assert "In Vlissingen is vandaag niemand aanwezig en er is geen achtervang" in start
        missing = text(client_of(world.daphne).get("/"))
        assert re.search(
            r"en geen achtervang: wat binnenkomt, wacht</th>\s*<td[^>]*>1</td>.*?Vlissingen", missing, re.DOTALL
        )
        assert "Er is geen achtervang" in text(client_of(world.wilma).get(f"/gemeenten/{world.vlissingen.gm_code}/"))

    def test_a_colleague_who_registers_her_names_who_stands_in(self, world: World) -> None:
        days = {"first_day": in_days(), "last_day": in_days(), "deputy": None}
        with pytest.raises(Invalid) as refusal:
            operations.set_absence(actor=actor_for(world.koos), user=world.wilma, **days)
        assert set(refusal.value.fields) == {"deputy"}
        bo = actor_for(world.person("Bo"))
        operations.set_absence(actor=bo, user=world.wilma, role=Role.FOCAL_OFFICER, **days)
        assert Absence.objects.get().deputy is None

    def test_her_deputy_must_be_a_coordinator(self, world: World) -> None:
        with pytest.raises(Invalid) as refusal:
            self.away(world.karlijn, world.wilma)
        assert set(refusal.value.fields) == {"deputy"}

    def test_back_earlier_ends_the_cover_too(self, world: World) -> None:
        berend = world.person("Berend")
        absence = self.away(world.karlijn, berend)
        operations.end_absence(absence, actor=actor_for(world.karlijn), last_day=in_days())
        row = ServiceAreaRole.objects.get(user=berend, content_object=world.zvh_zeeland)
        assert row.valid_until == Absence.objects.get().valid_until == in_days()

    def test_not_away_after_all_leaves_nothing(self, world: World) -> None:
        berend = world.person("Berend")
        absence = self.away(world.karlijn, berend)
        operations.end_absence(absence, actor=actor_for(world.karlijn), last_day=in_days(-1))
        assert not Absence.objects.exists()
        assert not ServiceAreaRole.objects.filter(user=berend, content_object=world.zvh_zeeland).exists()
        assert events()[-1] == "municipalities.absence_ended"

    def test_longer_than_a_year_is_refused(self, world: World) -> None:
        self.away(world.wilma, world.koos, last_day=in_days(365))
        Absence.objects.all().delete()
        with pytest.raises(Invalid) as refusal:
            self.away(world.wilma, world.koos, last_day=in_days(366))
        assert "hooguit een jaar" in refusal.value.fields["last_day"][0]


class TestLending:
    """Karlijn (ZVH Zeeland) lends to Berend (ZVH Baronie Breda), and he could lend to Bram, of a third area."""

    def away(self, who: User, deputy: User, first: date | None = None, last: date | None = None) -> Absence:
        first, last = first or in_days(), last or in_days(7)
        actor = actor_for(who, Role.CARE_COORDINATOR)
        return operations.set_absence(actor=actor, user=who, deputy=deputy, first_day=first, last_day=last)

    def lent(self, world: World, user: User) -> list[tuple[date, date | None]]:
        rows = ServiceAreaRole.objects.filter(user=user, content_object=world.zvh_zeeland, deputy=True)
        return list(rows.values_list("valid_from", "valid_until"))

    def berend(self, world: World) -> User:
        return world.person("Berend")

    def third(self, world: World) -> User:
        """Otto coordinates care in an area of his own."""
        area = type(world.zvh_zeeland).objects.create(name="ZVH Elders")
        make.holds(world.outsider, Role.CARE_COORDINATOR, area)
        return world.outsider

    def own(self, user: User) -> ServiceAreaRole:
        return ServiceAreaRole.objects.select_related("permission", "content_object").get(user=user, deputy=False)

    def test_what_was_lent_is_not_lent_on(self, world: World) -> None:
        otto = self.third(world)
        self.away(world.karlijn, self.berend(world))
        self.away(self.berend(world), otto, last=in_days(300))
        assert self.lent(world, self.berend(world)) == [(in_days(), in_days(7))]
        assert self.lent(world, otto) == []
        assert world.breda.pk in actor_for(otto).content

    def test_nothing_is_lent_beyond_the_lenders_own_last_day(self, world: World) -> None:
        ServiceAreaRole.objects.filter(user=world.karlijn).update(valid_until=in_days(1))
        self.away(world.karlijn, self.berend(world))
        assert self.lent(world, self.berend(world)) == [(in_days(), in_days(1))]

    def test_nor_before_the_first(self, world: World) -> None:
        area = type(world.zvh_zeeland).objects.create(name="ZVH Elders")
        make.holds(world.karlijn, Role.CARE_COORDINATOR, area, since=in_days(1))
        self.away(world.karlijn, self.berend(world))
        row = ServiceAreaRole.objects.get(user=self.berend(world), content_object=area)
        assert (row.valid_from, row.valid_until) == (in_days(1), in_days(7))

    def test_when_the_lenders_role_is_ended_so_is_what_was_lent(self, world: World) -> None:
        self.away(world.karlijn, self.berend(world))
        bo = actor_for(world.person("Bo"))
        operations.end_role(self.own(world.karlijn), actor=bo, last_day=in_days(1))
        assert self.lent(world, self.berend(world)) == [(in_days(), in_days(1))]
        operations.end_role(self.own(world.karlijn), actor=bo, last_day=in_days(-1))
        assert self.lent(world, self.berend(world)) == []

    def test_back_earlier_ends_it_also_after_the_dates_moved(self, world: World) -> None:
        absence = self.away(world.karlijn, self.berend(world))
        lent = ServiceAreaRole.objects.get(user=self.berend(world), content_object=world.zvh_zeeland)
        operations.end_role(lent, actor=actor_for(world.person("Bo")), last_day=in_days(5))
        karlijn = actor_for(world.karlijn)
        operations.end_absence(absence, actor=karlijn, last_day=in_days(1))
        assert self.lent(world, self.berend(world)) == [(in_days(), in_days(1))]
        operations.end_absence(Absence.objects.get(), actor=karlijn, last_day=in_days())
        assert self.lent(world, self.berend(world)) == [(in_days(), in_days())]
        operations.end_absence(Absence.objects.get(), actor=karlijn, last_day=in_days(-1))
        assert self.lent(world, self.berend(world)) == []

    def test_back_earlier_leaves_what_somebody_else_lent(self, world: World) -> None:
        otto = self.third(world)
        absence = self.away(world.karlijn, self.berend(world))
        self.away(otto, self.berend(world), in_days(1), in_days(1))
        operations.end_absence(absence, actor=actor_for(world.karlijn), last_day=in_days(-1))
        rows = ServiceAreaRole.objects.filter(user=self.berend(world), deputy=True)
        assert [str(row.content_object) for row in rows] == ["ZVH Elders"]
