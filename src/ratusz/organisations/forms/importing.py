"""A list of organisations from a file: what is uploaded, and what is confirmed."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ratusz.core import spreadsheet
from ratusz.organisations.rules import importing

WORDS = {
    "not_spreadsheet": _("To nie jest arkusz. Wyślij plik XLSX albo CSV."),
    "old_xls": _("To arkusz w dawnym formacie XLS. Zapisz go jako XLSX i wyślij ponownie."),
    "encrypted": _("Plik jest zabezpieczony hasłem. Zapisz go bez hasła i wyślij ponownie."),
    "damaged": _("Plik jest uszkodzony. Zapisz go jeszcze raz w arkuszu kalkulacyjnym i wyślij ponownie."),
    "empty": _("Arkusz jest pusty."),
    "too_large": _("Plik jest za duży."),
    "bomb": _("Po rozpakowaniu plik byłby za duży."),
    "too_many_rows": _("Arkusz ma za dużo wierszy. Podziel go na części."),
    "too_many_columns": _("Arkusz ma za dużo kolumn. Użyj wzoru."),
    "duplicate_columns": _("Ta sama nazwa kolumny jest w nagłówku więcej niż raz: %(names)s"),
    "unnamed_columns": _("Kolumny, które nie mają nazwy w nagłówku: %(columns)s"),
}
FEW_ROWS = _("W jednym pliku może być najwyżej %(limit)d wierszy. Podziel go na części.")
NO_ROWS = _("Pod nagłówkiem nie ma ani jednego wiersza.")
NO_COLUMNS = _("W nagłówku brakuje kolumny „Nazwa” albo „OID”. Użyj wzoru.")
TWICE = _("W nagłówku jest więcej niż jedna kolumna o tym samym znaczeniu: %(names)s")


class UploadForm(forms.Form):
    """R-001-D1: a sheet. It is read in memory and never reaches the disk."""

    plik = forms.FileField(
        label=_("Plik XLSX albo CSV"),
        max_length=200,
        error_messages={
            "required": _("Wybierz plik"),
            "empty": _("Plik jest pusty."),
            "invalid": _("Wybierz plik"),
            "max_length": _("Skróć nazwę pliku."),
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        """`too_large`: what was sent is more than is taken into memory, so there is no file to look at."""
        super().__init__(*args, auto_id="%s", **kwargs)
        if too_large:
            limit = filesizeformat(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
            told = _("Plik jest za duży. Może mieć najwyżej %(limit)s.") % {"limit": limit}
            self.fields["plik"].error_messages["required"] = told

    def clean_plik(self) -> spreadsheet.Table:
        file = self.cleaned_data["plik"]
        try:
            table = spreadsheet.read_table(file.name, file.read())
        except spreadsheet.Unreadable as fault:
            raise forms.ValidationError(_worded(fault)) from None
        filled = [row for row in table.rows if any(row)]
        found = importing.columns(table.heading)
        if found.twice:
            raise forms.ValidationError(TWICE % {"names": ", ".join(found.twice)})
        if not {"name", "oid"} & found.places.keys():
            raise forms.ValidationError(NO_COLUMNS)
        if not filled:
            raise forms.ValidationError(NO_ROWS)
        if len(filled) > importing.MOST_ROWS:
            raise forms.ValidationError(FEW_ROWS % {"limit": importing.MOST_ROWS})
        self.file_name = file.name
        return table


def _worded(fault: spreadsheet.Unreadable) -> str:
    facts = {name: ", ".join(value) if isinstance(value, list) else value for name, value in fault.facts.items()}
    return str(WORDS[fault.reason]) % facts


class ConfirmForm(forms.Form):
    pomin = forms.BooleanField(label=_("Pomiń wiersze z błędami"), required=False)
