"""Settings, safe by default: production is what you get unless DEBUG=1 says otherwise."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils.csp import CSP

from catalog.outbound import Client
from trilha import env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.flag("DEBUG")
if not DEBUG:
    env.require("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")

SECRET_KEY = os.environ.get("SECRET_KEY") or "only-for-development"
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
# For links outside of a request, where no host was asked for.
SITE_URL = env.site(ALLOWED_HOSTS[0], DEBUG)
REVISION = os.environ.get("REVISION", "")

# --- The house -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "catalog.apps.DeskConfig",  # Django's admin with a front of ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's page of sessions needs it
    "django.contrib.sitemaps",
    "django.forms",  # its templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "taggit",
    "reversion",
    "django_tasks_db",
    # Ours last: their admin modules replace what the libraries registered.
    "trilha.accounts",
    "trilha.jobs",
    "catalog",
    "progress",
    "progress.mentoring",
]
MIDDLEWARE = [
    "trilha.middleware.NoNulBytes",
    "trilha.middleware.AnswerHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trilha.accounts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "trilha.accounts.outbox.OutboxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "progress.middleware.JourneyMiddleware",
]
ROOT_URLCONF = "trilha.urls"
WSGI_APPLICATION = "trilha.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trilha.context.page",
            ],
            "builtins": ["catalog.templatetags.trail"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ------------------------------------------------------------------------------------

DATABASES = {"default": env.database(os.environ.get("DATABASE_URL", ""), BASE_DIR / "var")}
# Limits of attempts must be counted by all workers together, so never a cache of one process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }
    if os.environ.get("REDIS_URL")
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_table",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a section with 70 inline steps posts 508 fields
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
LARGEST_UPLOAD = 5 * 1024**2  # the rest of a file is not even stored
FILE_UPLOAD_HANDLERS = [
    "trilha.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Pages fetch what they need ahead. In tests and development a forgotten relation is an error.
PAGE_FETCH_MODE_RAISES = env.flag("PAGE_FETCH_MODE_RAISES", DEBUG)

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Languages and time ----------------------------------------------------------------------

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/Sao_Paulo"
USE_TZ = True

# --- Accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# It answers for permissions as well. Django's own beside it would hash every wrong password twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "trilha.accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["email", "name"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "trilha.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
     "OPTIONS": {"password_list_path": BASE_DIR / "trilha/accounts/common_passwords.txt"}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "progress:path"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "trilha.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "trilha.accounts.forms.LoginForm",
    "signup": "trilha.accounts.forms.SignupForm",
    "request_login_code": "trilha.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "trilha.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "trilha.accounts.forms.ConfirmEmailForm",
    "reauthenticate": "trilha.accounts.forms.ReauthenticateForm",
    "add_email": "trilha.accounts.forms.AddEmailForm",
    "change_password": "trilha.accounts.forms.ChangePasswordForm",
    "set_password": "trilha.accounts.forms.SetPasswordForm",
    "reset_password": "trilha.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "trilha.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "site"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By code, so that the person stays in the browser that holds the visitor's marks.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Six digits, three attempts, ten minutes, and at most ten mails of a kind a day to one address.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6}
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end in any case
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Trilha] "
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip,60/h/ip",
    "reset_password": "20/m/ip,3/10m/key,10/d/key",
    "request_login_code": "20/m/ip,3/10m/key,10/d/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key,10/d/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
# Watching the activity of sessions costs five statements, one a write, on every page.
USERSESSIONS_TRACK_ACTIVITY = False

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "Trilha <trilha@localhost>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ["EMAIL_HOST"],
            "port": env.number("EMAIL_PORT", 587),
            "username": os.environ.get("EMAIL_USER", ""),
            "password": os.environ.get("EMAIL_PASSWORD", ""),
            "use_tls": env.flag("EMAIL_TLS", True),
            "timeout": 10,
        },
    }
    if os.environ.get("EMAIL_HOST")
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}

# --- Jobs ------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# After this time nobody works on a job any more, and somebody else begins it anew.
JOB_LONGEST = timedelta(minutes=15)
# How long a job rests after its first failure, its second one, …; after the last it stays failed.
JOB_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]

# --- Other people's servers ------------------------------------------------------------------

# It never reaches inside our own network, whatever the environment says.
OUTBOUND = Client(f"Mozilla/5.0 (compatible; Trilha; +{SITE_URL})")

# --- Sessions, cookies, headers --------------------------------------------------------------

SESSION_ENGINE = "progress.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 180  # a visitor's marks live in the session
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrftoken"
CSRF_FAILURE_VIEW = "trilha.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = not DEBUG and env.flag("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^saude/viva$", r"^saude/pronta$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
# Only when a proxy sets this header always; otherwise a visitor could forge it.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# --- Tags, logs ------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "trilha.logs.WithoutKeys"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_keys"],
        }
    },
    # Without handlers of its own, or every line of Django would stand there twice.
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": [], "propagate": True},  # of a developer
        "django_tasks_db": {"level": "WARNING"},  # it tells each time it finds nothing to do
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
