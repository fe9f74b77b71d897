"""The name of a hat says the role and where."""

from datetime import date

from municipalities.codes import Role
from municipalities.models import Municipality
from municipalities.roles import actor_for, give
from tests.support.world import World


def labels(world: World, first_name: str) -> list[str]:
    return list(actor_for(world.person(first_name)).hat_names)


def test_a_hat_is_called_by_role_and_area(world: World) -> None:
    assert labels(world, "Wilma") == ["Aandachtsfunctionaris Goes"]
    assert labels(world, "Karlijn") == ["Zorgcoördinator ZVH Zeeland"]
    assert labels(world, "Philo") == ["Partnercontact Nederlandse Arbeidsinspectie (demo)"]


def test_two_hats_are_named_in_the_order_in_which_they_are_offered(world: World) -> None:
    assert labels(world, "Daphne") == [
        "Districtelijk coördinator Zeeland",
        "Vervangend aandachtsfunctionaris Goes",
    ]


def test_many_areas_are_counted(world: World) -> None:
    for place in Municipality.objects.filter(name__in=["Vlissingen", "Breda"]):
        give(
            place,
            world.wilma.pk,
            Role.FOCAL_OFFICER,
            valid_from=date(2020, 1, 1),
            valid_until=None,
            deputy=False,
        )
    assert labels(world, "Wilma") == ["Aandachtsfunctionaris Breda en 2 andere"]
