"""The writers of this app. Each checks, writes and records; nothing else changes these rows."""

from .absences import end_absence, set_absence
from .emergency import break_glass, end_emergency, review_emergency, see_emergency
from .issuers import (
    end_issuer,
    forget_identity,
    let_colleagues_report,
    let_in_to_report,
    register_issuer,
    switch_issuer,
)
from .mandates import end_mandate, name_municipality_fall_back, name_region_fall_back, register_mandate
from .organisations import change_organisation, end_organisation, register_organisation
from .programs import end_program, register_program
from .readiness import click_readiness, set_readiness, strike_readiness
from .roles import appoint_focal_officer, end_role, grant_role
from .terms import set_term

__all__ = [
    "appoint_focal_officer",
    "break_glass",
    "change_organisation",
    "click_readiness",
    "end_absence",
    "end_emergency",
    "end_issuer",
    "end_mandate",
    "end_organisation",
    "end_program",
    "end_role",
    "forget_identity",
    "grant_role",
    "let_colleagues_report",
    "let_in_to_report",
    "name_municipality_fall_back",
    "name_region_fall_back",
    "register_issuer",
    "register_mandate",
    "register_organisation",
    "register_program",
    "review_emergency",
    "see_emergency",
    "set_absence",
    "set_readiness",
    "set_term",
    "strike_readiness",
    "switch_issuer",
]
