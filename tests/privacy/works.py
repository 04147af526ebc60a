"""Cases on their way to the library, for the tests of that way."""

from django.contrib.auth import get_user_model

from mentoring.enums import State
from mentoring.models import Deidentification, MenteeProfile, ReflectionSheet
from mentoring.privacy import deidentifying, publication
from tests import people


def crowd(count: int = 20, **profile) -> None:
    """So many teachers like the author."""
    facts = {"subject": "biology", "stage": "basic", "years": 2}
    users = get_user_model().objects.bulk_create(
        get_user_model()(email=f"alike{n}@example.org", is_active=True) for n in range(count)
    )
    MenteeProfile.objects.bulk_create(MenteeProfile(user=user, **{**facts, **profile}) for user in users)


def queued(author=None, mentor=None, **texts: str) -> Deidentification:
    """A case in the moderators' queue whose situation names people and a school."""
    author = author or people.make_mentee("olga")
    case = people.make_case(author, mentor or people.make_mentor("maria"), State.COMPLETED)
    version = case.versions.get()
    version.situation = "Мама Кати Ивановой пишет по ночам. Катя плачет. Завуч Марина Сергеевна молчит."
    version.years = 2
    for name, text in texts.items():
        setattr(version, name, text)
    version.save()
    word_given(case)
    return publication.enter_queue(case)


def word_given(case) -> None:
    """The author's sheet is finished, with a yes to publishing."""
    ReflectionSheet.objects.update_or_create(
        case=case, defaults={"may_publish": True, "finished_at": case.completed_at}
    )


def by_now(work: Deidentification) -> Deidentification:
    """The work as it stands."""
    return Deidentification.objects.select_related("public_case", "case__author").get(pk=work.pk)


def cleared(moderator=None, **case) -> Deidentification:
    """A case with every suspicion decided."""
    work = queued(**case)
    deidentifying.replace_sure(work, by=moderator, seen=0)
    work = by_now(work)
    while found := deidentifying.open_findings(work):
        work = deidentifying.keep(work, found[0].fragment, found[0].label, by=moderator, seen=work.revision)
    return by_now(work)
