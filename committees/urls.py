"""Addresses of people and posts, and of the committee's work."""

from django.urls import path

from committees.views import comments, posts, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("comments/<slug:kind>/<int:pk>/", comments.comment_list, name="comment_list"),
    path("comments/<int:pk>/take-back/", comments.comment_take_back, name="comment_take_back"),
    path("comments/project/<int:pk>.<slug:kind>", comments.comment_file, name="comment_file"),
    path("attachments/<int:pk>/", comments.attachment, name="attachment"),
]
