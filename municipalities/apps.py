"""App configuration."""

from django.apps import AppConfig

from accounts import posts, vouching
from core import attention, navigation
from core.walls.planned import PLANNED


class MunicipalitiesConfig(AppConfig):
    """Areas, organisations, roles, mandates, readiness."""

    name = "municipalities"
    verbose_name = "Gemeenten"
    walls_erased = "municipalities_eraseddossier"

    def ready(self) -> None:
        from . import alerts  # noqa: PLC0415  models exist only now
        from . import attention as ours  # noqa: PLC0415 (models exist only now)
        from .areas import CAME_AFTER  # noqa: PLC0415  models exist only now
        from .duty import has_post  # noqa: PLC0415
        from .employers import vouches  # noqa: PLC0415  models exist only now
        from .newcomers import welcomes  # noqa: PLC0415  models exist only now
        from .policies import MunicipalityAction  # noqa: PLC0415
        from .roles.actor import REACH  # noqa: PLC0415  models exist only now
        from .terms import REGION_TERMS  # noqa: PLC0415  models exist only now

        navigation.add_entry("Gemeenten", "municipalities:list", action=MunicipalityAction.LIST, order=40)
        navigation.add_entry(
            "Basis op orde", "municipalities:readiness", action=MunicipalityAction.VIEW_READINESS, order=45
        )
        navigation.add_entry(
            "Gebruikers en rollen", "municipalities:users-and-roles", action=MunicipalityAction.VIEW_ROLES, order=70
        )
        navigation.add_entry("Controle", "log", action=MunicipalityAction.WATCH_LOG, order=80)
        navigation.add_own_entry(
            "Afwezigheid en vervanging", "municipalities:absence", action=MunicipalityAction.SET_ABSENCE, order=20
        )
        navigation.add_own_entry(
            "Noodtoegang", "municipalities:emergency", action=MunicipalityAction.BREAK_GLASS, order=25
        )
        navigation.add_entry(
            "Noodtoegang", "municipalities:emergency-reviews", action=MunicipalityAction.REVIEW_EMERGENCY, order=30
        )
        posts.POSTS.append(has_post)
        PLANNED.extend((CAME_AFTER, REGION_TERMS, REACH))
        vouching.VOUCHES.append(vouches)
        vouching.WELCOMES.append(welcomes)
        attention.add_lines(ours.cover)
        attention.add_lines(ours.unmanned)
        attention.add_lines(alerts.lines)
        attention.add_lines(alerts.unjudged)
        attention.add_work(alerts.work, alerts.count_work)
        attention.add_panel(ours.gaps, order=10)
        attention.add_panel(ours.basis, order=40)
