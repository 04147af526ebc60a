"""Whatever tells who somebody is gets found, however it is written."""

from mentoring.privacy import find_identifiers, suspicions


def test_a_name_with_its_patronymic_is_one_mark_and_the_offsets_are_those_of_the_text():
    text = "Подошла к Ольге Николаевне, она вздохнула."
    start = text.index("Ольге")
    assert find_identifiers(text) == [(start, start + len("Ольге Николаевне"), "PER")]
    assert [one.fragment for one in suspicions(text)] == ["Ольге Николаевне"]
