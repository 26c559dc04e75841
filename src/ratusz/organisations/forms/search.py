"""Finding an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.organisations.models import OrganisationKind


class SearchForm(forms.Form):
    """R-001-1.1: "Szukaj organizacji"."""

    q = forms.CharField(label=_("Nazwa, miejscowość, OID, NIP, REGON albo kod TERYT"), required=False, max_length=100)
    miejsce = forms.CharField(label=_("Miejscowość albo powiat"), required=False, max_length=100)
    rodzaj = forms.ChoiceField(label=_("Rodzaj"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.fields["rodzaj"].choices = [("", _("Wszystkie")), *OrganisationKind.choices]
