"""To whom a signal can be handed over: by group, the nearest first."""

from municipalities.codes import OrganisationKind
from municipalities.models import Organisation, ServiceAreaOrganisation
from signals.receivers import by_group, receivers_for
from tests.support.world import FIRST, World


def _organisation(kind: OrganisationKind, name: str) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, valid_from=FIRST)


def test_receivers_stand_under_what_they_are_with_the_nearest_first(world: World) -> None:
    near = ServiceAreaOrganisation.objects.filter(service_area__memberships__municipality=world.goes)
    first = near.get().organisation
    far = _organisation(OrganisationKind.VEILIG_THUIS, "Aanloophuis Denkbeeld")
    school = _organisation(OrganisationKind.SCHOOL, "School Denkbeeld")
    groups = dict(by_group(receivers_for(world.goes)))
    care = [name for _, name in groups["Zorg en hulp"]]
    assert care.index(first.name) < care.index(far.name)
    assert world.inspectorate.name in [name for _, name in groups["Politie, justitie en inspectie"]]
    assert [key for key, _ in groups["Andere organisaties"]] == [school.pk]
    assert list(groups)[-1] == "Andere organisaties"
