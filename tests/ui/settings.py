"""The house with the look alone installed: enough for the gallery, free of database and other rooms."""

from __future__ import annotations

from zhijia.site import settings as house

SECRET_KEY = house.SECRET_KEY
DATA = house.DATA
DEMO = False
ALLOWED_HOSTS = house.ALLOWED_HOSTS
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhijia.ui",
]
DATABASES: dict[str, dict[str, str]] = {}
LANGUAGE_CODE, LANGUAGES = house.LANGUAGE_CODE, house.LANGUAGES
TIME_ZONE, USE_I18N, USE_TZ = house.TIME_ZONE, True, True
STATIC_URL = house.STATIC_URL
CONTENT_SECURITY_POLICY = house.CONTENT_SECURITY_POLICY
DATA_UPLOAD_MAX_MEMORY_SIZE = house.DATA_UPLOAD_MAX_MEMORY_SIZE
