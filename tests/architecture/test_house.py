"""The house stands as it is drawn: rooms, arrows, sizes, languages of code and templates."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS_BESIDE_SITE = {"mentoring", "knowledge_base", "forum"}
RUSSIAN_WORD = re.compile("[А-Яа-яЁё]{3}")
# Russian is data here: names and texts that are content, dictionaries of the language, planted identifiers.
RUSSIAN_IS_DATA = {
    "tests",
    "migrations",
    "demo",
    "content",
    "language",
    "privacy",
    "bench",
    "train_names",
    "invented_names",
}
# Before a translation is active: the portal's own name and the names of the languages.
RUSSIAN_BY_NAME = {
    "site/config/settings/portal.py",
    "site/config/settings/engines.py",
    # The letters of the two keyboards; letters of Russian names.
    "site/search/correction.py",
    "bin/take_settlements.py",
}
# The page of last resort is sent when nothing works, translations included; the styleguide shows samples.
RUSSIAN_TEMPLATES = {"templates/500.html", "templates/styleguide.html"}


def _tracked(*patterns: str) -> list[str]:
    """Files that are committed or about to be: ignored ones never count."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(name for name in listing.stdout.split("\0") if name and (ROOT / name).exists())


def _python() -> list[str]:
    return _tracked("*.py")


def _templates() -> list[str]:
    return _tracked("templates/*.html", "*/templates/*.html")


def _lines(name: str) -> list[str]:
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def test_site_is_a_source_root_and_never_a_package():
    assert (ROOT / "site" / "config" / "settings" / "__init__.py").exists()
    assert not (ROOT / "site" / "__init__.py").exists()


def test_site_is_not_hidden_by_gitignore():
    hidden = subprocess.run(
        ["git", "check-ignore", "--no-index", "site/config/__init__.py", "site/home/apps.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (hidden.returncode, hidden.stdout) == (1, "")


def test_nobody_imports_site_as_a_package():
    breach = re.compile(
        r"^\s*(from site\.|import site\.)|[\"']site\.(config|accounts|home|cabinet|notices)\b"
    )
    assert [f"{n}:{i}" for n in _python() for i, line in enumerate(_lines(n), 1) if breach.search(line)] == []


@pytest.mark.parametrize(
    "entry",
    [
        *(
            "manage.py",
            "gunicorn.conf.py",
            "requirements.txt",
            "requirements-dev.txt",
            "pyproject.toml",
            "Makefile",
        ),
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/where.md", "docs/adr"),
        *("site/config/urls.py", "site/accounts", "site/cabinet", "site/home", "site/notices"),
        *(
            "mentoring",
            "knowledge_base",
            "forum",
            "templates",
            "templates/components",
            "tests/journeys",
            ".ci/run",
        ),
    ],
)
def test_the_entry_of_the_house_is_in_its_place(entry: str):
    assert (ROOT / entry).exists()


def test_no_file_has_a_name_that_says_nothing():
    empty = {"utils", "common", "helpers", "services", "base", "misc"}
    assert [n for n in _python() if empty & {part.removesuffix(".py") for part in Path(n).parts}] == []


def test_every_room_is_under_the_import_contract():
    rooms = {p.parent.name for p in (ROOT / "site").glob("*/__init__.py")} | ROOMS_BESIDE_SITE
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(settings["tool"]["importlinter"]["root_packages"]) == rooms


def test_requirements_are_pinned_exactly():
    pin = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[0-9][0-9A-Za-z.]*$")
    loose = [
        f"{name}: {line}"
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in _lines(name)
        if line and not line.startswith("#") and line != "-r requirements.txt" and not pin.match(line)
    ]
    assert loose == []


def test_files_stay_short():
    def limit(name: str) -> int:
        return 350 if "/settings/" in name else 400

    counted = [n for n in _python() if "/migrations/" not in n]
    assert [f"{n}: {len(_lines(n))}" for n in counted if len(_lines(n)) > limit(n)] == []


def test_settings_together_stay_short():
    assert sum(len(_lines(name)) for name in _tracked("site/config/settings/*.py")) <= 350


def test_every_module_says_its_job_on_its_first_line():
    silent = [
        name
        for name in _python()
        if "/migrations/" not in name
        and Path(name).name not in {"__init__.py", "manage.py"}
        and (ROOT / name).read_text(encoding="utf-8").strip()
        and not re.match(r'r?"""\S', _lines(name)[0])
    ]
    assert silent == []


def _russian_strings(name: str) -> list[int]:
    """Lines of string literals with a Russian word; comments and docstrings may quote the interface."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    quoted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in quoted
        and RUSSIAN_WORD.search(node.value)
    ]


def test_python_speaks_english():
    words = [
        f"{name}:{line}"
        for name in _python()
        if not RUSSIAN_IS_DATA & set(Path(name).with_suffix("").parts) and name not in RUSSIAN_BY_NAME
        for line in _russian_strings(name)
    ]
    assert words == []


def _without_comments(name: str) -> str:
    """The template's text; comments are blanked so that line numbers stay."""
    text = (ROOT / name).read_text(encoding="utf-8")
    comment = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
    return comment.sub(lambda match: "\n" * match.group().count("\n"), text)


def _breaches(pattern: str) -> list[str]:
    breach = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    found = []
    for name in _templates():
        text = _without_comments(name)
        found += [
            f"{name}:{text.count(chr(10), 0, m.start()) + 1}: {m.group()[:60]}" for m in breach.finditer(text)
        ]
    return found


def test_templates_speak_through_translations():
    hard_coded = {breach.partition(":")[0] for breach in _breaches(r"[А-Яа-яЁё]{3,}")}
    assert hard_coded - RUSSIAN_TEMPLATES == set()


def test_templates_have_no_inline_script():
    assert _breaches(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>") == []
    assert _breaches(r"<[a-z][^<>]*\son[a-z]+\s*=") == []
    assert _breaches(r"\shx-on[:a-z-]*\s*=|javascript:") == []


def test_templates_have_no_inline_style():
    # Mail programs know no stylesheet, and no policy of ours reaches them: letters carry their styles in place.
    found = _breaches(r"<style\b|<[a-z][^<>]*\sstyle\s*=")
    assert [place for place in found if not place.startswith("templates/notices/letters/")] == []


def test_templates_load_nothing_from_strangers():
    assert (
        _breaches(
            r"<(script|link|img|iframe|source|video|audio|object|embed|form)\b[^>]*(https?:)?//[a-z0-9]"
        )
        == []
    )


def test_styles_and_scripts_load_nothing_from_strangers():
    address = re.compile(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
    names = re.compile(r"http://www\.w3\.org/")  # Names of XML formats, never fetched.
    assert [
        f"{name}:{number}"
        for name in _tracked("static/css/*.css", "static/js/*.js", "static/img/*.svg")
        for number, line in enumerate(_lines(name), 1)
        if address.search(names.sub("", line))
    ] == []
