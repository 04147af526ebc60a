"""Brings the people of a journey into a running portal, through `manage.py shell`."""

import json

from django.contrib.auth.models import Group

from accounts.consents import newest_texts, record
from accounts.models import User
from mentoring.models import MenteeProfile, MentorProfile, Rubric
from mentoring.privacy import commentaries, publication
from tests import library, people
from tests.privacy import works

MENTORS = ("ivan", "maria", "pavel", "elena", "nina")


def enter() -> None:
    """Five approved mentors of parents' matters and of a career track, with confirmed addresses and consents."""
    rubrics = [
        Rubric.objects.get(slug="roditeli"),
        Rubric.objects.filter(direction="career", depth=2).first(),
    ]
    for key in MENTORS:
        user = people.make_mentor(key, rubrics=rubrics, capacity=4)
        for text in newest_texts():
            record(user, text)

    anna = people.make_user("anna")
    anna.groups.add(Group.objects.get(name="Moderators"))
    for text in newest_texts():
        record(anna, text)
    _crowd()


def _crowd(count: int = 24) -> None:
    """Other teachers, so that an author is one of many."""
    users = User.objects.bulk_create(
        User(email=f"teacher{n}@example.org", is_active=True) for n in range(count)
    )
    MenteeProfile.objects.bulk_create(MenteeProfile(user=user) for user in users)


def fill() -> None:
    """Cases of one author and Elena in several states; pages of the library; prints numbers and addresses as JSON."""
    elena = User.objects.get(email="elena@example.org")
    author = people.make_mentee("olga-demo")
    for text in newest_texts():
        record(author, text)
    MentorProfile.objects.filter(user=elena).update(capacity=20)
    states = {name: name for name in ("choosing", "awaiting", "clarifying", "offered", "completed")}
    numbers = {name: people.make_case(author, elena, state).number for name, state in states.items()}
    numbers["personal"] = people.make_case(author, elena, "in_work", format="personal").number
    numbers |= _on_their_way(author, elena)
    resource = library.make_resource()
    solved = library.make_solved_case(tried_count=7, helped_count=5)
    solved.materials.create(resource=resource)
    pages = {"resource": resource, "solved": solved, "collection": library.make_collection(resource, solved)}
    addresses = {name: page.url for name, page in pages.items()}
    print(">", json.dumps(numbers | addresses))


def _on_their_way(author, mentor) -> dict[str, str]:
    """A case in the moderators' queue, by the key of its copy, and one that its author is asked about."""
    waiting = works.queued(author=author, mentor=mentor)
    profile = author.mentee_profile
    works.crowd(subject=profile.subject, stage=profile.stage, years=2)
    asked = works.cleared(author=author, mentor=mentor)
    publication.send_to_author(asked.public_case, by=None)
    maria, pavel = (User.objects.get(email=f"{key}@example.org") for key in ("maria", "pavel"))
    commented = works.cleared(author=author, mentor=maria)
    commentary = commentaries.ask(
        commented, str(pavel.mentor_profile.public_id), by=User.objects.get(email="anna@example.org")
    )
    return {
        "queued": waiting.public_case.key,
        "asked": asked.case.number,
        "commented": commented.public_case.key,
        "commentary": commentary.key,
    }
