"""The worker's application: `celery -A regional20x10 worker`."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regional20x10.settings")

app = Celery("regional20x10")
app.add_defaults(lambda: settings.CELERY)  # read when first needed: building fonts must not start a database
app.autodiscover_tasks()
