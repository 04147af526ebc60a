"""Brings the mentors of a journey into a running portal: `manage.py shell -c "from tests.journeys import cast; cast.enter()"`."""

from accounts.consents import newest_texts, record
from mentoring.models import Rubric
from tests import people

MENTORS = ("ivan", "maria", "pavel", "elena", "nina")


def enter() -> None:
    """Five approved mentors of parents' matters and of a career track, with confirmed addresses and consents."""
    rubrics = [Rubric.objects.get(slug="roditeli"), Rubric.objects.filter(direction="career", depth=2).first()]
    for key in MENTORS:
        user = people.make_mentor(key, rubrics=rubrics, capacity=4)
        for text in newest_texts():
            record(user, text)
