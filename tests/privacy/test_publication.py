"""A case on its way to the library: nothing goes on with a name in it, and two movers never both win."""

import pytest

from mentoring import closing
from mentoring.enums import PublicationStatus, State
from mentoring.models import (
    AfterCheck,
    Deidentification,
    JournalEntry,
    PublicCase,
    ReflectionSheet,
)
from mentoring.privacy import deidentifying, publication
from mentoring.privacy.passages import document_of, texts_of
from mentoring.refusal import Refused
from search import pages
from search.models import Document
from tests import people
from tests.privacy.works import by_now, cleared, crowd, queued, word_given

pytestmark = pytest.mark.django_db
S = PublicationStatus


def test_a_case_enters_the_queue_once_and_only_with_its_authors_word():
    work = queued()
    assert publication.enter_queue(work.case) == work
    assert PublicCase.objects.count() == 1
    sheet = ReflectionSheet.objects.get()
    Deidentification.objects.all().delete()
    for may_publish, finished in ((False, sheet.finished_at), (None, sheet.finished_at), (True, None)):
        ReflectionSheet.objects.update(may_publish=may_publish, finished_at=finished)
        assert publication.enter_queue(work.case) is None


def test_a_copy_holds_no_key_to_its_case():
    names = {field.name for field in PublicCase._meta.get_fields() if field.is_relation and field.concrete}
    assert names == {"rubrics"}
    work = queued()
    assert work.case.number not in str(vars(work.public_case))


def test_a_decision_settles_every_form_of_one_person():
    work = queued()
    before = {f.fragment for f in deidentifying.open_findings(work)}
    assert {"Кати Ивановой", "Катя", "Марина Сергеевна"} <= before
    work = deidentifying.replace(work, "Кати Ивановой", "PER", by=None, seen=work.revision)
    situation = by_now(work).public_case.content["situation"]
    assert "Иванов" not in situation
    assert "Кат" not in situation
    assert "маме" not in situation
    assert situation.startswith("Мама ученицы А. пишет по ночам. Ученица А. плачет.")
    assert "Марина Сергеевна" in situation


def test_the_author_is_known_by_name_wherever_the_name_is_written():
    work = queued(situation="Мне сказали: ветрова, опять твои дети шумят.")
    assert "ветрова" in {f.fragment.lower() for f in deidentifying.open_findings(work)}


def test_an_edit_that_brings_a_name_back_is_caught_again():
    work = cleared()
    crowd()
    text = work.public_case.content["situation"] + " Её зовут Катя Иванова."
    work = deidentifying.edit(work, {"situation": text}, by=None, seen=work.revision)
    assert work.open_suspicions == 1
    with pytest.raises(Refused, match=r"suspicion|подозрен"):
        publication.send_to_author(work.public_case, by=None)


def test_what_identifies_nobody_stays_and_is_asked_once():
    work = queued()
    work = deidentifying.keep(work, "Катя", "PER", by=None, seen=work.revision)
    assert "Катя" not in {f.fragment for f in deidentifying.open_findings(by_now(work))}
    assert "Катя" in by_now(work).public_case.content["situation"]


def test_each_step_can_be_taken_back():
    work = queued()
    start = document_of(work.public_case)
    work = deidentifying.replace_sure(work, by=None, seen=work.revision)
    work = by_now(work)
    work = deidentifying.edit(work, {"title": "Другое"}, by=None, seen=work.revision)
    work = deidentifying.undo(by_now(work), by=None, seen=by_now(work).revision)
    work = deidentifying.undo(by_now(work), by=None, seen=by_now(work).revision)
    assert document_of(by_now(work).public_case) == start
    assert not work.rulings.exists()
    with pytest.raises(Refused):
        deidentifying.undo(by_now(work), by=None, seen=by_now(work).revision)


def test_the_original_of_one_passage_can_be_restored():
    work = queued()
    original = work.public_case.content["situation"]
    work = deidentifying.replace_sure(work, by=None, seen=work.revision)
    work = deidentifying.restore(by_now(work), "situation", by=None, seen=by_now(work).revision)
    assert by_now(work).public_case.content["situation"] == original
    assert work.open_suspicions > 0


def test_the_second_moderator_is_told_and_changes_nothing():
    work = queued()
    deidentifying.edit(work, {"title": "Первая правка"}, by=None, seen=0)
    with pytest.raises(Refused) as refused:
        deidentifying.edit(work, {"title": "Вторая правка"}, by=None, seen=0)
    assert refused.value.code == "stale"
    assert by_now(work).public_case.title == "Первая правка"


def test_nothing_goes_to_the_author_with_an_open_suspicion_or_a_high_risk():
    work = queued()
    with pytest.raises(Refused):
        publication.send_to_author(work.public_case, by=None)
    assert PublicCase.objects.get().status == S.PREPARING


def test_a_rare_teacher_blocks_and_a_crowd_does_not():
    work = cleared()
    assert {o.code for o in publication.obstacles(work.public_case)} == {"risk"}
    crowd()
    assert publication.obstacles(work.public_case) == []


def test_the_whole_way_with_a_veto_in_the_middle():
    work, moderator = cleared(), people.make_moderator()
    crowd()
    olga = work.case.author
    publication.send_to_author(work.public_case, by=moderator)
    publication.veto(work.public_case, by=olga, words="Уберите про ночь")
    assert by_now(work).author_words == "Уберите про ночь"
    work = by_now(work)
    deidentifying.edit(work, {"tried": "Говорила с ней днём."}, by=moderator, seen=work.revision)
    public_case = publication.send_to_author(work.public_case, by=moderator)
    public_case = publication.approve(public_case, by=olga, digest=public_case.digest)
    public_case = publication.publish(public_case, by=moderator)
    assert public_case.status == S.PUBLISHED
    publication.withdraw(public_case, by=olga)
    deeds = list(JournalEntry.objects.filter(case=work.case).values_list("arrow", flat=True))
    assert deeds[-7:] == [
        "publication_queued", "publication_offered", "publication_vetoed", "publication_offered",
        "publication_approved", "published", "publication_withdrawn",
    ]  # fmt: skip


