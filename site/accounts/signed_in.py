"""The request of somebody who has signed in, for views behind `login_required`."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """Only a type: Django makes the request, `login_required` sees to it that the user is a person."""

    user: User
