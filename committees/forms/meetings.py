"""What is said of a meeting, of a point of its agenda, of who presided and was there, and of what came of it."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from committees.forms.committee import day
from committees.models import Committee, Membership, Presence
from factories.forms.gates import Reasoned
from factories.models import County, FactoryProject
from regional20x10.shared.errors import Conflict

LONG = 20_000
"""Characters that minutes may have, or an outcome."""


class PlanForm(Reasoned):
    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("Committee"), empty_label=None)
    held_on = day(_("Day of the meeting"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)

    def __init__(self, data=None, *, committees=None, initial=None):
        super().__init__(data, initial=initial)
        if committees is None:
            del self.fields["committee"]
        else:
            self.fields["committee"].queryset = committees


class PointForm(Reasoned):
    needed = ("title",)
    title = forms.CharField(label=_("Point"), max_length=300, required=False)
    details = forms.CharField(
        label=_("Details"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class NewPointForm(PointForm):
    """A factory or a county may be named by its code."""

    project = forms.CharField(
        label=_("About the factory"), max_length=40, required=False, help_text=_("Its code, such as 26-SONGCHON-FOOD.")
    )
    county = forms.CharField(
        label=_("About the county"), max_length=40, required=False, help_text=_("Its code, such as SONGCHON.")
    )

    def _coded(self, name, model):
        code = self.cleaned_data[name].strip()
        if not code:
            return None
        row = None if "\x00" in code else model.objects.filter(code=code).first()
        if row is None:
            raise forms.ValidationError(_now("“%(code)s” is not known: write the code as lists show it."), "unknown",
                                        {"code": code[:40]})  # fmt: skip
        return row

    def clean_project(self):
        return self._coded("project", FactoryProject)

    def clean_county(self):
        return self._coded("county", County)


class HoldForm(Reasoned):
    chair = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Who presides"), empty_label=_("choose"), required=False
    )
    needed = ("chair",)

    def __init__(self, data=None, *, members):
        super().__init__(data, initial={"chair": next((row.pk for row in members if row.chair), None)})
        self.fields["chair"].queryset = members


class AttendanceForm(Reasoned):
    """A choice and a note for each member; one left open stays as it is."""

    def __init__(self, data=None, *, members, there):
        super().__init__(data)
        self.members = list(members)
        choices = [("", _("not entered")), *((value, capfirst(word)) for value, word in Presence.choices)]
        for member in self.members:
            row = there.get(member.pk)
            self.fields[f"presence_{member.pk}"] = forms.ChoiceField(
                label=str(member), choices=choices, required=False, initial=row and row.presence
            )
            self.fields[f"presence_{member.pk}"].widget.is_required = True
            self.fields[f"note_{member.pk}"] = forms.CharField(
                label=_now("By whom, or why not: %(member)s") % {"member": member}, max_length=200, required=False,
                initial=row and row.note,
            )  # fmt: skip

    def rows(self):
        """[(box of the presence, box of the note)] of each member."""
        return [(self[f"presence_{row.pk}"], self[f"note_{row.pk}"]) for row in self.members]

    def entered(self, act):
        """What `act(presences=…)` gave if the form was sent and the action did not refuse; else None."""

        def entering(**said):
            keys = [row.pk for row in self.members if said[f"presence_{row.pk}"]]
            return act(presences={pk: (said[f"presence_{pk}"], said[f"note_{pk}"]) for pk in keys})

        return self.done(entering)


class MinutesForm(Reasoned):
    """The minutes and a box for each point; `version` is the meeting as the writer saw it."""

    conflict = None
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    minutes = forms.CharField(
        label=_("Minutes"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("What was reported and discussed. Posts and bodies are named, persons are not."),
    )  # fmt: skip

    def __init__(self, data=None, *, meeting, points):
        super().__init__(data, initial={"version": meeting.version, "minutes": meeting.minutes})
        self.points = points
        for point in points:
            self.fields[f"outcome_{point.pk}"] = forms.CharField(
                label=f"{point.number}. {point.said}", max_length=LONG, required=False, initial=point.outcome,
                widget=forms.Textarea(attrs={"rows": 3}), help_text=_("What came of it."),
            )  # fmt: skip

    def kept(self, act):
        """What `act(minutes=…, outcomes=…, version=…)` gave if the form was sent and nothing stood against it."""

        def keeping(version, minutes, **said):
            outcomes = {point.pk: said[f"outcome_{point.pk}"] for point in self.points}
            return act(minutes=minutes, outcomes=outcomes, version=version)

        return self.done(keeping)

    def refuse(self, refused):
        if isinstance(refused, Conflict):
            self.conflict = refused
        super().refuse(refused)

    def again(self, *, meeting, points):
        """The same entries as a form of its own, started from what is kept now: sent again, it replaces that."""
        data = self.data.copy()
        data["version"] = meeting.version
        form = type(self)(data, meeting=meeting, points=points)
        form.conflict = self.conflict
        return form
