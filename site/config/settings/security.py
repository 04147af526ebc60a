"""Who may do what in the browser: secret, cookies, headers, content security policy, sign-in."""

from django.core.exceptions import ImproperlyConfigured
from csp.constants import NONE, SELF

from config import PROJECT_ROOT  # noqa: F401

from .engines import VAR, env

DEBUG = env.bool("DEBUG", default=False)
SITE_HOST = env("SITE_HOST", default="localhost")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, "localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=False)
SITE_URL = env("SITE_URL", default=f"{'https' if HTTPS else 'http'}://{SITE_HOST}")


def _secret_key() -> str:
    """The key from the environment; on the embedded default one made at the first start and kept in `var/`."""
    if key := env("SECRET_KEY", default=""):
        return key
    if HTTPS:
        raise ImproperlyConfigured(
            "Set SECRET_KEY: a portal open to the world never runs on a generated key."
        )
    from django.core.management.utils import get_random_secret_key

    path = VAR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _secret_key()

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cabinet:home"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_SESSION_REMEMBER = True
# Bucket → how many deeds of one person in how many seconds; beyond, the answer is 429 and tells when to repeat.
# Far above what people do and far below what a script does: forms save themselves once a second at most.
DEED_RATES = {
    "autosave": (150, 60),
    "chat_message": (30, 60),
    "upload": (60, 600),
    "case_submission": (10, 600),
}
_rates = {name: f"{most}/{seconds}s/user" for name, (most, seconds) in DEED_RATES.items()}
# Courtesies beside a form: beyond the bucket they are silent for a while, and nothing is lost.
_courtesies = {"identifiers": "120/m/user", "related": "60/m/user"}
ACCOUNT_RATE_LIMITS = (
    False if env.bool("RATE_LIMITS_OFF", default=False) else {"signup": "40/h/ip", **_courtesies, **_rates}
)
ACCOUNT_CHANGE_EMAIL = True
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=HTTPS)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
