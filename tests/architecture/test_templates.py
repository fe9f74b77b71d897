"""All templates compile, keep the content security policy, and are used."""

import json
import re
from pathlib import Path

import pytest
from django.template import Engine
from django.template.utils import get_app_template_dirs

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if name.endswith(".html")]
COMPONENTS = [Path(name).stem for name in NAMES if re.fullmatch(r"components/[\w-]+\.html", name)]
ICONS = [Path(name).stem for name in NAMES if name.startswith("components/icons/")]
# Found by their name: Django asks for these itself.
BY_NAME = {"400.html", "403.html", "404.html", "500.html"}
SOURCES = {name: (FOLDER / name).read_text() for name in NAMES}
CODE = "\n".join(
    path.read_text()
    for package in (
        "core",
        "jobs",
        "audit",
        "accounts",
        "municipalities",
        "signals",
        "cases",
        "reports",
        "mensenhandel",
    )
    for path in (ROOT / package).rglob("*.py")
)
MARKUP = "\n".join(SOURCES.values())


def _of_a_package(name: str) -> bool:
    """True for a template that takes the place of one that an installed package brings."""
    return any((Path(folder) / name).exists() for folder in get_app_template_dirs("templates"))


@pytest.mark.parametrize("name", PAGES)
def test_a_template_compiles_and_names_only_options_that_its_components_have(name: str) -> None:
    Engine.get_default().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_holds_nothing_that_the_content_security_policy_refuses(name: str) -> None:
    source = SOURCES[name]
    assert not re.search(r"\sstyle\s*=", source), "a style attribute"
    assert not re.search(r"<style\b", source) or name.startswith("pdf/"), "a style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "a script in an attribute"
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", source), "a script in the page"
    assert not re.search(r"(src|href|action)=[\"']https?:", source), "an address elsewhere"


def test_every_component_opens_with_its_options_and_stands_in_the_gallery() -> None:
    gallery = SOURCES["gallery.html"]
    absent = [name for name in COMPONENTS if f'"{name}"' not in gallery and name != "error-summary"]
    assert absent == []


def test_every_component_is_used() -> None:
    assert [name for name in COMPONENTS if not re.search(rf'(ui|wrap) "{name}"', MARKUP)] == []


def test_every_icon_is_used() -> None:
    assert [name for name in ICONS if f'"{name}"' not in MARKUP and f'"{name}"' not in CODE] == []


def test_every_other_template_is_used() -> None:
    def is_used(name: str) -> bool:
        return name in BY_NAME or name in CODE or f'"{name}"' in MARKUP or f"'{name}'" in MARKUP or name in MARKUP

    named = [name for name in NAMES if not name.startswith(("components/", "layouts/"))]
    assert [name for name in named if not is_used(name) and not _of_a_package(name)] == []


def test_the_lock_file_names_no_address_to_download_from() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_no_style_sheet_or_script_of_ours_fetches_from_elsewhere() -> None:
    sources = [path for path in (ROOT / "assets" / "src").rglob("*") if path.suffix in {".css", ".js"}]
    assert sources
    assert [
        path.name for path in sources if re.search(r"(?:url\(|from |fetch\()\s*[\"']?(?:https?:)?//", path.read_text())
    ] == []


def test_every_class_in_a_template_has_a_rule() -> None:
    sheets = "\n".join(path.read_text() for path in (ROOT / "assets" / "src" / "css").glob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    unknown: dict[str, set[str]] = {}
    for name in PAGES:
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", SOURCES[name])
        classes = {one for value in re.findall(r'class="([^"]*)"', plain) for one in value.split()}
        # A class that ends with a dash goes on with a value; the design system's own classes are in its packages.
        absent = {c for c in classes if c not in known and not c.endswith("-") and not c.startswith("utrecht-")}
        if absent and not name.startswith("pdf/") and not name.endswith(".pdf.html"):
            unknown[name] = absent
    assert unknown == {}
