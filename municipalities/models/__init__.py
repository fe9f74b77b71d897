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
from .clients import ApiClient
from .emergency import EmergencyAccess, EmergencyGrant, EmergencyReach
from .erasing import ErasedDossier
from .files import StoredFile
from .issuers import IssuerArea
from .mandates import Absence, Mandate, MunicipalityFallBack, RegionFallBack
from .organisations import Organisation, OrganisationAlias, OrganisationQuerySet, ServiceAreaOrganisation
from .readiness import ReadinessCell
from .roles import (
    Administered,
    AreaReach,
    DistrictRole,
    MunicipalityRole,
    OrganisationRole,
    RegionRole,
    RoleRow,
    ServiceAreaRole,
    administered_by,
    administers_all_of,
)
from .shielding import Exclusion, Restriction, RestrictionMember, ShieldNote, ShieldStep
from .terms import TermSetting

__all__ = [
    "Absence",
    "Administered",
    "ApiClient",
    "Area",
    "AreaReach",
    "CentreArea",
    "CentreMembership",
    "District",
    "DistrictMembership",
    "DistrictRole",
    "EmergencyAccess",
    "EmergencyGrant",
    "EmergencyReach",
    "ErasedDossier",
    "Exclusion",
    "IssuerArea",
    "Mandate",
    "Membership",
    "Municipality",
    "MunicipalityFallBack",
    "MunicipalityRole",
    "Organisation",
    "OrganisationAlias",
    "OrganisationQuerySet",
    "OrganisationRole",
    "Province",
    "ProvinceMembership",
    "ReadinessCell",
    "Region",
    "RegionFallBack",
    "RegionMembership",
    "RegionRole",
    "Restriction",
    "RestrictionMember",
    "RoleRow",
    "ServiceArea",
    "ServiceAreaMembership",
    "ServiceAreaOrganisation",
    "ServiceAreaRole",
    "ShieldNote",
    "ShieldStep",
    "StoredFile",
    "TermSetting",
    "administered_by",
    "administers_all_of",
]
