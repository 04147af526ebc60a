"""Wagtail's user forms without a user name."""

from django.contrib.auth import get_user_model
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm


class UserEditForm(WagtailUserEditForm):
    """Edits a user known by e-mail."""

    class Meta(WagtailUserEditForm.Meta):
        model = get_user_model()


class UserCreationForm(WagtailUserCreationForm):
    """Creates a user known by e-mail."""

    class Meta(WagtailUserCreationForm.Meta):
        model = get_user_model()
