"""Addresses of people and posts, and of the committee's work."""

from django.urls import path

from committees.views import agenda, committee, meetings, minutes, posts, tokens

urlpatterns = [
    path("act-as/", posts.act_as, name="act_as"),
    path("committee/", committee.committee, name="committee"),
    path("committee/found/", committee.committee_found, name="committee_found"),
    path("committee/<int:pk>/members/add/", committee.member_add, name="member_add"),
    path("committee/<int:pk>/chair/", committee.chair_change, name="chair_change"),
    path("committee/members/<int:pk>/end/", committee.member_end, name="member_end"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings.<slug:kind>", meetings.meeting_list_file, name="meeting_list_file"),
    path("meetings/plan/", meetings.meeting_plan, name="meeting_plan"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/replan/", meetings.meeting_replan, name="meeting_replan"),
    path("meetings/<int:pk>/propose/", agenda.agenda_propose, name="agenda_propose"),
    path("meetings/<int:pk>/points/add/", agenda.item_add, name="item_add"),
    path("meetings/points/<int:pk>/change/", agenda.item_change, name="item_change"),
    path("meetings/points/<int:pk>/drop/", agenda.item_drop, name="item_drop"),
    path("meetings/points/<int:pk>/take-back/", agenda.item_take_back, name="item_take_back"),
    path("meetings/points/<int:pk>/move/", agenda.item_move, name="item_move"),
    path("meetings/<int:pk>/convene/", agenda.meeting_convene, name="meeting_convene"),
    path("meetings/<int:pk>/reopen/", agenda.meeting_reopen, name="meeting_reopen"),
    path("meetings/<int:pk>/hold/", minutes.meeting_hold, name="meeting_hold"),
    path("meetings/<int:pk>/attendance/", minutes.meeting_attendance, name="meeting_attendance"),
    path("meetings/<int:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/close/", minutes.meeting_close, name="meeting_close"),
    path("meetings/<int:pk>/agenda.pdf", agenda.meeting_agenda_pdf, name="meeting_agenda_pdf"),
    path("meetings/<int:pk>/minutes.pdf", minutes.meeting_minutes_pdf, name="meeting_minutes_pdf"),
    path("meetings/<int:pk>/agenda.<slug:kind>", meetings.agenda_file, name="agenda_file"),
    path("data/tokens/", tokens.token_list, name="token_list"),
    path("data/tokens/make/", tokens.token_make, name="token_make"),
    path("data/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
