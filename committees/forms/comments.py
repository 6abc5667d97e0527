"""What is said in a comment: its words, the posts it calls, the files it brings, the comment it answers."""

import uuid

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from committees.actions.comments import LONGEST
from factories.forms.documents import DocumentsField
from factories.forms.gates import Reasoned
from factories.imports.files import TAKEN

BLIND = _("One of the posts called does not see this, or nobody signs in through it now: choose again.")


class CommentForm(Reasoned):
    """`posts`: whom it may call, as mentions.grouped() gives them; `replies`: the comments that can be answered."""

    needed = ("text",)
    text = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("All who see this page see it, by the post that wrote it."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)
    reply_to = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, posts, replies, reply_to=None):
        super().__init__(data, files, initial={"key": uuid.uuid4(), "reply_to": reply_to})
        self.posts = {str(post.pk): post for _group, found in posts for post, _words in found}
        choices = [(group, [(str(post.pk), text) for post, text in found]) for group, found in posts]
        self.fields["reply_to"].queryset = replies
        self.fields["mentions"] = forms.MultipleChoiceField(
            label=_("Call to it"), required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": BLIND},
        )  # fmt: skip
        said = _("{kinds}; up to {most} MB each. What a file is follows from its content.")
        self.fields["files"] = DocumentsField(help_text=format_lazy(said, kinds=TAKEN, most=settings.DOCUMENT_MAX_MB))

    def clean_mentions(self):
        return [self.posts[pk] for pk in self.cleaned_data["mentions"]]

    @property
    def lost_files(self):
        """Whether files were sent that a browser does not send again by itself."""
        return bool(self.errors and self.files)

    @property
    def groups(self):
        """[(words of a group, [option of the posts in it])], for who draws the boxes."""
        box = self["mentions"]
        found = self.fields["mentions"].widget.optgroups(box.html_name, box.value() or [], {"id": box.auto_id})
        return [(group, options) for group, options, _index in found]

    @property
    def calls(self):
        """Whether posts are ticked, so that the list of them stands open."""
        return bool(self["mentions"].value())
