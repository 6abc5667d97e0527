"""What is said of a committee, of a member, of the end of a membership and of who presides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import Membership, Organization, OrganizationKind, Post
from factories.forms.gates import DAY, Reasoned
from regional20x10.shared import clock

WRITTEN = _("Written as 2026-10-02.")


def day(label, help_text=WRITTEN):
    return forms.DateField(label=label, help_text=help_text, **DAY)


class FoundForm(Reasoned):
    organization = forms.ModelChoiceField(
        Organization.objects.filter(kind=OrganizationKind.COMMITTEE).order_by("name_en", "pk"), label=_("Body"),
        empty_label=_("choose"),
    )  # fmt: skip
    starts_on = day(_("First day of the term"))
    ends_on = day(_("Last day of the term"))
    basis = forms.CharField(
        label=_("Founded by"), max_length=200, required=False, help_text=_("The decision it rests on, with its day.")
    )


class MemberForm(Reasoned):
    needed = ("title",)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Body"), empty_label=_("choose"))
    title = forms.CharField(
        label=_("Post"), max_length=200, required=False, help_text=_("The post in the body, such as: first deputy.")
    )
    title_ko = forms.CharField(label=_("Post in Korean"), max_length=200, required=False)
    post = forms.ModelChoiceField(
        Post.objects.none(), label=_("Acts here as"), required=False, empty_label=_("whoever acts for the body"),
        help_text=_("Who is told of meetings."),
    )  # fmt: skip
    starts_on = day(_("Member from"))
    chair = forms.BooleanField(label=_("Presides over the committee"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["organization"].queryset = Organization.objects.in_being(today).order_by("name_en", "pk")
        self.fields["post"].queryset = Post.objects.current(today).for_list()


class EndForm(Reasoned):
    needed = ("reason",)
    ends_on = day(_("Last day"))
    reason = forms.CharField(
        label=_("Why the membership ends"), max_length=300, required=False, help_text=_("It is kept in the history.")
    )


class ChairForm(Reasoned):
    member = forms.ModelChoiceField(Membership.objects.none(), label=_("Who presides"), empty_label=_("choose"))
    on = day(_("From the day"), _("Written as 2026-10-02. Who presided until then stays a member."))

    def __init__(self, data=None, *, members):
        super().__init__(data)
        self.fields["member"].queryset = members
