"""The index of what can be found: one entry for each object, written by triggers of the database alone."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """What is searched and shown of one object. Its object says who sees it (committees/search.py).

    `folded` and `sound` are its words as the SQL functions search_fold() and search_sounds() write them.
    """

    class Kind(models.TextChoices):
        COUNTY = "county", _("Cities, counties and districts")
        PROVINCE = "province", _("Provinces")
        PROJECT = "project", _("Factories")
        BODY = "body", _("Bodies")
        DECISION = "decision", _("Decisions")
        REQUEST = "request", _("Requests")
        GUIDANCE = "guidance", _("Guidance notes")
        MEETING = "meeting", _("Meetings")
        VISIT = "visit", pgettext_lazy("of a member in charge", "Visits")
        DOCUMENT = "document", _("Documents")
        ATTACHMENT = "attachment", _("Files of comments and decisions")

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.BigIntegerField()
    code = models.CharField(max_length=60, blank=True)
    label_en = models.CharField(max_length=300)
    label_ko = models.CharField(max_length=300, blank=True)
    also = models.TextField(blank=True, help_text="What else it is found by, such as former names.")
    folded = models.TextField()
    sound = models.TextField(blank=True)
    dated_on = models.DateField(null=True)
    county = models.ForeignKey("factories.County", models.CASCADE, null=True, related_name="+")
    province = models.ForeignKey("factories.Province", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="found_once")]
        indexes = [
            GinIndex(fields=["folded"], name="search_folded", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["sound"], name="search_sound", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """Its name or its text, in the reader's language where it has one in it."""
        return (self.label_ko if get_language() == "ko" else "") or self.label_en
