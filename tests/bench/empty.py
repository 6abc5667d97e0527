"""An empty Django view: what any answer costs before it says anything."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path


@login_not_required
def nobody(request):
    return HttpResponse("")


def somebody(request):
    return HttpResponse("")


urlpatterns = [path("nobody/", nobody), path("somebody/", somebody)]
