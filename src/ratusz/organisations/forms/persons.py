"""The people of the registry: the contact person, an authorised user, and choosing one of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratusz.accounts.forms import NAME, speak_plainly, take_email
from ratusz.organisations.forms.registry import SectionForm
from ratusz.organisations.models import Membership
from ratusz.organisations.rules.registry import OWN_ADDRESS, OWN_PHONES, REQUIRED
from ratusz.organisations.states import Role


class PersonForm(SectionForm):
    """How a person is reached; their own telephone and address only where the organisation's do not stand for them."""

    def __init__(self, values: dict[str, Any], posted: Any = None, *, judged: bool = True) -> None:
        super().__init__(values, posted, judged=judged)
        for name in REQUIRED["users"]:
            self.fields[name].required = True
        for name in ("first_name", "last_name"):
            self.fields[name].validators.append(NAME)
        take_email(self)
        self.fields["email"].label = _("E-mail służbowy")
        speak_plainly(self, first_name=_("Imię"), last_name=_("Nazwisko"), email=_("E-mail służbowy"))

    def clean(self) -> dict[str, Any]:
        """R-001-3.3.2a: ticked, the organisation's are used and none kept; unticked, own ones are needed."""
        data = super().clean() or self.cleaned_data
        self._own_or_shared(data, "uses_phones", OWN_PHONES, {"phone": _("Podaj telefon")})
        needed = {"postcode": _("Podaj kod pocztowy"), "city": _("Podaj miejscowość")}
        self._own_or_shared(data, "uses_address", OWN_ADDRESS, needed)
        return data

    def _own_or_shared(self, data: dict[str, Any], tick: str, own: Any, needed: dict[str, Any]) -> None:
        if data.get(tick):
            for name in own:
                data[name] = ""
                self.errors.pop(name, None)
            return
        for name, message in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)


class ContactForm(PersonForm):
    """R-001-2.2: every field may change."""

    class Meta:
        model = Membership
        fields = list(Membership.FIELDS)


class UserForm(PersonForm):
    """R-001-3.3: one authorised user. `others` are the addresses of the rest, `roles` what may be given."""

    class Meta:
        model = Membership
        fields = [*Membership.FIELDS, "role"]

    def __init__(
        self,
        values: dict[str, Any],
        posted: Any = None,
        *,
        others: Any = (),
        roles: Any = (),
        own: bool = False,
        judged: bool = True,
    ) -> None:
        super().__init__(values, posted, judged=judged)
        self.others = {address.casefold() for address in others}
        given = values.get("role", "")
        offered = dict.fromkeys([*roles, *([given] if given else [])])
        choices = [(role, Role(role).label) for role in offered]
        self.fields["role"] = forms.ChoiceField(
            label=_("Rola"), choices=choices, error_messages={"required": _("Wybierz rolę")}
        )
        if own or (given and given not in roles):
            self._keep("email", values)
        if own or len(choices) < 2 or given == Role.COORDINATOR:
            self._keep("role", values if given else {"role": choices[0][0] if choices else ""})

    def _keep(self, name: str, values: dict[str, Any]) -> None:
        """A disabled field keeps its value, whatever is sent."""
        self.fields[name].disabled = True
        self.initial[name] = values.get(name, "")

    def clean_email(self) -> str:
        address = super().clean_email()
        if address.casefold() in self.others:
            raise forms.ValidationError(_("Uprawniony użytkownik z tym adresem już jest na liście."))
        return address


class ChosenUserForm(forms.Form):
    """R-001-2.3: one radio per authorised user."""

    uzytkownik = forms.ChoiceField(
        label=_("Uprawnieni użytkownicy"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wybierz osobę, której dane chcesz skopiować"),
            "invalid_choice": _("Tej osoby nie ma już na liście. Wybierz inną"),
        },
    )

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.fields["uzytkownik"].choices = people
