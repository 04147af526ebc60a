"""The chat of a personal case: for two, once per message, read marks, closed by narrowing."""

import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentoring import chat, formats
from mentoring.enums import State
from mentoring.models import ChatMessage
from mentoring.reading import view_for
from mentoring.signals import message_sent
from mentoring.workflow import advance
from tests import people


@pytest.fixture
def ivan(db):
    return people.make_mentor("ivan")


@pytest.fixture
def olga(db):
    return people.make_mentee("olga")


@pytest.fixture
def case(olga, ivan):
    return people.make_case(olga, ivan, State.IN_WORK, format="personal")


def url(case, name: str = "chat") -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def say(case, who, text: str) -> ChatMessage:
    return chat.send_message(case, by=who, text=text, key=uuid.uuid4())


def test_two_people_talk_and_see_what_was_read(client, case, olga, ivan):
    client.force_login(olga)
    data = {"text": "Добрый вечер!", "key": str(uuid.uuid4())}
    sent = client.post(url(case), data)
    assert (sent.status_code, sent["Location"]) == (303, f"{url(case)}#m-1")
    client.force_login(ivan)
    [message] = client.get(url(case)).context["chat_messages"]
    assert (message.who, message.text, message.mine) == ("Ольга Сергеевна Ветрова", "Добрый вечер!", False)
    assert ChatMessage.objects.get().read_at is None
    assert client.post(url(case, "chat_read"), {"upto": 1}, headers={"HX-Request": "true"}).status_code == 204
    client.force_login(olga)
    [message] = client.get(url(case)).context["chat_messages"]
    assert (message.mine, message.read) == (True, True)


def test_a_doubled_send_makes_one_message_and_tells_once(client, case, olga):
    told = []

    def hear(**kwargs):
        told.append(kwargs["message"])

    message_sent.connect(hear)
    client.force_login(olga)
    data = {"text": "Добрый вечер!", "key": str(uuid.uuid4())}
    assert [client.post(url(case), data).status_code for _ in range(2)] == [303, 303]
    message_sent.disconnect(hear)
    assert (ChatMessage.objects.count(), len(told)) == (1, 1)
    client.post(url(case), data | {"text": "И ещё"})
    assert list(ChatMessage.objects.values_list("ordinal", "text")) == [(1, "Добрый вечер!"), (2, "И ещё")]


def test_news_come_as_a_fragment_or_not_at_all(client, case, olga, ivan):
    say(case, olga, "Первое")
    client.force_login(ivan)
    new = url(case, "chat_new")
    assert client.get(f"{new}?after=1&read=0").status_code == 204
    say(case, olga, "Второе <b>")
    text = client.get(f"{new}?after=1&read=0").content.decode()
    assert ("Второе &lt;b&gt;" in text, "Первое" in text, "after=2" in text) == (True, False, True)
    client.force_login(olga)
    assert client.get(f"{new}?after=2&read=0").status_code == 204
    chat.mark_read(case.consultations.get(), ivan, upto=2)
    marks = client.get(f"{new}?after=2&read=0").content.decode()
    assert ('id="m-2"' in marks, "read=2" in marks) == (True, True)
    assert client.get(f"{new}?after=2&read=2").status_code == 204
    client.logout()
    assert client.get(f"{new}?after=0").status_code == 401


def test_looking_marks_nothing_as_read(client, case, olga, ivan):
    say(case, olga, "Первое")
    client.force_login(ivan)
    client.get(url(case))
    client.get(url(case, "chat_new"))
    assert ChatMessage.objects.filter(read_at__isnull=False).count() == 0
    assert client.get(url(case, "chat_read")).status_code == 405


def test_in_the_anonymous_format_there_is_no_chat(client, case, olga, ivan):
    say(case, olga, "Первое")
    formats.narrow(case, by=olga)
    for reader in (olga, ivan):
        client.force_login(reader)
        for name in ("chat", "chat_new"):
            assert client.get(url(case, name)).status_code == 404
        assert client.post(url(case), {"text": "Ещё", "key": str(uuid.uuid4())}).status_code == 404
        assert client.post(url(case, "chat_read"), {"upto": 1}).status_code == 404
    assert ChatMessage.objects.count() == 1


