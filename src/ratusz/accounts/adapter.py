"""Where allauth meets this house: our mails, our messages, our records."""

import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import has_verified_email
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from ratusz.accounts.models import User
from ratusz.correspondence import actions as correspondence

log = logging.getLogger("ratusz.accounts")

MAILS = {
    "account/email/email_confirmation_signup": "activation",
    "account/email/email_confirmation": "activation",
    "account/email/account_already_exists": "already_registered",
    "account/email/password_reset_key": "password_reset",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
}


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Adres e-mail albo hasło się nie zgadza. Sprawdź wielkość liter w haśle."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Zbyt wiele nieudanych prób logowania. Odczekaj kilka minut i spróbuj ponownie."
        ),
        "enter_current_password": gettext_lazy("Obecne hasło się nie zgadza."),
        "password_min_length": gettext_lazy("Hasło musi mieć co najmniej 8 znaków."),
        "rate_limited": gettext_lazy("Zbyt wiele prób. Odczekaj kilka minut i spróbuj ponownie."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of the account into the outbox, in the language of the reader.

        Who has not confirmed the address is not named: the reader may never have heard of this account, and its
        name would carry a stranger's advertisement to them.
        """
        person = context.get("user") or User.objects.filter(email=email).first()
        correspondence.send(
            kind=f"accounts.{MAILS[template_prefix]}",
            template=f"accounts/mail/{MAILS[template_prefix]}.txt",
            context={**context, "email": email},
            recipient=email,
            recipient_name=person.full_name if person and has_verified_email(person) else "",
            person=person,
            language=get_language() or "pl",
            at=timezone.now(),
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        pages = {"signup_url": "account_signup", "password_reset_url": "account_reset_password"}
        context = {name: settings.SITE_URL + reverse(page) for name, page in pages.items()}
        self.send_mail("account/email/account_already_exists", email, context)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Links in mails lead to the configured address, whatever Host header the request came with."""
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[person, token])

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves; allauth's own flashes would say it twice."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.phone = form.cleaned_data["phone"]
        user.language = get_language() or "pl"
        user.registered_at = timezone.now()
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There is no user name: the address is the login."""

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_email_verification_sent")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts for each Host header, and its port is the sender's to choose."""
        return str(credentials.get("email", "")).lower()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """R-003-19: logged without the password, and without the address in clear."""
        address = hashlib.sha256(credentials.get("email", "").encode()).hexdigest()[:16]
        log.warning("login refused: address %s from %s", address, self.get_client_ip(request))

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this installation: R-003-15."""
        return bool(url) and url.startswith("/") and not url.startswith("//") and super().is_safe_url(url)
