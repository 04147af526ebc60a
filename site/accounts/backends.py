"""Sign-in by e-mail, and what every page asks of a signed-in reader in as few queries as can be."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from .models import User


class EmailBackend(AuthenticationBackend):
    """allauth's backend; the reader comes with both profiles, and the reader's permissions in one query."""

    def get_user(self, user_id) -> User | None:
        """The active user with this key, or None."""
        users = User.objects.select_related("mentor_profile", "mentee_profile")
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """Own permissions and those of the groups, as `app.codename`; none on single objects."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            mine = Permission.objects.all()
            if not user_obj.is_superuser:
                mine = mine.filter(Q(user=user_obj) | Q(group__user=user_obj))
            names = mine.order_by().values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in names}
        return user_obj._perm_cache
