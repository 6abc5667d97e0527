"""Which of one's posts one acts through, and that nobody enters without one."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from committees.rights import Deed

SESSION_KEY = "post"
NOT_OURS = ("django.", "allauth.")
"""Sign-in and the admin ask for themselves who may enter."""


def needs_no_post(view):
    """Let a view be entered by whoever is signed in, whatever their post."""
    view.needs_no_post = True
    return view


class ActingPostMiddleware:
    """Sets `request.user.post` to the post chosen in this session, if it is still held; else the first held.

    Every page is closed to whom no post lets read: 403 with the reason. The API says so itself (calls.MayCall).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.session.get(SESSION_KEY)
        if chosen and request.user.is_authenticated:
            request.user.post = next((post for post in request.user.posts if post.pk == chosen), request.user.post)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or _is_open(view) or request.user.reads_anything:
            return None
        if request.user.post:
            reason = _("The post “%(post)s” reads no programme data. It keeps users and posts.") % {
                "post": request.user.post
            }
        else:
            reason = _("You hold no post today. An administrator can give you one, or set an end that is later.")
        keeps = request.user.post is not None and request.user.post.may(Deed.MANAGE_POSTS)
        return render(request, "403.html", {"reason": reason, "keeps_posts": keeps}, status=403)


def _is_open(view):
    return (
        getattr(view, "needs_no_post", False)
        or not getattr(view, "login_required", True)
        or hasattr(view, "cls")  # an endpoint of the API
        or view.__module__.startswith(NOT_OURS)
    )
