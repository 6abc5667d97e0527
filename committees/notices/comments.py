"""What is said of comments."""

from django.utils.translation import gettext as _


# --- comments --------------------------------------------------------------------------------------------------------
def _comment_calls(values):
    match values["kind"]:
        case "status_return":
            said = _("A comment on a ten-day return of %(code)s calls you.")
        case "production_return":
            said = _("A comment on a production return of %(code)s calls you.")
        case "finding":
            said = _("A comment on a finding at %(code)s calls you.")
        case "decision":
            said = _("A comment on decision %(code)s calls you.")
        case _:
            said = _("A comment on %(code)s calls you.")
    return said % {"code": values["code"]}


def _comment_answered(values):
    match values["kind"]:
        case "status_return":
            said = _("Your comment on a ten-day return of %(code)s is answered.")
        case "production_return":
            said = _("Your comment on a production return of %(code)s is answered.")
        case "finding":
            said = _("Your comment on a finding at %(code)s is answered.")
        case "decision":
            said = _("Your comment on decision %(code)s is answered.")
        case _:
            said = _("Your comment on %(code)s is answered.")
    return said % {"code": values["code"]}


SENTENCES = {
    "comment_calls": _comment_calls,
    "comment_answered": _comment_answered,
}
