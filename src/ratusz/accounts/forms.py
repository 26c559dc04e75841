"""Forms of the account: registration, login, reset. Every message says what to do."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.utils import has_verified_email
from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ratusz.accounts import decoys
from ratusz.accounts.models import User
from ratusz.accounts.passwords import normalised
from ratusz.accounts.phones import e164
from ratusz.privacy.models import Document

BLANK = gettext_lazy("{field} nie może pozostać bez wartości.")
EMAIL_FORMAT = gettext_lazy("Wpisz adres e-mail w formacie nazwa@domena.pl.")
DIFFERENT = gettext_lazy("Powtórzone hasło jest inne. Wpisz dwa razy to samo.")
NAME = RegexValidator(
    r"^[^\W\d_](?:[^\W\d_]|[ .'’\-])*$", gettext_lazy("Wpisz tylko litery, odstęp, łącznik albo apostrof.")
)


PLAIN = r'^[^"\s\x00-\x1f\x7f]+$'  # mail allows a quoted name before the @, even with line breaks; people have none


def must_not_be_blank(field: forms.Field, name: Any) -> None:
    field.error_messages["required"] = format_lazy(BLANK, field=name)


def speak_plainly(form: forms.BaseForm, **names: Any) -> None:
    """R-003-23, R-003-31: each empty field is named in the message at that field."""
    for key, name in names.items():
        must_not_be_blank(form.fields[key], name)


def take_email(form: forms.BaseForm, key: str = "email") -> None:
    field = form.fields[key]
    field.label = pgettext("pole formularza", "E-mail")
    field.error_messages["invalid"] = EMAIL_FORMAT
    field.validators[0].message = EMAIL_FORMAT
    field.validators.append(RegexValidator(PLAIN, EMAIL_FORMAT))


class PasswordFields:
    """Both password fields: NFC, named messages, equal to each other."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    errors: Any
    error_class: Any
    has_error: Any
    __getitem__: Any

    def prepare_passwords(self, first: Any, second: Any) -> None:
        self.fields["password1"].label, self.fields["password2"].label = first, second
        must_not_be_blank(self.fields["password1"], first)
        must_not_be_blank(self.fields["password2"], second)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.has_error("password2") and self["password2"].value():
            self.errors["password2"] = self.error_class([DIFFERENT])
        return data

    def clean_password1(self) -> str:
        return normalised(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        return normalised(self.cleaned_data["password2"])


class LoginForm(allauth_forms.LoginForm):
    """R-003-12, R-003-13: e-mail and password, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_email(self, "login")
        self.fields["password"].label = _("Hasło")
        speak_plainly(self, login=_("E-mail"), password=_("Hasło"))

    def clean_login(self) -> str:
        return super().clean_login().lower()

    def clean_password(self) -> str:
        return normalised(self.cleaned_data["password"])


class RegistrationForm(PasswordFields, allauth_forms.SignupForm):
    """R-003-22 to R-003-31, R-000-1.2: everything is required, the terms are accepted."""

    first_name = forms.CharField(label=gettext_lazy("Imię"), max_length=100, validators=[NAME])
    last_name = forms.CharField(label=gettext_lazy("Nazwisko"), max_length=100, validators=[NAME])
    phone = forms.CharField(label=gettext_lazy("Numer telefonu"), max_length=30)
    terms = forms.BooleanField(label=gettext_lazy("Akceptuję regulamin"))
    field_order = ["email", "password1", "password2", "first_name", "last_name", "phone", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_email(self)
        self.prepare_passwords(_("Hasło"), _("Powtórz hasło"))
        speak_plainly(
            self,
            email=pgettext("pole formularza", "Email"),
            first_name=_("Imię"),
            last_name=_("Nazwisko"),
            phone=_("Numer telefonu"),
        )
        self.fields["terms"].error_messages["required"] = _("Zaakceptuj regulamin, aby założyć konto.")

    def clean_email(self) -> str:
        return super().clean_email().lower()

    def clean_phone(self) -> str:
        return e164(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        password = data.get("password1")
        if password and not self.has_error("password1"):
            self._judge(password, data)
        return data

    def _judge(self, password: str, data: dict[str, Any]) -> None:
        """The password against the person's own names, which allauth does not look at."""
        person = User(**{key: data.get(key, "") for key in ("email", "first_name", "last_name")})
        try:
            allauth_forms.get_adapter().clean_password(password, user=person)
        except forms.ValidationError as fault:
            self.add_error("password1", fault)

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            decoys.registration(self.cleaned_data, self.accepted_terms, at=timezone.now())
        return super().try_save(request)

    @property
    def accepted_terms(self) -> Document:
        return Document.objects.current("regulamin")


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_email(self)
        self.fields["email"].label = _("Adres e-mail")
        speak_plainly(self, email=_("Adres e-mail"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if not self.users:
            decoys.letter("password_reset_key", self.cleaned_data["email"], password_reset_url=request.path)
        return super().save(request, **kwargs)


class NewPasswordForm(PasswordFields, allauth_forms.ResetPasswordKeyForm):
    """R-003-42, R-003-43: whoever opened the link owns the mailbox, so the address counts as confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare_passwords(_("Nowe hasło"), _("Powtórz nowe hasło"))

    def confirm_address(self, request: HttpRequest) -> bool:
        """True when the address was not confirmed before."""
        new = not has_verified_email(self.user, self.user.email)
        return verify_email_indirectly(request, self.user, self.user.email) and new


class ChangePasswordForm(PasswordFields, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Obecne hasło")
        must_not_be_blank(self.fields["oldpassword"], _("Obecne hasło"))
        self.prepare_passwords(_("Nowe hasło"), _("Powtórz nowe hasło"))

    def clean_oldpassword(self) -> str:
        self.cleaned_data["oldpassword"] = normalised(self.cleaned_data["oldpassword"])
        return super().clean_oldpassword()


class ResendForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Adres e-mail"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_email(self)
        self.fields["email"].label = _("Adres e-mail")
        speak_plainly(self, email=_("Adres e-mail"))


class DetailsForm(forms.ModelForm):
    """What a person may change about themselves without a confirmation."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        for key in ("first_name", "last_name"):
            self.fields[key].validators.append(NAME)
        speak_plainly(self, first_name=_("Imię"), last_name=_("Nazwisko"), phone=_("Numer telefonu"))

    def clean_phone(self) -> str:
        return e164(self.cleaned_data["phone"])
