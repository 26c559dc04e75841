"""Promises that the code makes to its readers."""

import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import translation

import ratusz

SOURCE = Path(ratusz.__file__).parent
OURS = [config for config in apps.get_app_configs() if config.name.startswith("ratusz.")]
MODELS = [model for config in OURS for model in config.get_models()]
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
WAYS = {"none", "pseudonym", "personal", "sensitive"}


def actions():
    for config in OURS:
        for file in [Path(config.path) / "actions.py", *Path(config.path).glob("actions/*.py")]:
            if not file.exists():
                continue
            name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
            module = importlib.import_module(name)
            yield from (
                function
                for label, function in inspect.getmembers(module, inspect.isfunction)
                if function.__module__ == name
                and not label.startswith("_")
                and "by" in inspect.signature(function).parameters
            )


@pytest.mark.parametrize("action", list(actions()), ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_every_action_says_who_when_and_under_which_clause(action):
    parameters = inspect.signature(action).parameters

    assert parameters["by"].kind is parameters["at"].kind is inspect.Parameter.KEYWORD_ONLY
    assert re.match(r"(R-\d{3}-\S+|Q-\d+|§\S+|GDPR)[,:( ]", action.__doc__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_classified_for_the_register_of_processing(model):
    declared = {kind: names for kind, names in vars(model.PersonalData).items() if not kind.startswith("_")}

    assert set(declared) <= WAYS
    assert sorted(name for names in declared.values() for name in names) == sorted(f.name for f in model._meta.fields)


@pytest.mark.django_db
def test_migrations_are_current():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_system_checks_are_silent():
    call_command("check", fail_level="WARNING")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_holds_inline_style_or_script(template):
    text = template.read_text()

    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:|hx-on", text)
    assert "|safe" not in re.sub(r"'[^']*'\|safe", "", text), "only our own markup may be called safe"


def test_every_icon_that_a_template_names_is_in_the_sprite(project):
    known = set(re.findall(r'"([a-z0-9-]+)"', (project / "frontend/icons.json").read_text())) | {
        "mark-kpo",
        "mark-pl",
        "mark-eu",
    }
    named = set()
    for template in TEMPLATES:
        text = template.read_text()
        named |= set(re.findall(r"icon\('([a-z0-9-]+)'", text))
        named |= set(re.findall(r"(?:icon=|'icon': )'([a-z0-9-]+)'", text))
    assert named <= known


def test_states_change_only_through_history():
    """`state=` is written by `history.move` and by the creation of a record, nowhere else."""
    offenders = [
        f"{file.relative_to(SOURCE)}: {line.strip()}"
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for line in file.read_text().splitlines()
        if re.search(r"\.update\([^)]*\bstate=|^\s*[\w.]+\.state = [^\w]*\w", line)
        and file.parent.name not in ("history", "jobs")
    ]
    assert offenders == []


def test_nothing_forbidden_grew_in_the_house():
    names = {path.name for path in SOURCE.rglob("*.py")}

    assert not names & {"utils.py", "helpers.py", "signals.py", "services.py", "managers.py", "admin.py"}
    assert "django.contrib.admin" not in (SOURCE / "settings.py").read_text()


def test_polish_is_the_source_no_message_is_taken_over_by_a_library():
    """A msgid that Django or allauth also has in English would be replaced by their Polish translation."""
    from babel.messages.pofile import read_po

    with (SOURCE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id and isinstance(message.id, str)]
    with translation.override("pl"):
        changed = [m.id for m in messages if not m.context and translation.gettext(m.id) != m.id]
    assert changed == []


def test_no_office_is_named_in_templates_or_code():
    """R-003-01: names of offices are data."""
    for file in [*TEMPLATES, *SOURCE.rglob("*.py")]:
        if "demo" not in file.parts and "data" not in file.parts:
            assert "Siemianowic" not in file.read_text() or file.name == "common_passwords.txt", file
