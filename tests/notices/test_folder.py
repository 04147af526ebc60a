"""The folder of letters: one file for one Message-ID, whole or absent, readable by the portal alone."""

import email
import email.policy
import stat

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from notices.folder import file_name


@pytest.fixture
def folder(settings, tmp_path):
    """Where letters go in this test; it does not exist yet."""
    settings.LETTERS_DIR = tmp_path / "var" / "letters"
    return settings.LETTERS_DIR


def _letter(message_id: str = "<a1@localhost>", to: str = "olga@example.org") -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        "Тема", "Текст", "Портал <a@b.org>", [to], headers={"Message-ID": message_id}
    )
    letter.attach_alternative("<p>Текст</p>", "text/html")
    return letter


def _send(*letters) -> int:
    return get_connection("notices.folder.FolderBackend").send_messages(letters)


def test_a_letter_is_a_file_that_a_mail_program_reads(folder):
    assert _send(_letter()) == 1
    path = folder / "a1@localhost.eml"
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (read["To"], read["Subject"]) == ("olga@example.org", "Тема")
    assert read.get_body(("plain",)).get_content().strip() == "Текст"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_same_letter_again_is_the_same_file(folder):
    assert _send(_letter(), _letter()) == 2
    assert _send(_letter()) == 1
    assert [path.name for path in folder.iterdir()] == ["a1@localhost.eml"]


def test_a_letter_that_could_not_be_written_leaves_nothing_behind_its_name(folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("notices.folder.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        _send(_letter())
    assert list(folder.glob("*.eml")) == []


@pytest.mark.parametrize(
    "wild", ["<../../etc/passwd>", "<a/b@c>", "<.hidden@c>", "<>", "<" + "x" * 300 + "@c>"]
)
def test_a_wild_message_id_becomes_a_tame_name(wild: str):
    name = file_name(wild)
    assert name.endswith(".eml")
    assert len(name) == 68
    assert "/" not in name
    assert file_name(wild) == name


def test_a_letter_to_nobody_is_not_written(folder):
    letter = _letter()
    letter.to = []
    assert _send(letter) == 0
    assert not folder.exists()
