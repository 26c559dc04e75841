"""The application for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratusz.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded now stays for ever: the collector need not look at it again
