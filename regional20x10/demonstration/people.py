"""The demonstration's bodies, officials and posts: one user a role, and enough others that four eyes hold."""

from datetime import date

from django.contrib.auth.hashers import make_password

from committees.actions import bodies, people
from committees.models import Organization
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
}
OF_A_COUNTY = (Role.CONSTRUCTION_UNIT, Role.OPERATION_UNIT)
"""Units of a county; the others are of a province."""
COMMITTEES = {
    # role: kind, English, Korean of the body of the place for which it acts
    Role.PROVINCIAL_SECRETARY: ("party_committee", "Party committee of {0}", "{0}당위원회"),
    Role.PROVINCIAL_CHAIR: ("peoples_committee", "People’s committee of {0}", "{0}인민위원회"),
    Role.COUNTY_SECRETARY: ("party_committee", "Party committee of {0}", "{0}당위원회"),
    Role.COUNTY_CHAIR: ("peoples_committee", "People’s committee of {0}", "{0}인민위원회"),
    Role.COUNTY_STAFF: ("peoples_committee", "People’s committee of {0}", "{0}인민위원회"),
}
RECORDED = {
    Role.COMMITTEE_STAFF: "Non-Permanent Central Committee for Promoting Regional Development 20x10",
    Role.COMMITTEE_MEMBER: "Non-Permanent Central Committee for Promoting Regional Development 20x10",
    Role.COUNTY_LEAD: "Political Bureau of the WPK Central Committee",
    Role.GUIDANCE: "Organizational Leadership Department: regional industry construction guidance section",
}
"""{role: the body of the public record for which it acts}."""
POWER = ("ministry", "power", "Ministry of power supply", "전력공급성")
"""A made-up ministry, for which the user of an institution acts."""


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
        if role == Role.INSTITUTION:
            self.posts[role, self.unit(role, place)] = self.posts[role, place]

    def _appoint(self, role, place, user=None):
        self.serial += 1
        official = people.register_official(f"D-{self.serial:03}", user=user, demonstration=True, by=None)
        scope = {COUNTY: "county", PROVINCE: "province", OWN: "organization"}.get(RULES[role].scope)
        held = {scope: self.unit(role, place) if scope == "organization" else place} if scope else {}
        return people.appoint(official, role, starts_on=SINCE, by=None, body=self.acts_for(role, place), **held)

    def acts_for(self, role, place=None):
        """The body in whose name the role asks and answers at `place`; None of a unit, which acts for itself."""
        if role in RECORDED:
            return Organization.objects.get(code=bodies.code_of(RECORDED[role]))
        return self._named(COMMITTEES[role], place) if role in COMMITTEES else None

    def unit(self, role, place):
        """The body that designs, builds, operates or inspects at `place`, a county or a province."""
        if role == Role.INSTITUTION:
            return self.body(*POWER)
        if (role, place) not in self.units:
            self.units[role, place] = self._named(UNITS[role], place)
        return self.units[role, place]

    def _named(self, names, place):
        """The body of this kind at `place`, called after it."""
        kind, english, korean = names
        if (kind, place) not in self.units:
            noun = " County" if isinstance(place, County) and place.kind == "county" else ""
            self.units[kind, place] = bodies.found_organization(
                kind=kind, code=f"demonstration-{kind.replace('_', '-')}-{place.code.lower()}",
                name_en=english.format(place.name_en + noun), name_ko=korean.format(place.name_ko),
                demonstration=True, by=None, **{"county" if isinstance(place, County) else "province": place},
            )  # fmt: skip
        return self.units[kind, place]

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

    def officer(self, body):
        """The post that acts for a body of no place, such as a supplier."""
        if (Role.INSTITUTION, body) not in self.posts:
            self.serial += 1
            official = people.register_official(f"D-{self.serial:03}", demonstration=True, by=None)
            self.posts[Role.INSTITUTION, body] = people.appoint(
                official, Role.INSTITUTION, starts_on=SINCE, organization=body, by=None
            )
        return self.posts[Role.INSTITUTION, body]
