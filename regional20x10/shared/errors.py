"""The two ways an action says no."""


class Refused(Exception):
    """A rule stands against what was asked. `reasons` holds every sentence at once, each saying how to mend it.

    `fields` maps a field's name to its sentences where a form or an API body can show them beside the value.
    Shown on the page with status 409; a problem detail with status 409 in the API.
    """

    def __init__(self, reasons, *, fields=None):
        self.reasons = [reasons] if isinstance(reasons, str) else [str(reason) for reason in reasons]
        self.fields = fields or {}
        super().__init__(" ".join(self.reasons))


class Conflict(Refused):
    """Somebody else saved first. `mine` and `theirs` hold both versions, so that neither is lost."""

    def __init__(self, reasons, *, mine, theirs, saved_by, saved_at):
        super().__init__(reasons)
        self.mine, self.theirs, self.saved_by, self.saved_at = mine, theirs, saved_by, saved_at


class NotAllowed(Exception):
    """One may see it but not do it: status 403, with the reason and whom to ask."""

    def __init__(self, reason):
        self.reason = str(reason)
        super().__init__(self.reason)
