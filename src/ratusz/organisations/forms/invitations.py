"""The account of somebody who was invited."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.accounts.forms import NAME, PasswordFields, speak_plainly
from ratusz.accounts.models import User
from ratusz.accounts.phones import e164
from ratusz.organisations.models import Invitation


class InvitationForm(PasswordFields, forms.Form):
    """R-001-3.3.3: the address is that of the invitation; the name is as the office wrote it until it is corrected."""

    first_name = forms.CharField(label=_("Imię"), max_length=100, validators=[NAME])
    last_name = forms.CharField(label=_("Nazwisko"), max_length=100, validators=[NAME])
    phone = forms.CharField(label=_("Numer telefonu"), max_length=30)
    password1 = forms.CharField(max_length=200, strip=False)
    password2 = forms.CharField(max_length=200, strip=False)
    terms = forms.BooleanField(label=_("Akceptuję regulamin"))

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        self.invitation = invitation
        place = invitation.membership
        initial = {"first_name": place.first_name, "last_name": place.last_name}
        super().__init__(*args, auto_id="%s", initial=initial, **kwargs)
        self.prepare_passwords(_("Hasło"), _("Powtórz hasło"))
        speak_plainly(self, first_name=_("Imię"), last_name=_("Nazwisko"), phone=_("Numer telefonu"))
        self.fields["terms"].error_messages["required"] = _("Zaakceptuj regulamin, aby założyć konto.")

    def clean_phone(self) -> str:
        return e164(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password = data.get("password1")
        if password:
            self._judge(password, data)
        if password and data.get("password2") and password != data["password2"]:
            self.add_error("password2", _("Powtórzone hasło jest inne. Wpisz dwa razy to samo."))
        return data

    def _judge(self, password: str, data: dict[str, Any]) -> None:
        names = {key: data.get(key, "") for key in ("first_name", "last_name")}
        try:
            allauth_forms.get_adapter().clean_password(password, user=User(email=self.invitation.email, **names))
        except forms.ValidationError as fault:
            self.add_error("password1", fault)
