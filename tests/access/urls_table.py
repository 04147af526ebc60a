"""What every address answers to whom: one row for each of ours, rules for those of the Wagtail admin.

The ten figures of a row stand in the order of `world.ROLES`:
visitor, mentee, other mentor, author, mentor, colleague, moderator, editor, support, researcher.
First GET, then POST of an empty form (of `POSTED` where an empty one would prove nothing).
`case` says on which case of the world the address is asked.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """What one address answers."""

    case: str
    get: str
    post: str


def all_alike(get: str, post: str) -> Row:
    """The first figure for a visitor, the second for everybody who is signed in, whoever that is."""
    return Row("", *(" ".join(words.split()[:1] + words.split()[1:] * 9) for words in (get, post)))


# fmt: off
OURS: dict[str, Row] = {
    "wagtaildocs_serve": all_alike("404 404", "404 404"),
    "wagtaildocs_authenticate_with_password": all_alike("404 404", "404 404"),
    "set_language": all_alike("302 302", "302 302"),
    "account_login": all_alike("200 302", "200 302"),
    "account_logout": all_alike("302 200", "302 302"),
    "account_inactive": all_alike("200 200", "405 405"),
    "account_signup": all_alike("200 302", "200 302"),
    "account_reauthenticate": all_alike("302 200", "302 200"),
    "account_email": all_alike("302 200", "302 302"),
    "account_email_verification_sent": all_alike("200 200", "405 405"),
    "account_change_password": all_alike("302 200", "302 200"),
    "account_set_password": all_alike("302 302", "302 302"),
    "account_reset_password": all_alike("200 200", "200 200"),
    "account_confirm_login_code": all_alike("302 302", "302 302"),
    "account_confirm_email": all_alike("200 200", "404 404"),
    "account_reset_password_from_key_done": all_alike("200 200", "405 405"),
    "account_reset_password_from_key": all_alike("200 200", "200 200"),
    "account_reset_password_done": all_alike("200 200", "405 405"),
    "mfa_index": all_alike("302 200", "302 405"),
    "mfa_authenticate": all_alike("302 302", "302 302"),
    "mfa_reauthenticate": all_alike("302 302", "302 302"),
    "mfa_activate_totp": all_alike("302 302", "302 302"),
    "mfa_deactivate_totp": all_alike("302 404", "302 404"),
    "mfa_view_recovery_codes": all_alike("302 404", "302 405"),
    "mfa_generate_recovery_codes": all_alike("302 302", "302 302"),
    "mfa_download_recovery_codes": all_alike("302 404", "302 404"),
    "accounts:profile": all_alike("302 200", "302 200"),
    "accounts:job": all_alike("302 200", "302 200"),
    "accounts:letters": all_alike("302 200", "302 200"),
    "accounts:exclusions": all_alike("302 200", "302 405"),
    "accounts:exclusion_remove": Row(
        "", "302 405 405 405 405 405 405 405 405 405", "302 404 404 302 404 404 404 404 404 404"),
    "accounts:mentor": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 200 404 200 200 404 404 404 404"),
    "accounts:portrait": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 200 404 200 200 404 404 404 404"),
    "accounts:portrait_remove": Row(
        "", "302 404 405 404 405 405 404 404 404 404", "302 404 302 404 302 302 404 404 404 404"),
    "accounts:pauses": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 200 404 200 200 404 404 404 404"),
    "accounts:pause_remove": Row(
        "", "302 404 405 404 405 405 404 404 404 404", "302 404 404 404 302 404 404 404 404 404"),
    "accounts:modules": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 405 404 405 405 404 404 404 404"),
    "accounts:module_new": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 200 404 200 200 404 404 404 404"),
    "accounts:module": Row(
        "", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 200 404 404 404 404 404"),
    "accounts:module_remove": Row(
        "", "302 404 405 404 405 405 404 404 404 404", "302 404 404 404 302 404 404 404 404 404"),
    "accounts:consent": all_alike("302 200", "302 200"),
    "accounts:consent_withdraw": all_alike("302 405", "302 302"),
    "accounts:data": all_alike("302 200", "302 405"),
    "accounts:export": all_alike("302 200", "302 405"),
    "accounts:delete": all_alike("302 200", "302 405"),
    "accounts:delete_confirm": all_alike("302 200", "302 200"),
    "accounts:consent_text": all_alike("200 200", "405 405"),
    "accounts:apply": Row(
        "", "302 200 302 200 302 302 200 200 200 200", "302 200 302 200 302 302 200 200 200 200"),
    "accounts:invitation": all_alike("200 200", "200 200"),
    "accounts:mentor_public": all_alike("302 200", "302 405"),
    "accounts:mentor_portrait": all_alike("302 200", "302 405"),
    "cases:new": all_alike("302 200", "302 200"),
    "cases:start": all_alike("302 200", "302 303"),
    "cases:identifiers": all_alike("405 405", "401 200"),
    "cases:autosave_new": all_alike("405 405", "401 200"),
    "cases:draft": Row(
        "draft", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:delete_draft": Row(
        "draft", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:reword": Row(
        "clarifying", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:autosave": Row(
        "draft", "405 405 405 405 405 405 405 405 405 405", "401 404 404 200 404 404 404 404 404 404"),
    "cases:attach": Row(
        "draft", "405 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "cases:detach": Row(
        "draft", "405 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "cases:mentors": Row(
        "choosing", "302 404 404 200 404 404 404 404 404 404", "302 404 404 200 404 404 404 404 404 404"),
    "cases:request": Row(
        "choosing", "302 405 405 405 405 405 405 405 405 405", "302 404 404 409 404 404 404 404 404 404"),
    "cases:let_choose": Row(
        "choosing", "302 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "cases:renew_five": Row(
        "choosing", "302 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "cases:self_solved": Row(
        "choosing", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:answers": Row(
        "clarifying", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:answers_autosave": Row(
        "clarifying", "405 405 405 405 405 405 405 405 405 405", "401 404 404 200 404 404 404 404 404 404"),
    "cases:answer_first": Row(
        "asked", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:case": Row(
        "work", "302 404 404 200 200 200 200 404 404 404", "302 405 405 405 405 405 405 405 405 405"),
    "cases:file": Row(
        "work", "302 404 404 200 200 200 200 404 404 404", "302 405 405 405 405 405 405 405 405 405"),
    "cases:move": Row(
        "offered", "302 404 404 200 404 404 404 404 404 404", "302 404 404 409 404 404 404 404 404 404"),
    "cases:thanks": Row(
        "done", "302 404 404 200 404 404 404 404 404 404", "302 404 404 409 404 404 404 404 404 404"),
    "cases:review": Row(
        "done", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "search:of_page": all_alike("404 404", "405 405"),
    "search:of_case": Row(
        "work", "302 404 404 200 200 200 200 404 404 404", "302 405 405 405 405 405 405 405 405 405"),
    "cases:commentary": Row(
        "", "302 404 404 404 404 200 404 404 404 404", "302 404 404 404 404 422 404 404 404 404"),
    "cases:save_commentary": Row(
        "", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 404 200 404 404 404 404"),
    "cases:decline_commentary": Row(
        "", "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 404 302 404 404 404 404"),
    "cases:publication": Row(
        "shown", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:block": Row(
        "done", "302 404 404 200 200 404 404 404 404 404", "302 404 404 422 422 404 404 404 404 404"),
    "cases:compare": Row(
        "twice", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:compare_autosave": Row(
        "twice", "405 405 405 405 405 405 405 405 405 405", "401 404 404 200 404 404 404 404 404 404"),
    "cases:reflection": Row(
        "done", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:reflection_autosave": Row(
        "done", "405 405 405 405 405 405 405 405 405 405", "401 404 404 200 404 404 404 404 404 404"),
    "cases:after": Row(
        "done", "302 404 404 200 404 404 404 404 404 404", "302 404 404 422 404 404 404 404 404 404"),
    "cases:follow_up": Row(
        "done", "302 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "cases:pass_on": Row(
        "awaiting", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 409 404 404 404 404 404"),
    "cases:ask_first": Row(
        "awaiting", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 422 404 404 404 404 404"),
    "cases:save_pass_on": Row(
        "awaiting", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:save_ask_first": Row(
        "awaiting", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:save_step_down": Row(
        "work", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:step_down": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 409 404 404 404 404 404"),
    "cases:questions": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 303 404 404 404 404 404"),
    "cases:save_questions": Row(
        "work", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:solution": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 303 404 404 404 404 404"),
    "cases:save_solution": Row(
        "work", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:notes": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 303 404 404 404 404 404"),
    "cases:save_notes": Row(
        "work", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 200 404 404 404 404 404"),
    "cases:format": Row(
        "personal", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:ask_leave": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 422 404 404 404 404 404"),
    "cases:answer_leave": Row(
        "personal", "302 404 404 200 404 404 404 404 404 404", "302 404 404 303 404 404 404 404 404 404"),
    "cases:colleagues": Row(
        "work", "302 404 404 404 200 404 404 404 404 404", "302 404 404 404 422 404 404 404 404 404"),
    "cases:end_colleague": Row(
        "work", "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 303 404 404 404 404 404"),
    "cases:opinion": Row(
        "work", "302 404 404 404 404 200 404 404 404 404", "302 404 404 404 404 422 404 404 404 404"),
    "cases:save_opinion": Row(
        "work", "405 405 405 405 405 405 405 405 405 405", "401 404 404 404 404 200 404 404 404 404"),
    "cases:chat": Row(
        "personal", "302 404 404 200 200 404 404 404 404 404", "302 404 404 422 422 404 404 404 404 404"),
    "cases:chat_new": Row(
        "personal", "401 404 404 200 200 404 404 404 404 404", "405 405 405 405 405 405 405 405 405 405"),
    "cases:chat_read": Row(
        "personal", "302 405 405 405 405 405 405 405 405 405", "302 404 404 303 303 404 404 404 404 404"),
    "cabinet:home": Row(
        "", "302 200 302 200 302 302 200 200 200 200", "302 200 302 200 302 302 200 200 200 200"),
    "cabinet:mentor": Row(
        "", "302 404 200 404 200 200 404 404 404 404", "302 404 200 404 200 200 404 404 404 404"),
    "search:results": all_alike("200 200", "405 405"),
    "search:suggest": all_alike("200 200", "405 405"),
    "search:related": all_alike("302 405", "302 200"),
    "notices:list": all_alike("302 200", "302 405"),
    "notices:read_all": all_alike("302 405", "302 303"),
    "notices:open": Row(
        "", "302 405 405 405 405 405 405 405 405 405", "302 404 404 303 404 404 404 404 404 404"),
    "home:guide": all_alike("302 302", "302 302"),
    "home:robots": all_alike("200 200", "200 200"),
    "sitemap": all_alike("200 200", "200 200"),
    "pictures": all_alike("404 404", "404 404"),
    # Asked on the page of a resource for members only; to the data it does not exist.
    "library:front": all_alike("200 200", "200 200"),
    "library_page": all_alike("302 200", "302 200"),
    "library:saved": all_alike("302 200", "302 200"),
    "library:save": all_alike("302 405", "302 302"),
    "library:mark": all_alike("302 405", "302 302"),
    "library:feed": all_alike("200 200", "200 200"),
    "library:atom": all_alike("200 200", "200 200"),
    "library_api:resources:listing": all_alike("200 200", "405 405"),
    "library_api:resources:detail": all_alike("404 404", "405 405"),
    "library_api:cases:listing": all_alike("200 200", "405 405"),
    "library_api:cases:detail": all_alike("404 404", "405 405"),
    "library_api:collections:listing": all_alike("200 200", "405 405"),
    "library_api:collections:detail": all_alike("404 404", "405 405"),
    "wagtailcore_authenticate_with_password": all_alike("404 404", "404 404"),
    "wagtailcore_login": all_alike("302 302", "302 302"),
    "wagtail_serve": all_alike("200 200", "200 200"),
}
# fmt: on

# What is posted instead of an empty form; `{…}` is filled with objects of the world.
POSTED: dict[str, dict[str, str]] = {
    "cases:end_colleague": {"colleague": "{colleague}"},
    "cases:format": {"do": "narrow", "revision": "{revision}"},
    "cases:answer_leave": {"do": "no:collegial"},
}

MODERATOR, EDITOR = "moderator", "editor"
STAFF = (MODERATOR, EDITOR, "support", "researcher")
PAGES = (MODERATOR, EDITOR)
# Who gets through a door of the admin at all; the longest beginning of a name counts. Nobody of the four
# enters what is left to administrators. Visitors and everybody who is no staff are sent to sign in.
ADMIN: dict[str, tuple[str, ...]] = {
    "wagtailadmin_home": STAFF,
    "wagtailadmin_api:": STAFF,
    "wagtailadmin_account": STAFF,
    "wagtailadmin_logout": STAFF,
    "wagtailadmin_dismissibles": STAFF,
    "wagtailadmin_error_test": STAFF,
    "wagtailadmin_editing_sessions:": STAFF,
    "wagtailadmin_block_preview": STAFF,
    "wagtailadmin_choose_page": STAFF,
    "wagtailadmin_tag_": STAFF,
    "wagtailadmin_workflows:": (),
    "wagtailadmin_workflows:task_cho": STAFF,
    "wagtailadmin_collections:": (),
    "wagtailadmin_reports:": PAGES,
    "wagtailadmin_reports:site_history": STAFF,
    "wagtailadmin_explore": PAGES,
    "wagtailadmin_pages:": PAGES,
    "wagtailadmin_pages:choose_parent": STAFF,
    "wagtailadmin_pages:move_confirm": STAFF,
    # Nothing but a redirect to the history, which asks for itself.
    "wagtailadmin_pages:revisions_index": STAFF,
    "wagtailadmin_pages:confirm_workflow_cancellation": STAFF,
    # Sends whoever may not act back to the list of pages, which asks for itself.
    "wagtailadmin_pages:workflow_action": STAFF,
    "wagtailadmin_pages:collect_workflow_action_data": STAFF,
    "wagtail_bulk_action": PAGES,
    "wagtail_modeladmin:": STAFF,
    "wagtailforms:": PAGES,
    "wagtailredirects:": (),
    "wagtailsettings:": (MODERATOR,),
    "wagtailembeds:": STAFF,
    "wagtailsnippets:": (),
    "wagtaildocs:": PAGES,
    "wagtaildocs_chooser:": STAFF,
    "wagtailimages:": PAGES,
    "wagtailimages_chooser:": STAFF,
    "wagtailsites:": (),
    "wagtailusers_users:": (),
    "wagtailusers_groups:": (),
    "mentoring_rubric_": (MODERATOR,),
    "desk_cases:": (MODERATOR,),
    "desk_mentors:": (MODERATOR,),
    "desk_decisions:": (MODERATOR,),
    "desk_invitations:": (MODERATOR,),
    "desk_publication:": (MODERATOR,),
    "desk_reviews:": (MODERATOR,),
    "desk_looks:": (),
    "hint_questions:": (MODERATOR,),
    "reflection_questions:": (MODERATOR,),
    "days_off:": (MODERATOR,),
}
# Open to everybody: the icons, the words of the scripts, and the doors that lead to our own page of sign-in.
OPEN = {
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_login",
    "wagtailadmin_password_reset", "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}  # fmt: skip
# Patterns without a name: Wagtail's page for a wrong address, and our redirects to sign in.
NAMELESS = {"/admin/login/", "/admin/password_reset/", "/_util/login/", "/admin/test404/", "/admin/^.*/$"}
