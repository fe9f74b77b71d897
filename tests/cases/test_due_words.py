"""The date beside the name of a case says what has to happen by then."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.models import Case
from core.workdays import today
from tests.factories import cases as make
from tests.support.clients import OutsideClient
from tests.support.world import World


@pytest.mark.parametrize(("field", "words"), [("next_contact_on", "contact"), ("review_on", "opnieuw bekijken")])
def test_the_term_of_a_case_says_until_what(
    world: World, client_of: Callable[..., OutsideClient], field: str, words: str
) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    rows = Case.objects.unscoped(reason="test").filter(pk=case.pk)
    rows.update(next_contact_on=None, review_on=today())
    rows.update(**{field: today()}, due_on=today())
    page = client_of(world.karlijn).get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert f"{words} <time" in page.partition("Zichtbaar voor")[0]
