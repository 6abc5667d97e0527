"""One's own API tokens: list, make, revoke."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.actions import tokens
from committees.forms.tokens import TokenForm
from committees.models import ApiToken
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import NotAllowed, Refused
from regional20x10.shared.pages import found


@require_safe
def token_list(request):
    now = clock.now()
    mine = ApiToken.objects.visible_to(request.user).for_list()
    rows = [(token, token.state(now)) for token in mine]
    may = bool(request.user.post and request.user.post.may("export"))
    return render(request, "committees/tokens/list.html", {"rows": rows, "may": may})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_make(request):
    """The secret stands on the page that answers the form, and nowhere else."""
    post = request.user.post
    if post is None:
        raise NotAllowed(_("You hold no post today, so there is nothing a token could act as."))
    if not post.may("export"):
        raise not_allowed(post, "export")
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = tokens.make(**form.cleaned_data, by=post, at=clock.now())
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return render(request, "committees/tokens/made.html", {"token": token, "secret": secret})
    return render(
        request, "committees/tokens/make.html", {"form": form, "post": post}, status=409 if form.errors else 200
    )


@require_POST
def token_revoke(request, pk):
    token = found(ApiToken.objects.editable_by(request.user), pk=pk)
    tokens.revoke(token, by=request.user.post, at=clock.now())
    return redirect("token_list")
