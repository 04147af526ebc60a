"""Who you are: the user with an e-mail login, consents, invitations of mentors."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail."""

    use_in_migrations = True
    # Who has a permission, by group or by hand.
    with_perm = DjangoUserManager.with_perm

    def create_user(self, email: str, password: str | None = None, **fields):
        """A user; without a password an unusable one is set. Raises ValueError without e-mail."""
        if not email:
            raise ValueError("a user needs an e-mail")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """A user who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str):
        """The user of an e-mail, whatever its case."""
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person. Roles are groups (staff) and profiles (mentee, mentor); see `accounts.roles`."""

    username = None
    email = models.EmailField(_("e-mail"), unique=True)
    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    letters = models.CharField(
        _("letters"),
        max_length=6,
        default="each",
        choices=[("each", _("At once")), ("digest", _("Once a day")), ("off", _("Only what waits for me"))],
    )
    portrait = models.FileField(_("portrait"), upload_to="portraits/", blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First name, patronymic, last name: as one is addressed in a Russian school."""
        return " ".join(part for part in (self.first_name, self.patronymic, self.last_name) if part)

    def get_session_auth_hash(self) -> str:
        """Every session carries this and ends when it changes: with the password, and with the e-mail too."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self):
        """The same under the secret keys of before, so that a new key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        bound = f"{self.password}\n{self.email}"
        return salted_hmac("accounts.session", bound, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_mentor(self) -> bool:
        """Whether this user is an approved mentor."""
        profile = getattr(self, "mentor_profile", None)
        return bool(profile and profile.status == "approved")

    @property
    def is_mentee(self) -> bool:
        """Whether this user files cases."""
        return hasattr(self, "mentee_profile")


class ConsentText(models.Model):
    """A version of a document that people agree to. A new version asks again."""

    code = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    text = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        get_latest_by = "published_at"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class ConsentRecord(models.Model):
    """Who agreed to which text, when. The hash proves the wording even if the row of the text is changed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="records")
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consent given")
        verbose_name_plural = _("consents given")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=models.Q(withdrawn_at__isnull=True), name="consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.text}"


def invitation_token() -> str:
    """256 bits for a link."""
    return secrets.token_urlsafe(32)


def invitation_end():
    """Two weeks from now."""
    return timezone.now() + timedelta(days=14)


class MentorInvitation(models.Model):
    """A link by which a moderator invites a mentor. Used once; whoever uses it is approved at once."""

    token = models.CharField(max_length=64, unique=True, default=invitation_token, editable=False)
    email = models.EmailField(_("e-mail"))
    is_external = models.BooleanField(_("external expert"), default=False)
    note = models.CharField(_("note for yourselves"), max_length=200, blank=True)
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), default=invitation_end)
    used_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation of a mentor")
        verbose_name_plural = _("invitations of mentors")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
