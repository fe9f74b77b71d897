"""Basis op orde on screen: the matrix, one click, putting it right, with and without htmx."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from municipalities.matrix import spot_of
from municipalities.models import ReadinessCell
from municipalities.readiness_items import ITEMS
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.support.clients import OutsideClient
from tests.support.days import in_days
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

OCTOBER = date(2020, 10, 15)
MATRIX = "/gemeenten/basis-op-orde/"
SET = "/gemeenten/basis-op-orde/zet/"
CELL = "/gemeenten/basis-op-orde/GM0664/aandachtsfunctionaris/"
CLICK = {"cel": "GM0664-focal_officer", "hat": "focal_officer"}
HTMX = {"HX-Request": "true"}


def text(response: Any) -> str:
    return str(response.content.decode())


def rows() -> list[ReadinessCell]:
    return list(ReadinessCell.objects.unscoped(reason="test").order_by("recorded_at"))


def standing() -> list[ReadinessCell]:
    return [row for row in rows() if row.struck_at is None]


@pytest.fixture
def wilma(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.wilma)


@pytest.fixture
def koos(world: World, client_of: ClientOf) -> OutsideClient:
    """Of a colleague in the same municipality."""
    return client_of(world.koos)


class TestMatrix:
    def test_a_focal_officer_sees_her_own_municipality(self, wilma: OutsideClient) -> None:
        page = text(wilma.get(MATRIX))
        assert 'value="GM0664-focal_officer"' in page
        assert "Vlissingen" not in page
        assert page.count('name="cel"') == 25

    def test_a_district_coordinator_sees_the_district(self, world: World, client_of: ClientOf) -> None:
        page = text(client_of(world.daphne, "district_coordinator").get(MATRIX))
        assert "Goes" in page
        assert "Vlissingen" in page
        assert "Breda" not in page

    def test_who_only_reads_gets_links_and_no_buttons(self, world: World, client_of: ClientOf) -> None:
        page = text(client_of(world.karlijn).get(MATRIX))
        assert 'name="cel"' not in page
        assert f'href="{CELL.removeprefix(MATRIX)}" aria-label="Aandachtsfunctionaris van Goes: ' in page

    def test_the_state_is_said_in_words(self, world: World, wilma: OutsideClient) -> None:
        make.readiness(world.goes, "focal_officer", "yes", OCTOBER, actor=actor_for(world.wilma))
        page = text(wilma.get(MATRIX))
        assert (
            'aria-label="Aandachtsfunctionaris van Goes: ja sinds 15-10-2020"><i>ja sinds <b>15-10-2020</b></i>' in page
        )
        assert 'aria-label="Meldroute van Goes: nog niet ingevuld, zet op ja"><i>nog niet ingevuld</i>' in page

    def test_a_cell_takes_few_letters_for_a_region_has_nine_hundred_of_them(
        self, world: World, wilma: OutsideClient
    ) -> None:
        make.readiness(world.goes, "focal_officer", "yes", OCTOBER, actor=actor_for(world.wilma))
        row = text(wilma.get(MATRIX)).split("<tbody>")[1].split("</tbody>")[0]
        assert len(row) < 25 * 250

    def test_the_place_of_a_cell_is_where_it_stands_in_the_row(self, world: World, wilma: OutsideClient) -> None:
        row = text(wilma.get(MATRIX)).split('<tr id="gemeente-GM0664">')[1].split("</tr>")[0]
        columns = re.findall(r"<(?:td|th)\b.*?</(?:td|th)>", row, re.DOTALL)
        for item in ITEMS:
            _, place = spot_of(world.goes, item).split(" > ")
            number = int(place.removeprefix(":nth-child(").removesuffix(")"))
            assert f'value="GM0664-{item.code.value}"' in columns[number - 1]

    def test_the_page_says_that_a_mandate_is_something_else_than_care_coordination(self, wilma: OutsideClient) -> None:
        assert "Het mandaat is iets anders" in text(wilma.get(MATRIX))

    def test_another_day_shows_what_held_then_and_cannot_be_clicked(self, world: World, wilma: OutsideClient) -> None:
        make.readiness(world.goes, "focal_officer", "yes", in_days(-10), actor=actor_for(world.wilma))
        before = text(wilma.get(MATRIX, {"datum": str(in_days(-11))}))
        assert 'id="kolom-focal_officer">0 van 1' in before
        assert 'name="cel"' not in before
        assert 'id="kolom-focal_officer">1 van 1' in text(wilma.get(MATRIX))

    @pytest.mark.parametrize("day", ["gisteren", "2999-01-01", "1999-01-01", "31-02-2026"])
    def test_a_day_that_makes_no_sense_is_today(self, wilma: OutsideClient, day: str) -> None:
        assert 'name="cel"' in text(wilma.get(MATRIX, {"datum": day}))

    def test_an_area_narrows_and_an_unknown_one_does_not(self, world: World, client_of: ClientOf) -> None:
        lowie = client_of(world.lowie)
        assert "Breda" not in text(lowie.get(MATRIX, {"gebied": f"district-{world.zeeland.pk}"})).split("<tbody>")[1]
        assert "Breda" in text(lowie.get(MATRIX, {"gebied": "district-0"})).split("<tbody>")[1]

    def test_the_number_of_queries_does_not_grow(
        self, world: World, client_of: ClientOf, django_assert_max_num_queries: Any
    ) -> None:
        lowie = client_of(world.lowie)
        lowie.get(MATRIX)
        with django_assert_max_num_queries(100) as few:
            lowie.get(MATRIX)
        for item in ("focal_officer", "budget", "evaluation"):
            make.readiness(world.goes, item, "yes", OCTOBER, actor=actor_for(world.lowie))
        with django_assert_max_num_queries(len(few)):
            lowie.get(MATRIX)

    @pytest.mark.parametrize("name", ["Philo", "Hanna", "Bo", "Vince"])
    def test_other_roles_do_not_come_in(self, world: World, client_of: ClientOf, name: str) -> None:
        assert client_of(world.person(name)).get(MATRIX).status_code == 403


class TestClick:
    def test_one_click_says_yes_since_today_and_opens_the_cell(self, wilma: OutsideClient) -> None:
        answer = wilma.post(SET, CLICK)
        row = standing()[0]
        assert (row.item, row.state, row.since) == ("focal_officer", "yes", in_days())
        assert answer.status_code == 302
        assert answer["Location"] == f"{CELL}wijzigen/?regel={row.pk}"
        page = text(wilma.get(answer["Location"]))
        assert f'value="{in_days()}"' in page
        assert "Deze regel schrappen" in page

    def test_with_htmx_cell_and_counts_come_back(self, wilma: OutsideClient) -> None:
        answer = text(wilma.post(SET, CLICK, headers=HTMX))
        spot = "#gemeente-GM0664 &gt; :nth-child(10)"
        assert f'<div hx-swap-oob="innerHTML:{spot}"><a class="yes"' in answer
        assert f'data-clear-focus="{spot}"' in answer
        assert '<span id="kolom-focal_officer" hx-swap-oob="innerHTML">1 van 1</span>' in answer
        assert '<span id="rij-GM0664" hx-swap-oob="innerHTML">1 van 16</span>' in answer
        assert '<span id="basis-compleet" hx-swap-oob="innerHTML">0 van 1</span>' in answer
        assert f'action="{CELL}wijzigen/?regel=' in answer
        assert "<html" not in answer

    def test_the_counts_are_those_of_the_area_on_screen(self, world: World, client_of: ClientOf) -> None:
        lowie = client_of(world.lowie)
        given = {"cel": CLICK["cel"], "hat": "regional_coordinator"}
        assert ">1 van 3</span>" in text(lowie.post(SET, given, headers=HTMX))
        narrowed = given | {"gebied": f"district-{world.zeeland.pk}"}
        assert ">1 van 2</span>" in text(lowie.post(SET, narrowed, headers=HTMX))

    @pytest.mark.parametrize("cell", ["GM0718-focal_officer", "GM0664-onzin", "GM0664", "GM9999-budget"])
    def test_a_cell_that_is_not_hers_is_not_there(self, wilma: OutsideClient, cell: str) -> None:
        assert wilma.post(SET, CLICK | {"cel": cell}).status_code == 404
        assert not rows()

    def test_a_page_opened_under_another_hat_changes_nothing(self, wilma: OutsideClient) -> None:
        assert wilma.post(SET, CLICK | {"hat": "district_coordinator"}).status_code == 409
        assert not rows()

    def test_who_only_reads_is_refused(self, world: World, client_of: ClientOf) -> None:
        answer = client_of(world.karlijn).post(SET, {"cel": CLICK["cel"], "hat": "care_coordinator"})
        assert answer.status_code == 403
        assert not rows()

    def test_a_second_click_leaves_the_cell_as_the_first_made_it(self, wilma: OutsideClient) -> None:
        answers = [wilma.post(SET, CLICK) for _ in range(3)]
        assert len({answer["Location"] for answer in answers}) == 1
        assert len(rows()) == 1
        told = AuditEvent.objects.unscoped(reason="test").filter(event="municipalities.readiness_set")
        assert told.count() == 1

    def test_a_click_strikes_no_row_that_the_page_did_not_show(self, world: World, wilma: OutsideClient) -> None:
        later = make.readiness(world.goes, "focal_officer", "in_progress", in_days(), actor=actor_for(world.koos))
        assert wilma.post(SET, CLICK).status_code == 409
        assert [row.pk for row in standing()] == [later.pk]
        (cell,) = re.findall(r'value="(GM0664-focal_officer[^"]*)"', text(wilma.get(MATRIX)))
        assert wilma.post(SET, CLICK | {"cel": cell}).status_code == 302
        assert [row.state for row in standing()] == ["yes"]

    def test_looking_with_get_is_no_click(self, wilma: OutsideClient) -> None:
        assert wilma.get(SET).status_code == 405


class TestChanging:
    GIVEN = {
        "hat": "focal_officer",
        "state": "yes",
        "since": "15-10-2020",
        "evidence": "Collegebesluit 2020-44",
        "responsible": "Teamleider veiligheid",
        "next_check": "",
        "corrects": "",
    }

    def filled(self, browser: OutsideClient, url: str = f"{CELL}wijzigen/", **given: Any) -> dict[str, Any]:
        """The form as its page shows it, filled in."""
        form = browser.get(url).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        return self.GIVEN | {name: "" if value is None else value for name, value in hidden.items()} | given

    def test_the_clicked_row_is_put_right(self, wilma: OutsideClient) -> None:
        url = wilma.post(SET, CLICK)["Location"]
        answer = wilma.post(url, self.filled(wilma, url), follow=True)
        assert [(row.since, row.evidence) for row in standing()] == [(OCTOBER, "Collegebesluit 2020-44")]
        page = text(answer)
        assert "Collegebesluit 2020-44" in page
        assert "geschrapt op" in page
        assert "Wilma Windvaan" in page

    def test_another_state_is_another_row(self, wilma: OutsideClient) -> None:
        wilma.post(f"{CELL}wijzigen/", self.filled(wilma))
        wilma.post(f"{CELL}wijzigen/", self.filled(wilma, state="no", since="01-03-2021"))
        assert [(row.state, row.since) for row in standing()] == [("yes", OCTOBER), ("no", date(2021, 3, 1))]

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"since": ""}, "Sinds"),
            ({"since": "31-02-2020"}, "Sinds"),
            ({"since": "01-01-2999"}, "Deze dag is nog niet geweest"),
            ({"state": "weet niet"}, "Stand"),
            ({"evidence": "x" * 1001}, "Waaruit blijkt dat?"),
        ],
    )
    def test_bad_input_is_said_at_its_field_and_kept(
        self, wilma: OutsideClient, given: dict[str, str], message: str
    ) -> None:
        answer = wilma.post(f"{CELL}wijzigen/", self.filled(wilma, **given))
        assert answer.status_code == 422
        assert message in text(answer)
        assert "Teamleider veiligheid" in text(answer)
        assert not rows()

    def test_with_htmx_the_form_comes_back_alone(self, wilma: OutsideClient) -> None:
        answer = wilma.post(f"{CELL}wijzigen/", self.filled(wilma, since=""), headers=HTMX)
        assert answer.status_code == 422
        assert "<html" not in text(answer)
        assert 'name="since"' in text(answer)

    def test_with_htmx_saving_renews_the_cell(self, wilma: OutsideClient) -> None:
        answer = text(wilma.post(f"{CELL}wijzigen/", self.filled(wilma), headers=HTMX))
        assert "Vastgelegd" in answer
        assert 'id="kolom-focal_officer" hx-swap-oob="innerHTML">1 van 1' in answer

    def test_a_row_that_somebody_else_put_right_first_is_not_overwritten(
        self, wilma: OutsideClient, koos: OutsideClient
    ) -> None:
        url = wilma.post(SET, CLICK)["Location"]
        hers, his = self.filled(wilma, url), self.filled(koos, url, state="no")
        assert wilma.post(url, hers).status_code == 302
        answer = koos.post(url, his)
        assert answer.status_code == 409
        assert "Dit vakje is intussen gewijzigd" in text(answer)
        assert "Collegebesluit 2020-44" in text(answer)
        assert [row.state for row in standing()] == ["yes"]

    def test_another_state_strikes_no_row_of_that_day_that_the_form_did_not_show(
        self, wilma: OutsideClient, koos: OutsideClient
    ) -> None:
        his = self.filled(koos, state="no", evidence="Van Koos")
        wilma.post(f"{CELL}wijzigen/", self.filled(wilma, evidence="Van Wilma"))
        assert koos.post(f"{CELL}wijzigen/", his).status_code == 409
        assert [row.evidence for row in rows()] == ["Van Wilma"]

    @pytest.mark.parametrize("corrected", [True, False])
    def test_a_form_that_is_sent_twice_is_one_row(self, wilma: OutsideClient, *, corrected: bool) -> None:
        url = wilma.post(SET, CLICK)["Location"] if corrected else f"{CELL}wijzigen/"
        data = self.filled(wilma, url)
        before = len(rows())
        assert [wilma.post(url, data).status_code for _ in range(3)] == [302] * 3
        assert (len(rows()), len(standing())) == (before + 1, 1)

    def test_a_click_on_the_wrong_cell_is_taken_back(self, wilma: OutsideClient) -> None:
        wilma.post(SET, CLICK)
        url = f"/gemeenten/basis-op-orde/regel/{standing()[0].pk}/schrappen/"
        for _ in range(2):
            assert wilma.post(url, {"hat": "focal_officer"}).status_code == 302
            assert not standing()
        struck = AuditEvent.objects.unscoped(reason="test").filter(event="municipalities.readiness_struck")
        assert struck.count() == 1

    def test_and_with_htmx(self, wilma: OutsideClient) -> None:
        wilma.post(SET, CLICK)
        url = f"/gemeenten/basis-op-orde/regel/{standing()[0].pk}/schrappen/"
        answer = text(wilma.post(url, {"hat": "focal_officer"}, headers=HTMX))
        assert 'id="kolom-focal_officer" hx-swap-oob="innerHTML">0 van 1' in answer

    def test_a_neighbour_finds_none_of_it(self, world: World, wilma: OutsideClient, client_of: ClientOf) -> None:
        url = wilma.post(SET, CLICK)["Location"]
        vera = client_of(world.vera)
        strike = f"/gemeenten/basis-op-orde/regel/{standing()[0].pk}/schrappen/"
        for address in (CELL, url, f"{CELL}wijzigen/"):
            assert vera.get(address).status_code == 404
        assert vera.post(strike, {"hat": "focal_officer"}).status_code == 404
        assert vera.post(url, self.GIVEN).status_code == 404
        assert len(standing()) == 1

    @pytest.mark.parametrize("address", [f"{CELL}wijzigen/?regel=onzin", "/gemeenten/basis-op-orde/GM0664/onzin/"])
    def test_nonsense_in_an_address_is_not_there(self, wilma: OutsideClient, address: str) -> None:
        assert wilma.get(address).status_code == 404

    def test_an_empty_cell_says_what_will_stand_there(self, wilma: OutsideClient) -> None:
        assert "Nog niet ingevuld" in text(wilma.get(CELL))


def test_the_address_of_the_matrix_is_dutch() -> None:
    assert reverse("municipalities:readiness") == MATRIX
