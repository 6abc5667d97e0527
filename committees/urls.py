"""Addresses of people and posts."""

from django.urls import path

import factories.urls  # noqa: F401  (its converter of codes)
from committees.views import charges, posts, tokens, visits

urlpatterns = [
    path("charges/", charges.charge_list, name="charge_list"),
    path("charges.<slug:kind>", charges.charge_list_file, name="charge_list_file"),
    path("charges/<int:pk>/hand-over/", charges.charge_hand_over, name="charge_hand_over"),
    path("counties/<code:code>/charge/", charges.charge_begin, name="charge_begin"),
    path("counties/<code:code>/lead/", charges.lead, name="lead"),
    path("counties/<code:code>/lead/brief.pdf", charges.lead_brief, name="lead_brief"),
    path("counties/<code:code>/visits/record/", visits.visit_record, name="visit_record"),
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits.<slug:kind>", visits.visit_list_file, name="visit_list_file"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("act-as/", posts.act_as, name="act_as"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
