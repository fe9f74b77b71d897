"""A draft abandoned halfway: Hanna Handveger began to write and was called to the counter."""

from municipalities.codes import Role
from signals import operations

from . import people
from .world import World, everywhere

WRITER = "Hanna Handveger"
_AGO = 3
_PAGES = (
    ("11:02", "gevaar", {"danger": "no"}),
    (
        "11:04",
        "bron",
        {
            "source": "mun_counter",
            "source_function": "balie burgerzaken",
            "contact": "handveger@goes.example",
            "knowledge": "seen",
            "naming": "unknown",
            "already_done": "",
        },
    ),
    (
        "11:09",
        "wat",
        {
            "facts": "Een vrouw kwam haar paspoort ophalen met een man erbij. Hij tekende voor haar en",
            "interpretation": "",
        },
    ),
)


def abandon(world: World) -> None:
    """Three pages of the wizard, kept as they were typed; seen by nobody else."""
    person = people.named(WRITER)
    with everywhere():
        actor = world.actor(person, Role.REPORTER)
        with world.then(_AGO, "11:00"):
            draft = operations.start_draft(
                actor=actor, municipality=world.municipalities["Goes"], key=world.key("draft", WRITER)
            )
        for clock, page, fields in _PAGES:
            with world.then(_AGO, clock):
                draft = operations.save_draft(draft, actor=actor, step=page, fields=fields)
