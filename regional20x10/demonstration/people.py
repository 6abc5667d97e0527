"""The demonstration's bodies, officials and posts: one user a role, and enough others that four eyes hold."""

from datetime import date

from django.contrib.auth.hashers import make_password

from committees.actions import bodies, people
from committees.rights import COUNTY, OWN, PROVINCE, RULES, Role
from factories.models import County
from regional20x10.demonstration import PASSWORD

SINCE = date(2024, 1, 1)
HOME = "KP0908"
"""Unryul, the county whose posts and units the users of the lower roles hold; its province is the provincial users'."""

UNITS = {
    # role: kind, English, Korean
    Role.CONSTRUCTION_UNIT: ("construction_unit", "Construction unit of {0}", "{0} 건설단위"),
    Role.OPERATION_UNIT: ("operation_unit", "Operation unit of {0}", "{0} 운영단위"),
    Role.DESIGN_UNIT: ("design_unit", "Design unit of {0}", "{0} 설계단위"),
    Role.INSPECTOR: ("inspection", "Construction inspection of {0}", "{0} 건설감독"),
    Role.INSTITUTION: ("supplier", "Supplier of {0}", "{0} 자재공급단위"),
}
OF_A_COUNTY = (Role.CONSTRUCTION_UNIT, Role.OPERATION_UNIT)
"""Units of a county; the others are of a province."""


class Cast:
    """Everybody who acts in the demonstration: bodies and posts by what they are for, made when first asked for."""

    def __init__(self):
        self.serial = 0
        self.units = {}
        self.posts = {}
        self.hashed = make_password(PASSWORD)
        self.home = County.objects.select_related("province").get(code=HOME)
        for role in Role:
            self._user(role)

    def _user(self, role):
        user = people.create_user(role.value, hashed=self.hashed, by=None)
        user = people.set_email(user, f"{role.value}@demonstration.invalid", by=None)  # which no mail ever reaches
        place = {COUNTY: self.home, PROVINCE: self.home.province}.get(RULES[role].scope)
        if RULES[role].scope == OWN:
            place = self.home if role in OF_A_COUNTY else self.home.province
        self.posts[role, place] = self._appoint(role, place, user)

    def _appoint(self, role, place, user=None):
        self.serial += 1
        official = people.register_official(f"D-{self.serial:03}", user=user, demonstration=True, by=None)
        scope = {COUNTY: "county", PROVINCE: "province", OWN: "organization"}.get(RULES[role].scope)
        held = {scope: self.unit(role, place) if scope == "organization" else place} if scope else {}
        return people.appoint(official, role, starts_on=SINCE, by=None, **held)

    def unit(self, role, place):
        """The body that designs, builds, operates or inspects at `place`, a county or a province."""
        if (role, place) not in self.units:
            kind, english, korean = UNITS[role]
            noun = " County" if isinstance(place, County) and place.kind == "county" else ""
            self.units[role, place] = bodies.found_organization(
                kind=kind, code=f"demonstration-{kind.replace('_', '-')}-{place.code.lower()}",
                name_en=english.format(place.name_en + noun), name_ko=korean.format(place.name_ko),
                demonstration=True, by=None,
            )  # fmt: skip
        return self.units[role, place]

    def body(self, kind, code, name_en, name_ko):
        """A national body of no role, such as a supplier."""
        if (kind, code) not in self.units:
            self.units[kind, code] = bodies.found_organization(
                kind=kind, code=f"demonstration-{kind}-{code}", name_en=name_en, name_ko=name_ko, demonstration=True,
                by=None,
            )  # fmt: skip
        return self.units[kind, code]

    def post(self, role, place=None):
        """The post of `role` at `place`: its county, its province, or nothing for the nation."""
        if (role, place) not in self.posts:
            self.posts[role, place] = self._appoint(role, place)
        return self.posts[role, place]
