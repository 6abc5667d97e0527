"""The demonstration: made-up projects and returns, marked as such, on the programme's real places.

Made through actions, the same on every run, and standing still on one day: `manage.py demo`. `manage.py grow` fills a
database of its own with a decade.
"""

from datetime import date

from regional20x10 import env

DAY = date(2026, 10, 12)
"""The day the demonstration stands on."""

PASSWORD = env.text("DEMO_PASSWORD", "demonstration-20x10")


def loaded():
    """Whether the demonstration is in this database."""
    from committees.models import Official

    return Official.objects.filter(demonstration=True).exists()


def sign_ins():
    """[(user name, role in words, scope in words)] of the demonstration's users; none where it is not loaded."""
    from committees.models import Post

    posts = Post.objects.for_list().filter(official__demonstration=True, official__user__isnull=False)
    return [
        (
            post.official.user.username,
            str(post.get_role_display()),
            str(post.province or post.county or post.organization or ""),
        )
        for post in sorted(posts, key=lambda post: post.pk)
    ]


def sign_in_page(request):
    """For the sign-in page only: who can sign in to the demonstration, and with which password."""
    page = request.resolver_match and request.resolver_match.url_name
    if page != "account_login" or not (people := sign_ins()):
        return {}
    rows = [{"username": name, "post": f"{role}, {scope}" if scope else role} for name, role, scope in people]
    return {"demo_users": rows, "demo_password": PASSWORD}