def test_what_is_with_the_author_is_frozen():
    work = cleared()
    crowd()
    publication.send_to_author(work.public_case, by=None)
    with pytest.raises(Refused):
        deidentifying.edit(by_now(work), {"title": "Другое"}, by=None, seen=by_now(work).revision)


def test_nobody_but_the_author_approves_and_only_what_was_read():
    work = cleared()
    crowd()
    public_case = publication.send_to_author(work.public_case, by=None)
    with pytest.raises(Refused) as refused:
        publication.approve(public_case, by=people.make_user("stranger"), digest=public_case.digest)
    assert refused.value.code == "forbidden"
    with pytest.raises(Refused) as refused:
        publication.approve(public_case, by=work.case.author, digest="0" * 64)
    assert refused.value.code == "stale"
    assert PublicCase.objects.get().status == S.WITH_AUTHOR


def test_a_text_changed_behind_the_door_is_not_published():
    work = cleared()
    crowd()
    public_case = publication.send_to_author(work.public_case, by=None)
    publication.approve(public_case, by=work.case.author, digest=public_case.digest)
    PublicCase.objects.update(summary="Теперь здесь написано иначе.")
    with pytest.raises(Refused, match=r"approved|соглас"):
        publication.publish(public_case, by=None)
    PublicCase.objects.update(summary="Её зовут Катя Иванова.")
    with pytest.raises(Refused, match=r"suspicion|подозрен"):
        publication.publish(public_case, by=None)


def test_a_published_case_outlives_its_authors_account_without_a_way_back():
    work = cleared()
    crowd()
    public_case = publication.send_to_author(work.public_case, by=None)
    publication.approve(public_case, by=work.case.author, digest=public_case.digest)
    publication.publish(public_case, by=None)
    publication.forget_author(work.case.author)
    work = by_now(work)
    assert (work.case, work.originals, work.undo) == (None, {}, [])
    assert not work.rulings.filter(verdict="replace").exists()
    assert work.public_case.status == S.PUBLISHED


def test_an_account_that_closes_drops_what_was_on_its_way():
    work = cleared()
    publication.forget_author(work.case.author)
    public_case = by_now(work).public_case
    assert public_case.status == S.REFUSED
    assert not any(texts_of(public_case.content | {"title": "", "summary": ""}).values())


def test_two_cases_of_one_author_that_share_a_phrase_are_linked():
    work = cleared()
    crowd()
    public_case = publication.send_to_author(work.public_case, by=None)
    publication.approve(public_case, by=work.case.author, digest=public_case.digest)
    publication.publish(public_case, by=None)
    other = people.make_case(work.case.author, people.make_mentor("ivan"), State.COMPLETED)
    version = other.versions.get()
    version.situation = "Снова то же самое: ученица А. плачет. Завуч А. молчит и ничего не делает."
    version.tried = "Мама ученицы Б. пишет по ночам. Ученица Б. плачет. Завуч"
    version.save()
    word_given(other)
    second = publication.enter_queue(other)
    texts = {"situation": public_case.content["situation"]}
    deidentifying.edit(second, texts, by=None, seen=second.revision)
    reasons = publication.residual_risk(by_now(second).public_case).reasons
    assert "high" in {reason.level for reason in reasons}


def test_an_editors_own_case_passes_the_same_detectors():
    crowd()
    document = {
        "title": "Мама пишет по ночам", "summary": "Как ответить.", "situation": "Мама пишет.", "tried": "",
        "question": "Как быть?", "clarifications": [], "reformulated": "", "options": [], "commentaries": [],
    }  # fmt: skip
    facets = {"direction": "problem", "subject": "biology", "stage": "basic", "experience": "", "year": 2026}
    done = publication.admit(document, facets, rubrics=[people.make_rubric()], key="a" * 12)
    assert done.status == S.PUBLISHED
    with pytest.raises(Refused):
        publication.admit({**document, "tried": "Позвонила Кате Ивановой."}, facets, rubrics=[], key="b" * 12)
    assert PublicCase.objects.count() == 1


def test_what_came_of_it_is_counted_on_the_card():
    work = queued()
    check = AfterCheck.objects.get(case=work.case)
    AfterCheck.objects.filter(pk=check.pk).update(asked_at=work.case.completed_at)
    for answer, helped, expected in (
        ("tried", True, (1, 1)),
        ("partly", False, (1, 0)),
        ("no", None, (0, 0)),
    ):
        closing.answer_after_check(work.case, by=work.case.author, answer=answer, helped=helped)
        copy = by_now(work).public_case
        assert (copy.tried_count, copy.helped_count) == expected


def test_what_came_of_a_published_case_reaches_the_search():
    work = cleared()
    crowd()
    public_case = publication.send_to_author(work.public_case, by=None)
    publication.approve(public_case, by=work.case.author, digest=public_case.digest)
    publication.publish(public_case, by=None)
    assert pages.index_due() == 1
    AfterCheck.objects.filter(case=work.case).update(asked_at=work.case.completed_at)
    closing.answer_after_check(work.case, by=work.case.author, answer="tried", helped=True)
    assert pages.index_due() == 1
    assert Document.objects.values_list("helped", "tried").get() == (1, 1)
