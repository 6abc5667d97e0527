"""Addresses of people and posts."""

from django.urls import path

from committees.views import bodies, posts, roles, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("bodies/", bodies.body_list, name="body_list"),
    path("bodies.<slug:kind>", bodies.body_list_file, name="body_list_file"),
    path("found-body/", bodies.body_found, name="body_found"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/rename/", bodies.body_rename, name="body_rename"),
    path("bodies/<slug:code>/change/", bodies.body_change, name="body_change"),
    path("bodies/<slug:code>/merge/", bodies.body_merge, name="body_merge"),
    path("posts/", bodies.post_list, name="post_list"),
    path("posts.<slug:kind>", bodies.post_list_file, name="post_list_file"),
    path("projects/<str:code>/parts/give/", roles.role_give, name="role_give"),
    path("projects/<str:code>/units/change/", roles.unit_change, name="unit_change"),
    path("parts/<int:pk>/end/", roles.role_end, name="role_end"),
]
