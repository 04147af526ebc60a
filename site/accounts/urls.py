"""Addresses of the room `accounts`. Those of sign-in are allauth's."""

from django.urls import path

from .views import becoming, consent, mentor, own_data, profile

app_name = "accounts"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/job/", profile.job, name="job"),
    path("profile/letters/", profile.letters, name="letters"),
    path("profile/exclusions/", profile.exclusions, name="exclusions"),
    path("profile/exclusions/<int:key>/remove/", profile.exclusion_remove, name="exclusion_remove"),
    path("profile/mentor/", mentor.mentor, name="mentor"),
    path("profile/portrait/", mentor.portrait, name="portrait"),
    path("profile/portrait/remove/", mentor.portrait_remove, name="portrait_remove"),
    path("profile/pauses/", mentor.pauses, name="pauses"),
    path("profile/pauses/<int:key>/remove/", mentor.pause_remove, name="pause_remove"),
    path("profile/texts/", mentor.modules, name="modules"),
    path("profile/texts/new/", mentor.module, name="module_new"),
    path("profile/texts/<int:key>/", mentor.module, name="module"),
    path("profile/texts/<int:key>/remove/", mentor.module_remove, name="module_remove"),
    path("profile/consent/", consent.consent, name="consent"),
    path("profile/consent/<slug:code>/withdraw/", consent.consent_withdraw, name="consent_withdraw"),
    path("profile/data/", own_data.data, name="data"),
    path("profile/data/export/", own_data.export, name="export"),
    path("profile/delete/", own_data.delete, name="delete"),
    path("profile/delete/confirm/", own_data.delete_confirm, name="delete_confirm"),
    path("consent/<slug:code>/", consent.consent_text, name="consent_text"),
    path("mentors/apply/", becoming.apply, name="apply"),
    path("mentors/invite/<str:token>/", becoming.invitation, name="invitation"),
    path("mentors/<uuid:public_id>/", becoming.mentor_public, name="mentor_public"),
    path("mentors/<uuid:public_id>/portrait/", becoming.mentor_portrait, name="mentor_portrait"),
]