def test_nobody_else_reads_it(client, case, olga):
    say(case, olga, "Первое")
    for stranger in (people.make_mentor("maria"), people.make_moderator()):
        client.force_login(stranger)
        assert [client.get(url(case, name)).status_code for name in ("chat", "chat_new")] == [404, 404]


def test_a_second_mentor_reads_nothing_of_the_first_conversation(case, olga, ivan):
    say(case, olga, "Только для Ивана")
    people.write_solution(case)
    case = advance(advance(case, "offer", by=ivan), "second_opinion", by=olga)
    maria = people.make_mentor("maria")
    case = advance(people.choose(case, maria), "accept", by=maria)
    consultation = chat.chat_of(case, maria)
    assert chat.messages_of(consultation, maria) == []
    assert chat.chat_of(case, ivan) is None


@pytest.mark.parametrize(
    "state", [State.CHOOSING, State.AWAITING, State.IN_WORK, State.OFFERED, State.COMPLETED]
)
def test_the_button_and_the_door_agree(olga, ivan, state):
    case = people.make_case(olga, ivan, state, format="personal")
    for reader in (olga, *([ivan] if state != State.CHOOSING else [])):
        assert view_for(case, reader).chat == (chat.chat_of(case, reader) is not None)


def test_an_empty_and_a_long_message_are_refused_and_kept(client, case, olga):
    client.force_login(olga)
    empty = client.post(url(case), {"text": "  ", "key": str(uuid.uuid4())})
    long = client.post(url(case), {"text": "я" * (settings.CHAT_MESSAGE_MAX + 1), "key": str(uuid.uuid4())})
    assert (empty.status_code, long.status_code, ChatMessage.objects.count()) == (422, 422, 0)
    assert "я" * settings.CHAT_MESSAGE_MAX in long.content.decode()


def test_a_file_goes_with_a_message_and_closes_with_the_chat(client, case, olga, ivan):
    client.force_login(olga)
    data = {
        "text": "",
        "key": str(uuid.uuid4()),
        "files": SimpleUploadedFile("журнал.txt", "Отметки".encode()),
    }
    assert client.post(url(case), data).status_code == 303
    client.force_login(ivan)
    [message] = client.get(url(case)).context["chat_messages"]
    [file] = message.files
    address = reverse("cases:file", kwargs={"number": case.number, "public_id": file.public_id})
    served = client.get(address)
    content = b"".join(served.streaming_content).decode()
    assert (file.name, content.strip()) == ("журнал.txt", "Отметки")
    formats.narrow(case, by=olga)
    assert client.get(address).status_code == 404


def test_a_refused_file_leaves_no_half_message(client, case, olga):
    client.force_login(olga)
    data = {"text": "Вот", "key": str(uuid.uuid4()), "files": SimpleUploadedFile("a.exe", b"MZ")}
    answer = client.post(url(case), data)
    assert (answer.status_code, ChatMessage.objects.count()) == (422, 0)


def test_older_messages_are_a_page_away(client, case, olga):
    for number in range(chat.SHOWN + 2):
        say(case, olga, f"Сообщение {number}")
    client.force_login(olga)
    shown = client.get(url(case))
    assert (shown.context["chat_messages"][0].ordinal, shown.context["earlier"]) == (3, 3)
    older = client.get(f"{url(case)}?before=3")
    assert ([m.ordinal for m in older.context["chat_messages"]], older.context["earlier"]) == ([1, 2], None)


def test_the_page_asks_the_database_as_often_for_one_as_for_three(
    client, case, olga, ivan, django_assert_max_num_queries
):
    client.force_login(olga)
    counts = []
    for many in (1, 2):
        for _ in range(many):
            say(case, ivan, "Ещё")
        client.get(url(case))
        with django_assert_max_num_queries(32) as queries:
            client.get(url(case))
        counts.append(len(queries))
    assert counts[0] == counts[1]
