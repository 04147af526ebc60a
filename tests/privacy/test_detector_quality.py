"""The detector finds no less of the annotated cases than it did when its figures were last written down.

Goals of acceptance: 0.995 of name words as written and 0.99 in lower case, 0.98 of texts without a missed name, 0.95
of places, ages, dates and posts, 0.90 of schools and bodies. NOT reached on the part that is only measured: name words
(0.9918 and 0.9755 of 983), texts (0.963 and 0.904), ages (0.943), places and bodies in lower case (0.892; 0.833 of 24),
schools (0.897 of 39). Reached: places and bodies as written, dates and posts, and the precision of names.

The floors are those figures less one hundredth, of labels with ten marks or more. Whoever makes the detector better
raises them; whoever has to lower one says why in `docs/adr/0006-identifier-detection.md`.
"""

import pytest

from bench.privacy import Figures, measure
from tests.privacy.annotated import read_cases

# Marks of a label in one half from which on its share of found ones is held.
ENOUGH = 10
BELOW = 0.01
NAME_WORDS = {
    ("tune", False): 0.9992, ("tune", True): 0.9963, ("measure", False): 0.9918, ("measure", True): 0.9755,
}  # fmt: skip
MEASURED = {
    ("tune", False): {
        "AGE": 0.983, "CLASS": 0.991, "DATE": 0.984, "DOCUMENT": 1.0, "EMAIL": 1.0, "HANDLE": 1.0, "LOC":
        1.0, "ORG": 0.975, "OTHER": 0.833, "PER": 0.999, "PHONE": 1.0, "POST": 1.0, "SCHOOL": 0.982, "URL":
        1.0,
    },
    ("tune", True): {
        "AGE": 0.983, "CLASS": 0.983, "DATE": 0.984, "DOCUMENT": 1.0, "EMAIL": 1.0, "HANDLE": 1.0, "LOC":
        1.0, "ORG": 0.975, "OTHER": 0.833, "PER": 0.995, "PHONE": 1.0, "POST": 1.0, "SCHOOL": 0.947, "URL":
        1.0,
    },
    ("measure", False): {
        "AGE": 0.943, "CLASS": 0.989, "DATE": 0.956, "DOCUMENT": 1.0, "EMAIL": 1.0, "LOC": 0.952, "ORG":
        0.958, "OTHER": 0.636, "PER": 0.988, "PHONE": 1.0, "POST": 0.971, "SCHOOL": 0.897, "URL": 1.0,
    },
    ("measure", True): {
        "AGE": 0.943, "CLASS": 0.989, "DATE": 0.956, "DOCUMENT": 1.0, "EMAIL": 1.0, "LOC": 0.892, "ORG":
        0.833, "OTHER": 0.545, "PER": 0.968, "PHONE": 1.0, "POST": 0.964, "SCHOOL": 0.897, "URL": 1.0,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, bool], Figures]:
    """Counts of each half, as written and in lower case."""
    cases = read_cases()
    return {
        (part, lowered): measure([case for case in cases if case.part == part], lowered=lowered)
        for part, lowered in MEASURED
    }


@pytest.mark.slow
@pytest.mark.parametrize(("part", "lowered"), NAME_WORDS)
def test_of_name_words_no_fewer_are_found(figures, part, lowered):
    # Only the share is told, never which words: nobody may tune on the half for measuring.
    share = figures[part, lowered].name_recall
    assert share >= NAME_WORDS[part, lowered] - BELOW


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "lowered", "label"), [(*which, label) for which, floors in MEASURED.items() for label in floors]
)
def test_of_each_label_no_fewer_are_found(figures, part, lowered, label):
    share = figures[part, lowered].recall(label)
    assert share >= MEASURED[part, lowered][label] - BELOW


@pytest.mark.slow
@pytest.mark.parametrize(("part", "lowered"), MEASURED)
def test_every_label_with_enough_marks_has_its_floor(figures, part, lowered):
    counted = figures[part, lowered].spans
    assert {label for label, count in counted.items() if count >= ENOUGH} == set(MEASURED[part, lowered])
