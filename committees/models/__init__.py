from committees.models.bodies import Organization, OrganizationKind
from committees.models.people import Official, Post, User
from committees.models.tokens import ApiToken

__all__ = ["ApiToken", "Official", "Organization", "OrganizationKind", "Post", "User"]
