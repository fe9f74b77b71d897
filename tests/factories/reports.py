"""Reports for tests, made by the real operations."""

import uuid
from typing import Any

from accounts.models import User
from municipalities.areas import AnyArea
from municipalities.roles import actor_for
from reports import operations
from reports.models import Report
from reports.operations import Ask, Texts
from reports.periods import Period


def new_key() -> uuid.UUID:
    """The key of a row to be made."""
    return uuid.uuid4()


LAST = Period.from_code("2026-H1")
ASK = Ask("Een vervanger aanwijzen", "alle colleges", "1 oktober")
TEXTS = Texts(introduction="Het eerste halfjaar stond in het teken van de controles.", asks=[ASK])


def drafted(area: AnyArea, coordinator: User, period: Period = LAST, texts: Texts = TEXTS, **given: Any) -> Report:
    """With texts, without figures."""
    return operations.create_report(
        actor=actor_for(coordinator, given.pop("hat", "")), key=uuid.uuid4(), area=area, period=period, texts=texts
    )


def made(area: AnyArea, coordinator: User, period: Period = LAST, **given: Any) -> Report:
    """With figures, which are none."""
    report = drafted(area, coordinator, period, **given)
    return operations.store_made(report, actor=actor_for(coordinator), figures=given.get("figures", {}))


def published(area: AnyArea, coordinator: User, regional: User, period: Period = LAST, **given: Any) -> Report:
    """Adopted and published by the regional coordinator."""
    report = made(area, coordinator, period, **given)
    actor = actor_for(regional)
    day = period.end.replace(month=period.end.month % 12 + 1, day=15, year=period.end.year + period.end.month // 12)
    report = operations.adopt_report(report, actor=actor, adopted_by="Bestuurlijk overleg", adopted_on=day)
    return operations.publish_report(report, actor=actor)
