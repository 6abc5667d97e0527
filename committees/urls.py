"""Addresses of people and posts."""

from django.urls import path

from committees.views import decisions, guidance, posts, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions.<slug:kind>", decisions.decision_list_file, name="decision_list_file"),
    path("decisions/make/", decisions.decision_make, name="decision_make"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/done/", decisions.decision_step, {"deed": "done"}, name="decision_done"),
    path("decisions/<int:pk>/close/", decisions.decision_step, {"deed": "close"}, name="decision_close"),
    path("decisions/<int:pk>/reopen/", decisions.decision_step, {"deed": "reopen"}, name="decision_reopen"),
    path("decisions/<int:pk>/move/", decisions.decision_step, {"deed": "move"}, name="decision_move"),
    path("decisions/<int:pk>/withdraw/", decisions.decision_step, {"deed": "withdraw"}, name="decision_withdraw"),
    path("guidance/", guidance.guidance_list, name="guidance_list"),
    path("guidance.<slug:kind>", guidance.guidance_list_file, name="guidance_list_file"),
    path("guidance/write/", guidance.guidance_write, name="guidance_write"),
    path("guidance/<int:pk>/", guidance.guidance_note, name="guidance_note"),
    path("guidance/<int:pk>/reply/", guidance.guidance_reply, name="guidance_reply"),
]
