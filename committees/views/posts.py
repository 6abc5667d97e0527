"""Which of one's posts one acts through."""

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from committees.middleware import SESSION_KEY, needs_no_post
from regional20x10.shared.errors import NotAllowed


@require_POST
@needs_no_post
def act_as(request):
    """Act through another of one's own posts, if it is held today, until one signs out or chooses again."""
    wanted = request.POST.get("post", "")
    post = next((post for post in request.user.posts if str(post.pk) == wanted), None)
    if post is None:
        raise NotAllowed(_("You do not hold this post today: choose one of your own. An ended post acts no more."))
    request.session[SESSION_KEY] = post.pk
    onward = request.POST.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, request.get_host()) else "home")
