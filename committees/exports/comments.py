"""Comments as a table to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees import comments as reading
from committees.models import Comment
from factories.exports.notes import notes
from regional20x10.shared import clock
from regional20x10.shared.tables import MOMENT, WHOLE, Column, Table

COMMENTS = [
    Column("id", gettext_lazy("Number"), lambda r: r.pk, WHOLE),
    Column("about", gettext_lazy("About"), lambda r: reading.SUBJECT_WORDS[r.kind], width=20),
    Column("about_id", gettext_lazy("Its number"), lambda r: getattr(r, f"{r.kind}_id"), WHOLE),
    Column("at", gettext_lazy("Written"), lambda r: r.at, MOMENT),
    Column("by", gettext_lazy("By"), lambda r: r.by),
    Column("reply_to", gettext_lazy("Reply to"), lambda r: r.reply_to_id, WHOLE),
    Column("text", gettext_lazy("Comment"), lambda r: r.text, width=60),
    Column("called", gettext_lazy("Called"), lambda r: "; ".join(str(mention.post) for mention in r.called)),
    Column("files", gettext_lazy("Files"), lambda r: "; ".join(file.name for file in r.files)),
    Column("taken_back", gettext_lazy("Taken back"), lambda r: r.taken_back and r.taken_back.at, MOMENT),
]


def comments(project, user, as_of):
    """Those about the factory, its returns and the findings there, as known on the day."""
    moment = clock.end_of(as_of)
    rows = Comment.objects.visible_to(user).of_factory(project).then(moment).for_list()
    rows = reading.marked(rows.prefetch_related(*reading.parts()), moment)
    title = _("Comments on %(project)s") % {"project": project.code}
    return Table(title, COMMENTS, rows, len(rows), notes(user, as_of))
