"""How sign-in works here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from committees.rights import Deed


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator makes the user and the post."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """To the page asked for (allauth sees to that), else the overview, or users and posts for who keeps them."""
        user = request.user
        if user.post and user.post.may(Deed.MANAGE_POSTS):
            return reverse("admin:index")
        return super().get_login_redirect_url(request)
