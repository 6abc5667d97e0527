"""The filters of the committee's lists, shared by pages and API: what may be asked of each list, and in which words."""

import django_filters as filters
from django.utils.translation import gettext_lazy

from committees.comments import SUBJECT_WORDS
from committees.models import SUBJECTS, Attachment, Comment
from factories.filters import ANY, PROJECT, Coded, List, Numbered
from factories.models import FactoryProject


# --- comments and their files ----------------------------------------------------------------------------------------
class OfFactory(Coded):
    """Comments about a factory, its returns and the findings there."""

    def __init__(self):
        super().__init__(FactoryProject, "project", PROJECT)

    def filter(self, qs, value):
        return qs.of_factory(value) if value else qs


class AboutKind(filters.ChoiceFilter):
    def __init__(self):
        super().__init__(label=gettext_lazy("About"), choices=list(SUBJECT_WORDS.items()), empty_label=ANY)

    def filter(self, qs, value):
        return qs.filter(**{f"{value}__isnull": False}) if value in SUBJECTS else qs


class CommentFilter(List):
    project = OfFactory()
    about = AboutKind()
    status_return = Numbered("status_return", gettext_lazy("Ten-day return"))
    production_return = Numbered("production_return", gettext_lazy("Production return"))
    finding = Numbered("finding", gettext_lazy("Finding"))
    decision = Numbered("decision", gettext_lazy("Decision"))

    class Meta:
        model = Comment
        fields = ()


class AttachmentFilter(List):
    comment = Numbered("comment", gettext_lazy("Comment"))
    decision = Numbered("step__decision", gettext_lazy("Decision"))

    class Meta:
        model = Attachment
        fields = ()
