"""Settings as strict as production. The embedded start and the tests relax only what `docs/operations.md` lists."""

from pathlib import Path

from csp.constants import NONE, SELF

from config.settings import env

ROOT: Path = env.ROOT
DATA_DIR = env.folder("DATA_DIR", "var")

# --- The deployment -------------------------------------------------------------------------------------------

DEMO = False  # the demo world, its banner and its movable clock
PORT = env.port("PORT", DATA_DIR / "port", 8000)
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}")
ADMIN_BIND = env.host_and_port("ADMIN_BIND")
PROVINCE_CODE = env.text("PROVINCE_CODE", "420000")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [])
DEBUG = False

# --- What it is made of ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours, from the roof down.
    "home",
    "campaigns.honours",
    "campaigns.notices",
    "campaigns.calls",
    "campaigns.activities",
    "campaigns.creditfeed",
    "courses",
    "assessments",
    "media",
    "official_documents",
    "organisations",
    "notifications",
    "identity",
    "workdays",
    "trail",
    "kit",
    # Wagtail.
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "ninja",
    # Sign-in.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    # Django.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "kit.middleware.received_at",
    "kit.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kit.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kit.middleware.inside_only",
    "identity.middleware.FirstThingsFirst",
    "home.middleware.EditorsDoor",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context.shell",
            ],
            "builtins": ["kit.templatetags.kit"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database(DATA_DIR / "zhixin.sqlite3")}
REDIS_URL = env.text("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }

# --- Background work ------------------------------------------------------------------------------------------

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # kombu looks for abandoned messages only every hundred seconds unless told otherwise.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 1800,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
    }
else:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue"),
        "data_folder_out": str(DATA_DIR / "queue"),
        "control_folder": str(DATA_DIR / "queue-control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
# Every entry may run twice without harm; the sweeper does the same work when the queue is away.
CELERY_BEAT_SCHEDULE = {
    "deliver the credit feed": {"task": "trail.run_periodic", "schedule": 15.0, "args": ["creditfeed.deliver"]},
    "seal the audit trail": {"task": "trail.run_periodic", "schedule": 10.0, "args": ["trail.seal"]},
}
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 15)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- The feed to the credit platform --------------------------------------------------------------------------

FEED_RETRY_SECONDS = env.numbers("FEED_RETRY_SECONDS", [5, 30, 120, 600, 1800, 3600])
FEED_LEASE_SECONDS = env.number("FEED_LEASE_SECONDS", 60)
FEED_ALLOW_PRIVATE = env.flag("FEED_ALLOW_PRIVATE", default=False)

# --- Public notices -------------------------------------------------------------------------------------------

NOTICE_WORKING_DAYS = max(5, env.number("NOTICE_WORKING_DAYS", 5))  # never fewer than five
NOTICE_COUNTS_FROM_NEXT_DAY = env.flag("NOTICE_COUNTS_FROM_NEXT_DAY", default=True)
PUBLIC_POSTS_PER_HOUR = env.number("PUBLIC_POSTS_PER_HOUR", 300)  # of one address, behind which a school may sit

# --- Activities -----------------------------------------------------------------------------------------------

ACTIVITY_REVIEW_WORKING_DAYS = max(1, env.number("ACTIVITY_REVIEW_WORKING_DAYS", 5))
ACTIVITY_WORDS = env.text("ACTIVITY_WORDS", " ").strip()  # a list of words of one's own instead of the shipped one

# --- Language and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
LOCALE_PATHS = [ROOT / "site" / "locale", ROOT / "site" / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # what people see; the database keeps UTC
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]

# --- Identity -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["identity.backends.PasswordOrSlip"]
PASSWORD_HASHERS = ["kit.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "identity.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "identity.forms.LoginForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# A school sits behind one address: the account is the key, the address only a wide net.
SIGN_IN_TRIES = env.number("SIGN_IN_TRIES", 10)  # wrong passwords of one account in a quarter of an hour
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": f"{SIGN_IN_TRIES}/15m/key,300/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)  # how many of our own stand in front
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "identity.adapter.MFAAdapter"
SECOND_FACTOR_REQUIRED = True
ONE_LIVE_SESSION_PER_OFFICER = True
NOTICES_DIR: Path | None = env.folder("NOTICES_DIR", "content/notices")  # the privacy notice and the terms, by version
ARTICLES_DIR: Path | None = env.folder("ARTICLES_DIR", "content/articles")  # what the public site says about itself
SLIP_DAYS = env.number("SLIP_DAYS", 14)  # how long a sign-in slip is good
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", 1800)
SESSION_IDLE_LEARNER_SECONDS = env.number("SESSION_IDLE_LEARNER_SECONDS", 4 * 3600)  # an exam takes an hour and a half
SESSION_ABSOLUTE_SECONDS = env.number("SESSION_ABSOLUTE_SECONDS", 12 * 3600)

# --- Files ----------------------------------------------------------------------------------------------------

MEDIA_ROOT = DATA_DIR / "uploads"  # what the public may fetch; never `media`, that is our code
MEDIA_URL = "/uploads/"
PRIVATE_ROOT = DATA_DIR / "private"
# One file for all web nodes, outside of what a restore brings back.
WITHDRAWN_PICTURES = env.text("WITHDRAWN_PICTURES", str(DATA_DIR / "withdrawn-pictures"))
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "kit.storage.PrivateStorage"},
    "public": {"BACKEND": "kit.storage.PublicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
MAX_REQUEST_BYTES = 10 * MAX_UPLOAD_BYTES  # nine photos and their words
FILE_UPLOAD_HANDLERS = [
    "kit.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FONT_PATHS: list[str] = []

# --- Wagtail --------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "知信"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "/desk/editor/"  # signs in who is not, and tells the others why they may not enter
WAGTAILIMAGES_IMAGE_MODEL = "media.LibraryImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.LibraryImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.LibraryDocument"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MAX_UPLOAD_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "pptx", "xlsx", "zip", "mp3", "mp4"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "kit.search", "SEARCH_CONFIG": "simple"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # published is the version that a second person read
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.actions.finishing.publish_what_was_read"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# --- What the foot of every page says; an empty one is left out ------------------------------------------------

IMPRINT = {
    "organiser": env.text("SITE_ORGANISER", " ").strip(),
    "site_code": env.text("SITE_CODE", " ").strip(),
    "icp": env.text("SITE_ICP", " ").strip(),
    "police": env.text("SITE_POLICE_RECORD", " ").strip(),
    "report_url": env.text("SITE_REPORT_URL", " ").strip(),
    "contact": env.text("SITE_CONTACT", " ").strip(),
}

# --- Protection -----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "home.views.errors.csrf_failed"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS

# --- Mail and log ---------------------------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "知信 <no-reply@example.invalid>"
SMS_BACKEND = "notifications.backends.ConsoleSms"
LOG_FORMAT = env.choice("LOG_FORMAT", ("text", "json"), "text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "kit.logs.TextFormatter"},
        "json": {"()": "kit.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
