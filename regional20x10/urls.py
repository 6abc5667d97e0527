"""All addresses: pages under the reader's language, the API, schema and health without."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from regional20x10 import patterns
from regional20x10.shared import health

handler500 = "regional20x10.shared.pages.failed"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="overview"), name="home"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/", include("regional20x10.api")),
]

accounts = [  # only what there is a page for: nobody signs up, and no password is sent by mail
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # says that it is closed
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
]

urlpatterns += i18n_patterns(
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/charts/<slug:name>.json", patterns.pattern_chart, name="pattern_chart"),
    path("", include("committees.urls")),
    path("", include("factories.urls")),
    path("", include("reports.urls")),
)
