"""Who may do what stands in the policy tables; elsewhere no role is named, but for the places below and their reasons."""

import ast
from pathlib import Path

from mensenhandel.settings.paths import BASE_DIR

APPS = ("core", "jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "mensenhandel")
AT_HOME = {
    "accounts/policies.py",
    "cases/policies.py",
    "municipalities/policies.py",
    "reports/policies.py",
    "signals/policies.py",
    "municipalities/codes.py",  # the roles themselves
}
REASONS = {
    "cases/models/case.py": "which roles can be given on a case",
    "cases/team.py": "who can be in a case team, and who leads it",
    "municipalities/duty.py": "at whose desk work arrives, and whose after that",
    "municipalities/models/areas.py": "which roles can be given on an area",
    "municipalities/models/organisations.py": "which roles can be given on an organisation",
    "municipalities/models/roles.py": "what an administrator looks after is read from the rows of that role",
    "municipalities/operations/issuers.py": "a colleague whom nobody invited may report and nothing else",
    "municipalities/operations/mandates.py": "whom a mandate lets read dossiers: the coordinators of its care areas",
    "municipalities/operations/roles.py": "the fall-back appoints a focal officer and nothing else",
    "municipalities/shielding.py": "in which municipalities a role that was given reads dossiers",
    "municipalities/roles/actor.py": "which lists each role fills",
    "municipalities/roles/rows.py": "a role row says whether it is a focal officer's",
    "signals/seated.py": "to whom of a municipality, or of care coordination, a point of a table can be given",
    "signals/seeing.py": "says in words who reads a municipality's signals: its officer and deputies",
    "reports/figures/readiness.py": "counts who deputises for a focal officer",
}


def _names_a_role(path: Path) -> bool:
    source = path.read_text()
    return "Role." in source and any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Role"
        and node.attr.isupper()
        for node in ast.walk(ast.parse(source))
    )


def test_a_role_is_named_only_where_that_has_a_reason() -> None:
    sources = (path for app in APPS for path in (BASE_DIR / app).rglob("*.py"))
    found = {str(path.relative_to(BASE_DIR)) for path in sources if _names_a_role(path)}
    # The demo world is data: people in roles.
    found = {name for name in found if not name.startswith("mensenhandel/demo/")}
    assert found - AT_HOME == set(REASONS)
