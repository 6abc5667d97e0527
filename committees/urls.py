"""Addresses of people and posts."""

from django.urls import path

from committees.views import posts, search, tokens

urlpatterns = [
    path("search/", search.search, name="search"),
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
