"""A real deployment. Nothing here has a default that a demonstration would need."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DEFAULT_FROM_EMAIL, STORAGES

for required in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "BASE_URL"):
    env.text(required)

SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 40 or SECRET_KEY.startswith("only-for"):
    raise ImproperlyConfigured("SECRET_KEY is too short; expected 40 random characters at least.")
globals().update(env.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", DEFAULT_FROM_EMAIL)
if BUCKET := env.bucket("MEDIA_STORAGE"):
    STORAGES = {
        **STORAGES,
        "default": {"BACKEND": "kit.buckets.PrivateBucket", "OPTIONS": BUCKET},
        "public": {"BACKEND": "kit.buckets.PublicBucket", "OPTIONS": BUCKET},
    }
if env.text("BASE_URL").startswith("https://"):
    SECURE_SSL_REDIRECT = False  # nginx in front does it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
else:
    raise ImproperlyConfigured(f'BASE_URL is "{env.text("BASE_URL")}"; expected an https:// address.')
