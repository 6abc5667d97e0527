"""All addresses: pages under the reader's language, the API, schema and health without."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from regional20x10 import patterns
from regional20x10.shared import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="overview"), name="home"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/", include("regional20x10.api")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/charts/<slug:name>.json", patterns.pattern_chart, name="pattern_chart"),
    path("", include("committees.urls")),
    path("", include("factories.urls")),
    path("", include("reports.urls")),
)
