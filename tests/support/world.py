"""The small world that every test database holds: committed once into the template."""


class World:
    """Its rows by name; each attribute reads one."""


def build() -> None:
    """Fill a fresh, migrated database. Runs as the app role, before any test."""
