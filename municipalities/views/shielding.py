"""The pages with which somebody is kept out of a dossier, and what "Wie mag dit zien, en wie keek er?" says of it.

An app that has dossiers declares its `ShieldPages` once: its addresses, its words, its actions and its operations. Its
views find the dossier behind its gate and show the form that these pages give.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.access import Action, may
from core.pages import Request, demand_possible
from municipalities import insiders, shielding
from municipalities.dossiers import DossierRoot
from municipalities.forms.shielding import ExcludeForm, TeamForm, WhyForm
from municipalities.shield_choices import team_choice


@dataclass(frozen=True, slots=True)
class ShieldWords:
    """What a dossier is called: "dit signaal", "het signaal", "signalen", and "wordt het van u" of one that goes over."""

    this: str
    the: str
    many: str
    becomes_yours: str


@dataclass(frozen=True, slots=True)
class ShieldStep:
    """One step: the action that allows it and the operation that takes it."""

    action: Action
    run: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class ShieldPages:
    """The pages of one kind of dossier. `app`: the name space of its addresses.

    `steps`: by the last word of the address with "_": exclude, readmit, restrict, lift_restriction.
    The four methods of these names give what a short form needs (`form_page` of the app), without the dossier itself.
    """

    app: str
    words: ShieldWords
    steps: Mapping[str, ShieldStep]

    def exclude(self, request: Request, root: DossierRoot, people: Mapping[int, str]) -> dict[str, Any]:
        """Exclude one of `people` (id -> name), who is not excluded yet and not the one who acts."""
        out = shielding.excluded_from(root.dossier_id) | {request.actor.person_id}
        functions = insiders.functions_of(set(people) - out)
        choice = {pk: f"{name} ({functions[pk]})" for pk, name in people.items() if pk not in out}
        ask = shielding.whom_to_ask(root, request.actor)
        form = ExcludeForm(request.POST or None, actor=request.actor, version=root.version, people=choice)
        return self._page(
            request,
            root,
            "exclude",
            form,
            heading="Collega uitsluiten",
            lead=f"Voor deze collega bestaat {self.words.this} daarna nergens meer, in welke rol dan ook. "
            f"Is {self.words.the} van deze collega, dan {self.words.becomes_yours}. {ask}".strip(),
            submit="Collega uitsluiten",
            done=lambda: f"{people[form.cleaned_data['user']]} is uitgesloten. {ask}".strip(),
            given=lambda: {"user_id": form.cleaned_data["user"]},
        )

    def readmit(self, request: Request, root: DossierRoot, user_id: int) -> dict[str, Any]:
        """End an exclusion. NotVisible when this person is not excluded (any more)."""
        name = shielding.excluded_name(root.dossier_id, user_id)
        return self._page(
            request,
            root,
            "readmit",
            WhyForm(request.POST or None, actor=request.actor, version=root.version),
            heading=f"Uitsluiting van {name} beëindigen",
            lead=f"Deze collega ziet {self.words.the} daarna weer, als de rol dat geeft.",
            submit="Uitsluiting beëindigen",
            done=f"De uitsluiting van {name} is beëindigd.",
            given=lambda: {"user_id": user_id},
        )

    def restrict(self, request: Request, root: DossierRoot, people: Mapping[int, str]) -> dict[str, Any]:
        """Restrict the dossier to a team out of `people` (id -> name), or change that team."""
        choice = team_choice(root, request.actor, root.owner_id, people)
        form = TeamForm(request.POST or None, actor=request.actor, version=root.version, **choice)
        return self._page(
            request,
            root,
            "restrict",
            form,
            heading="Afschermen tot een team",
            lead=f"Voor wie u niet kiest, bestaat {self.words.this} daarna nergens meer. "
            f"In de cijfers telt {self.words.the} mee.",
            submit="Afschermen",
            done=f"{self.words.the.capitalize()} is afgeschermd.",
            given=lambda: {"user_ids": form.cleaned_data["team"]},
        )

    def lift_restriction(self, request: Request, root: DossierRoot) -> dict[str, Any]:
        """Let everybody whose work it is see the dossier again. WrongState when it is not restricted (any more)."""
        why_not = "" if shielding.is_restricted(root.dossier_id) else shielding.NOT_RESTRICTED
        demand_possible(why_not, (f"Naar {self.words.the}", self._page_of(root)))
        return self._page(
            request,
            root,
            "lift_restriction",
            WhyForm(request.POST or None, actor=request.actor, version=root.version),
            heading="Afscherming opheffen",
            lead=f"Iedereen die {self.words.many} van deze gemeente ziet, ziet daarna ook {self.words.this}. "
            "Wie is uitgesloten, blijft dat.",
            submit="Afscherming opheffen",
            done="De afscherming is opgeheven.",
            given=dict,
        )

    def context(self, request: Request, root: DossierRoot) -> dict[str, Any]:
        """What the part of the page of readers needs: how the dossier is shielded, and the way to each step."""
        shield = shielding.shield_of(root)
        can = {name for name, step in self.steps.items() if may(request.actor, step.action, root)}

        def url(step: str, *more: object) -> str:
            return reverse(f"{self.app}:{step.replace('_', '-')}", args=[root.pk, *more]) if step in can else ""

        return {
            "shield": shield,
            "team": insiders.team_of(shield.restriction) if shield.restriction else [],
            "opened": insiders.in_emergency(root.dossier_id),
            "excluded": [(one, url("readmit", one.exclusion.user_id)) for one in shield.excluded],
            "exclude_url": url("exclude"),
            "restrict_url": url("restrict"),
            "lift_url": url("lift_restriction") if shield.restriction else "",
        }

    def _page(
        self,
        request: Request,
        root: DossierRoot,
        step: str,
        form: ExcludeForm | TeamForm | WhyForm,
        *,
        given: Callable[[], dict[str, Any]],
        done: str | Callable[[], str],
        **words: str,
    ) -> dict[str, Any]:
        def run() -> Any:
            sent = form.cleaned_data
            return self.steps[step].run(root, actor=request.actor, version=sent["version"], why=sent["why"], **given())

        return {"form": form, "run": run, "back": f"{self.app}:readers", "done": done, **words}

    def _page_of(self, root: DossierRoot) -> str:
        return reverse(root.page_name, args=[root.pk])
