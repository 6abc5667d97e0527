"""Addresses of people and posts."""

from django.urls import path

from committees.views import posts, requests, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    # requests
    path("requests/", requests.request_list, name="request_list"),
    path("requests.<slug:kind>", requests.request_list_file, name="request_list_file"),
    path("requests/board/", requests.request_board, name="request_board"),
    path("requests/board.<slug:kind>", requests.request_board_file, name="request_board_file"),
    path("requests/ask/", requests.request_ask, name="request_ask"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/promise/", requests.request_step, {"deed": "promise"}, name="request_promise"),
    path("requests/<int:pk>/decline/", requests.request_step, {"deed": "decline"}, name="request_decline"),
    path("requests/<int:pk>/done/", requests.request_step, {"deed": "done"}, name="request_done"),
    path("requests/<int:pk>/confirm/", requests.request_step, {"deed": "confirm"}, name="request_confirm"),
    path("requests/<int:pk>/dispute/", requests.request_step, {"deed": "dispute"}, name="request_dispute"),
    path("requests/<int:pk>/withdraw/", requests.request_step, {"deed": "withdraw"}, name="request_withdraw"),
    path("requests/<int:pk>/pass-on/", requests.request_step, {"deed": "pass_on"}, name="request_pass_on"),
]
