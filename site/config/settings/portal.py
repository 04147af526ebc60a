"""What the portal is made of, its language and its limits."""

from config import PROJECT_ROOT

from .engines import env
from .security import DEBUG, SITE_URL

INSTALLED_APPS = [
    "home",
    "cabinet",
    "search",
    "notices",
    "accounts",
    "knowledge_base",
    "forum",
    "mentoring",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.api.v2",
    "rest_framework",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "post_office",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.privacy.NoStoreMiddleware",
    "accounts.consents.ConsentMiddleware",
    "accounts.second_factor.StaffSecondFactorMiddleware",
    "config.privacy.DeskPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cabinet.navigation.navigation",
                "notices.bell.bell",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [PROJECT_ROOT / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Moscow")
USE_I18N = USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

WAGTAIL_SITE_NAME = "Твой наставник"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "knowledge_base.files.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "knowledge_base.files.DocumentForm"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILAPI_LIMIT_MAX = 50
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_EDIT_FORM = "accounts.admin_forms.UserEditForm"
WAGTAIL_USER_CREATION_FORM = "accounts.admin_forms.UserCreationForm"

# Limits of what one may write; the forms show them while one types.
CASE_TITLE_MAX = 150
CASE_TEXT_MAX = 10_000
CASE_UPLOAD_MAX_BYTES = 20 * 2**20
CASE_UPLOADS_MAX = 10
CHAT_MESSAGE_MAX = 4_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

# What the worker does for rooms that the room of letters does not know: `limit` comes in, how much was done goes out.
WORKER_DEEDS = ["search.pages.index_due"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Both tell at length what they find in people’s files: names of authors, places.
    "loggers": {"pikepdf": {"level": "WARNING"}, "PIL": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
}
