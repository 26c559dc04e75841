"""The people named in a proposal: a formset of at most seven rows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ratusz.accounts.forms import NAME, PLAIN
from ratusz.proposals import rules
from ratusz.proposals.rules import Person

NOBODY = _("Dodaj co najmniej jednego uczestnika")
TOO_MANY = _("W jednym zgłoszeniu może być najwyżej {most} osób. Kolejne dodaj w nowym zgłoszeniu")
TWICE = _("Ten adres ma już uczestnik {first}. Każdą osobę wpisz raz")
EMAIL_FORMAT = _("Wpisz adres e-mail w formacie nazwa@domena.pl")
DAMAGED = _("Lista uczestników nie dotarła w całości. Sprawdź ją i wyślij formularz jeszcze raz")
ROW = ("imie", "nazwisko", "email")


class PersonForm(forms.Form):
    """One row: imię, nazwisko, e-mail."""

    imie = forms.CharField(
        label=_("Imię"), max_length=100, validators=[NAME], error_messages={"required": _("Podaj imię")}
    )
    nazwisko = forms.CharField(
        label=_("Nazwisko"), max_length=100, validators=[NAME], error_messages={"required": _("Podaj nazwisko")}
    )
    email = forms.EmailField(
        label=_("E-mail służbowy"),
        max_length=254,
        error_messages={"required": _("Podaj adres e-mail"), "invalid": EMAIL_FORMAT},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators[0].message = EMAIL_FORMAT
        self.fields["email"].validators.append(RegexValidator(PLAIN, EMAIL_FORMAT))

    @property
    def person(self) -> Person:
        data = self.cleaned_data
        return Person(data["imie"], data["nazwisko"], data["email"].lower())


class BasePeople(forms.BaseFormSet):
    """Blank rows do not count; `people` after validation (R-000-3.4, R-000-3.5, R-000-F3, R-000-F8D)."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        if not self._filled():
            raise forms.ValidationError(NOBODY)
        self._refuse_repeated()

    def _filled(self) -> list[PersonForm]:
        return [form for form in self.forms if form.has_changed()]

    def _refuse_repeated(self) -> None:
        whole = [
            (place, form) for place, form in enumerate(self.forms, start=1) if form.has_changed() and not form.errors
        ]
        for index, first in rules.repeated_addresses([form.person for _place, form in whole]).items():
            whole[index][1].add_error("email", format_lazy(TWICE, first=whole[first][0]))
        self._errors = [form.errors for form in self.forms]

    @property
    def people(self) -> list[Person]:
        return [form.person for form in self._filled()]

    def typed(self) -> list[dict[str, str]]:
        """What stands in the rows, unjudged."""
        return [{name: form[name].value() or "" for name in ROW} for form in self.forms]


def people_forms(most: int, *, data: Any = None, rows: Iterable[dict[str, str]] = (), blank: int = 0) -> Any:
    """The formset for `data`, or one that shows `rows` and then `blank` empty ones (at least one row in all)."""
    rows = list(rows)
    kind = forms.formset_factory(
        PersonForm,
        formset=BasePeople,
        extra=max(blank, 0 if rows else 1),
        max_num=most,
        absolute_max=most + 1,
        validate_max=True,
    )
    messages = {"too_many_forms": format_lazy(TOO_MANY, most=most), "missing_management_form": DAMAGED}
    return kind(data, initial=rows, prefix="uczestnicy", auto_id="%s", error_messages=messages)


def row_of(person: Any) -> dict[str, str]:
    """A stored nominee as a row of the form."""
    return {"imie": person.first_name, "nazwisko": person.last_name, "email": person.email}


def one_more(present: Any, most: int) -> Any:
    """R-000-3.5: "Dodaj uczestnika" without JavaScript."""
    rows = present.typed()
    return people_forms(most, rows=rows, blank=1 if len(rows) < most else 0)


def without(present: Any, index: int, most: int) -> Any:
    """The "Usuń" of one row (from 0) without JavaScript."""
    rows = present.typed()
    return people_forms(most, rows=[row for place, row in enumerate(rows) if place != index])
