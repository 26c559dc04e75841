"""Registration, activation, login, reset: allauth's flows on our pages. There is no other door."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core import ratelimit
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ratusz.accounts import actions, decoys
from ratusz.accounts.access import signed_in, submitted
from ratusz.accounts.forms import DetailsForm, ResendForm
from ratusz.accounts.models import User
from ratusz.accounts.phones import spoken


@method_decorator(transaction.atomic, name="form_valid")
class Registration(allauth_views.SignupView):
    """R-003-22: a resident or an official makes an account."""

    template_name = "accounts/registration.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sent twice at once, the second meets the account of the first and is answered like any known address."""
        try:
            return super().post(request, *args, **kwargs)
        except IntegrityError:
            self._cached_form = None  # allauth's; it was judged before the other account was there
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.user:
            self.registered(form)
        self.request.session["registered_address"] = form.cleaned_data["email"]
        return redirect("registered") if response.status_code == 302 else response

    def registered(self, form: Any) -> None:
        """What follows in the same transaction when the account is new."""
        actions.note_registration(self.user, terms=form.accepted_terms, by=self.user, at=timezone.now())


class Login(allauth_views.LoginView):
    template_name = "accounts/login.html"


class Logout(allauth_views.LogoutView):
    template_name = "accounts/logout.html"


class PasswordReset(allauth_views.PasswordResetView):
    template_name = "accounts/password_reset.html"


class NewPassword(allauth_views.PasswordResetFromKeyView):
    """R-003-42: single use, 24 hours, dies with the next password."""

    template_name = "accounts/new_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            if form.confirm_address(self.request):
                self.activated(form.user)
            actions.note_password(form.user, by=form.user, at=timezone.now())
            return super().form_valid(form)

    def activated(self, person: Any) -> None:
        """What follows in the same transaction when the reset confirmed the address."""
        actions.note_activation(person, by=person, at=timezone.now())


@method_decorator(signed_in, name="dispatch")
class ChangePassword(allauth_views.PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            actions.note_password(self.request.user, by=self.request.user, at=timezone.now())
            response = super().form_valid(form)
        messages.success(self.request, _("Hasło zmienione. Na innych urządzeniach trzeba zalogować się ponownie."))
        return response


class Activation(allauth_views.ConfirmEmailView):
    """R-003-36: GET shows a button, POST activates; a used, expired or damaged link says so."""

    template_name = "accounts/activation.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name, {"link": self.link_state()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            state = self.link_state(EmailAddress.objects.select_for_update())  # a link pressed twice activates once
            if state != "valid":
                return render(request, self.template_name, {"link": state})
            confirmation = self.get_object()
            response = super().post(request, *args, **kwargs)
            self.activated(confirmation.email_address.user)
        messages.success(request, _("Konto jest aktywne. Zaloguj się."))
        return response

    def activated(self, person: Any) -> None:
        """What follows in the same transaction when the address is confirmed."""
        actions.note_activation(person, by=person, at=timezone.now())

    def link_state(self, addresses: Any = EmailAddress.objects) -> str:
        """valid, used, expired or damaged"""
        key = self.kwargs["key"]
        try:
            pk = signing.loads(key, max_age=None, salt="account")
            signing.loads(key, max_age=72 * 3600, salt="account")
        except signing.SignatureExpired:
            return "expired"
        except signing.BadSignature:
            return "damaged"
        address = addresses.filter(pk=pk).first()
        if address is None:
            return "damaged"
        if address.verified:
            return "used"
        return "valid" if EmailConfirmationHMAC.from_key(key) else "expired"


@require_GET
@never_cache
def registered(request: HttpRequest) -> HttpResponse:
    """R-003-32, R-003-33: the same words for a new and for a known address."""
    return render(request, "accounts/registered.html", {"address": request.session.get("registered_address", "")})


@require_GET
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """R-003-20: right password, but the account waits for activation."""
    return render(request, "accounts/waiting.html", {"form": ResendForm()})


@never_cache
def resend(request: HttpRequest) -> HttpResponse:
    """R-003-20, R-003-37: a new link, at most one in three minutes; the answer does not tell if the account exists."""
    form = ResendForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/resend.html", {"form": form}, status=422 if form.errors else 200)
    if not ratelimit.consume(request, action="activation_resend"):
        return ratelimit.respond_429(request)
    address = EmailAddress.objects.filter(email=form.cleaned_data["email"].lower(), verified=False).first()
    if address:
        with transaction.atomic():
            send_verification_email_to_address(request, address)
    elif ratelimit.consume(request, action="confirm_email", key=form.cleaned_data["email"].lower()):
        decoys.letter("email_confirmation", form.cleaned_data["email"], activate_url=request.path)
    return render(request, "accounts/resent.html", {"address": form.cleaned_data["email"]})


@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/inactive.html", status=403)


@require_GET
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html")


@require_GET
def password_changed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_changed.html")


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """A person's own data and roles."""
    person = request.user
    form = DetailsForm(submitted(request), instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_details(person, by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Zapisano Twoje dane."))
        return redirect("account")
    form.initial["phone"] = spoken(person.phone)
    context = {"form": form, "memberships": person.memberships.live().select_related("organisation").order_by("id")}
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)
