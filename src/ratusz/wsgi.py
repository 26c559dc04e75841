"""The application for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from ratusz import config

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratusz.settings")
if faults := config.read().faults():
    raise config.Insecure(*faults)
application = get_wsgi_application()
gc.freeze()  # what is loaded now stays for ever: the collector need not look at it again
gc.set_threshold(50_000, 20, 20)  # a page makes thousands of objects that die with it
