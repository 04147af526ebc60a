"""Two cases of one anonymous author cannot be told to be of one author, by one mentor or by two."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse
from post_office.models import Email

from mentoring import attachments, closing
from mentoring.models import Attachment, Case
from mentoring.workflow import advance
from tests import people
from tests.access.world import ask, signed_in, text_file
from tests.privacy.sentinels import KEY
from tests.privacy.story import make_people

pytestmark = pytest.mark.django_db
# What a case of this author and a case of another one have in common belongs to the page, not to the author.
TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-zA-Z_-]{9,}|\d{4,}|[А-ЯЁ][а-яё]+|[\w.]+@[\w.]+")


def filed(author, mentor, **fields) -> Case:
    """A case in work with a file of the same name each time."""
    case = people.make_draft(author, **fields)
    attachments.add_attachment(case, text_file("мой план.txt"), uploader=author, version=case.draft_version())
    case = people.choose(advance(case, "submit", by=author), mentor)
    return advance(case, "accept", by=mentor)


@pytest.fixture
def world():
    """Two cases of the planted author and one of somebody else's between them, with the same texts."""
    world = make_people()
    one, two = world.users["mentor"], world.users["second"]
    elena = world.users["mentee"]
    elena.mentee_profile.__class__.objects.filter(pk=elena.mentee_profile.pk).update(subject="biology")
    world.hers = [filed(world.author, one), filed(world.author, one), filed(world.author, two)]
    world.foreign = [filed(elena, one), filed(elena, two)]
    return world


def tokens(user, case: Case) -> set[str]:
    """Everything on the mentor's pages of a case, headers of its files included, that could be an identity."""
    client, found = signed_in(user), set()
    file = Attachment.objects.get(case=case)
    number = {"number": case.number}
    for place in (
        "cases:case",
        "cases:questions",
        "cases:solution",
        "cases:notes",
        "cases:block",
        "cases:colleagues",
    ):
        page = ask(client, "get", reverse(place, kwargs=number))
        if page.status_code == 200:
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.whole.decode())
            found |= set(TOKEN.findall(text.replace(case.number, "№")))
    answer = ask(client, "get", reverse("cases:file", kwargs=number | {"public_id": file.public_id}))
    assert answer.status_code == 200
    head = {name: value for name, value in answer.headers.items() if name not in ("Expires", "Date")}
    assert not {"ETag", "Last-Modified"} & head.keys()
    return found | set(TOKEN.findall(" ".join(head.values())))


def test_what_two_cases_of_one_author_share_any_two_cases_share(world):
    mentor, second = world.users["mentor"], world.users["second"]
    first, other, elsewhere = world.hers
    foreign, foreign_elsewhere = world.foreign
    common = tokens(mentor, first) & tokens(mentor, other)
    assert common - tokens(mentor, foreign) == set()
    of_two = tokens(mentor, first) & tokens(second, elsewhere)
    assert of_two - tokens(mentor, foreign) - tokens(second, foreign_elsewhere) == set()


def test_the_speaker_has_another_name_in_each_case_and_files_have_none(world):
    names, files = set(), set()
    for case in world.hers:
        client = signed_in(case.mentor)
        page = ask(client, "get", reverse("cases:case", args=[case.number])).whole.decode()
        assert f"Автор кейса {case.label}" in page
        assert not any(other.label in page for other in [*world.hers, *world.foreign] if other.pk != case.pk)
        names |= set(re.findall(r"Автор кейса (К-[\d-]+)", page))
        file = Attachment.objects.get(case=case)
        place = reverse("cases:file", args=[case.number, file.public_id])
        files.add(ask(client, "get", place)["Content-Disposition"])
    assert len(names) == len(world.hers)
    # Neutral, so the same for everybody.
    assert len(files) == 1
    assert "план" not in files.pop()


def test_numbers_and_ids_are_not_in_the_order_of_filing(world):
    numbers = [people.make_draft(world.author).number for _ in range(40)]
    assert numbers != sorted(numbers)
    steps = [abs(int(a[5:]) - int(b[5:])) for a, b in pairwise(numbers)]
    assert min(sorted(steps)[10:]) > 10
    versions = {file.public_id.version for file in Attachment.objects.all()}
    assert versions == {4}
    assert len({file.file.name.rsplit("/", 1)[-1].split(".")[0] for file in Attachment.objects.all()}) == 5


def test_lists_do_not_put_cases_of_one_author_side_by_side(world):
    """The order is that of filing or of the clock, the same whoever the authors are."""
    mentor = world.users["mentor"]
    mine = [world.hers[0], world.hers[1], world.foreign[0]]
    page = ask(signed_in(mentor), "get", "/cabinet/mentor/").whole.decode()
    shown = sorted(mine, key=lambda case: page.index(case.number))
    elena, author = world.users["mentee"], world.author
    # With the authors exchanged the list stands as it stood.
    Case.objects.filter(pk=world.hers[1].pk).update(author=elena)
    Case.objects.filter(pk=world.foreign[0].pk).update(author=author)
    exchanged = ask(signed_in(mentor), "get", "/cabinet/mentor/").whole.decode()
    assert sorted(mine, key=lambda case: exchanged.index(case.number)) == shown


def test_letters_about_two_cases_share_nothing_but_the_words_of_the_portal(world):
    mentor = world.users["mentor"]
    letters = [letter for letter in Email.objects.all() if letter.to == [mentor.email]]

    def of(case) -> set[str]:
        found = set()
        for letter in letters:
            if case.number in letter.subject + letter.message:
                head = letter.prepare_email_message().message()
                text = f"{letter.subject} {letter.message} {letter.html_message} {head['Message-ID']}"
                found |= set(TOKEN.findall(text.replace(case.number, "№")))
        return found

    assert of(world.hers[0])
    assert of(world.hers[0]) & of(world.hers[1]) <= of(world.foreign[0])


def test_blocking_the_authors_of_two_cases_does_not_tell_that_they_are_one(world):
    mentor = world.users["mentor"]
    closing.exclude(world.hers[0], "author", by=mentor)
    client = signed_in(mentor)
    one = _rows(client)
    closing.exclude(world.foreign[0], "author", by=mentor)
    another = _rows(client)
    closing.exclude(world.hers[1], "author", by=mentor)
    assert (another - one, _rows(client) - another) == (1, 1)
    assert str(KEY) not in ask(client, "get", "/profile/exclusions/").whole.decode()


def test_a_report_in_a_second_case_neither_renames_nor_overwrites_the_first(world):
    mentor = world.users["mentor"]
    closing.exclude(world.hers[0], "author", by=mentor, report="Пишет по ночам")
    closing.exclude(world.hers[1], "author", by=mentor, report="Не отвечает")
    page = ask(signed_in(mentor), "get", "/profile/exclusions/").whole.decode()
    assert world.hers[0].label in page
    assert world.hers[1].label in page
    assert set(mentor.exclusions.values_list("report", flat=True)) == {"Пишет по ночам", "Не отвечает"}


def _rows(client) -> int:
    return ask(client, "get", "/profile/exclusions/").whole.decode().count("/remove/")
