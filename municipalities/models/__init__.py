"""The rows of this app, by subject."""

from .areas import (
    Area,
    CentreArea,
    CentreMembership,
    District,
    DistrictMembership,
    Membership,
    Municipality,
    Province,
    ProvinceMembership,
    Region,
    RegionMembership,
    ServiceArea,
    ServiceAreaMembership,
)
from .mandates import Absence, Mandate, MunicipalityFallBack, RegionFallBack
from .organisations import Organisation, OrganisationAlias, ServiceAreaOrganisation
from .roles import DistrictRole, MunicipalityRole, OrganisationRole, RegionRole, RoleRow, ServiceAreaRole

__all__ = [
    "Absence",
    "Area",
    "CentreArea",
    "CentreMembership",
    "District",
    "DistrictMembership",
    "DistrictRole",
    "Mandate",
    "Membership",
    "Municipality",
    "MunicipalityFallBack",
    "MunicipalityRole",
    "Organisation",
    "OrganisationAlias",
    "OrganisationRole",
    "Province",
    "ProvinceMembership",
    "Region",
    "RegionFallBack",
    "RegionMembership",
    "RegionRole",
    "RoleRow",
    "ServiceArea",
    "ServiceAreaMembership",
    "ServiceAreaOrganisation",
    "ServiceAreaRole",
]
