from organisations.models.divisions import Division, DivisionLevel
from organisations.models.grants import Role, RoleGrant
from organisations.models.memberships import Membership, MembershipStatus, TeacherKind
from organisations.models.organisations import Organisation, OrganisationKind, Ownership, Stage

__all__ = [
    "Division",
    "DivisionLevel",
    "Membership",
    "MembershipStatus",
    "Organisation",
    "OrganisationKind",
    "Ownership",
    "Role",
    "RoleGrant",
    "Stage",
    "TeacherKind",
]
