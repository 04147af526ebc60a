"""Write which words are used alike, which words of every day are surnames too, and rare first names, for the detector.

    pip install natasha==1.6.0 navec==0.10.0 scikit-learn==1.9.1
    python bin/group_words.py

All come from the package natasha (MIT licence): its word vectors, trained on a billion words of news, and its lists
of names. The vectors of all forms of a word are averaged and grouped three times, finely, roughly, and very
roughly; the rarer half of the words is left out. Chance is seeded; another version of the libraries may group
otherwise, so the files that the model was trained with are kept.
"""

import importlib.util
from pathlib import Path

import numpy as np
from navec import Navec
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from word_lists import filled, rewrite

from mentoring.language import fold, is_known
from mentoring.privacy.declension import first_names
from mentoring.privacy.grammar import facts
from mentoring.privacy.tagger import SURNAME

SEED = 2026
FINE, ROUGH, ROUGHEST = 1500, 400, 50
DIMENSIONS = 100
WORDS = 40_000


def vectors_of_words(path: Path) -> tuple[list[str], np.ndarray]:
    """The commonest words in their dictionary form, and the mean vector of each, of length one."""
    navec = Navec.load(path)
    unpacked, counts = navec.pq.unpack(), np.array(navec.vocab.counts)
    places: dict[str, list[int]] = {}
    for place, form in enumerate(navec.vocab.words[: len(counts)]):
        if form.replace("-", "").isalpha():
            folded = fold(form)
            places.setdefault(facts(folded).lemma or folded, []).append(place)
    common = sorted(places, key=lambda word: (-counts[places[word]].sum(), word))[:WORDS]
    means = np.stack(
        [
            np.average(unpacked[places[word]], axis=0, weights=np.sqrt(counts[places[word]]) + 1)
            for word in common
        ]
    )
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return common, PCA(DIMENSIONS, random_state=SEED).fit_transform(means)


def groups(words: list[str], vectors: np.ndarray) -> list[str]:
    """A line for each fine group: its rougher and roughest groups, then its words."""
    fine = MiniBatchKMeans(FINE, random_state=SEED, batch_size=8192, n_init=3, max_iter=80).fit(vectors)
    rough = KMeans(ROUGH, random_state=SEED, n_init=3).fit_predict(fine.cluster_centers_)
    roughest = KMeans(ROUGHEST, random_state=SEED, n_init=3).fit_predict(fine.cluster_centers_)
    members: dict[int, list[str]] = {}
    for word, group in zip(words, fine.labels_, strict=True):
        members.setdefault(int(group), []).append(word)
    return [
        f"{rough[group]} {roughest[group]} {' '.join(sorted(members[group]))}" for group in sorted(members)
    ]


def surnames_that_are_words(path: Path) -> list[str]:
    """Surnames of which the dictionary and their ending say nothing: «соловей», «гром»."""
    found = set()
    for name in map(fold, path.read_text(encoding="utf-8").split()):
        if name.isalpha() and not SURNAME.search(name) and facts(name).plain and not facts(name).surname:
            found.add(name)
    return sorted(found)


def rare_first_names(path: Path) -> list[str]:
    """First names that the dictionary has not, nor our own tables: «жаныл», «мыкола»."""
    names = {fold(name) for name in path.read_text(encoding="utf-8").split()}
    own = {fold(name) for section in ("men", "women") for name in first_names(section)}
    return sorted(name for name in names - own if name.isalpha() and len(name) > 3 and not is_known(name))


def main() -> None:
    data = Path(importlib.util.find_spec("natasha").submodule_search_locations[0]) / "data"
    lines = groups(*vectors_of_words(data / "emb/navec_news_v1_1B_250K_300d_100q.tar"))
    surnames = surnames_that_are_words(data / "dict/last.txt")
    rare = rare_first_names(data / "dict/first.txt")
    rewrite("word_groups.txt", lines)
    rewrite("rare_first_names.txt", filled(rare))
    rewrite("surnames_that_are_words.txt", filled(surnames))
    print(f"{len(lines)} groups, {len(surnames)} surnames, {len(rare)} first names")


if __name__ == "__main__":
    main()
