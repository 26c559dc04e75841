from django.urls import path, re_path

from ratusz.accounts import views

urlpatterns = [
    path("rejestracja/", views.Registration.as_view(), name="account_signup"),
    path("rejestracja/potwierdzenie/", views.registered, name="registered"),
    path("aktywacja/", views.waiting, name="account_email_verification_sent"),
    path("aktywacja/ponownie/", views.resend, name="activation_resend"),
    path("aktywacja/<str:key>/", views.Activation.as_view(), name="account_confirm_email"),
    path("logowanie/", views.Login.as_view(), name="account_login"),
    path("wylogowanie/", views.Logout.as_view(), name="account_logout"),
    path("nieaktywne/", views.inactive, name="account_inactive"),
    path("haslo/", views.PasswordReset.as_view(), name="account_reset_password"),
    path("haslo/wyslano/", views.reset_sent, name="account_reset_password_done"),
    re_path(
        r"^haslo/nowe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("haslo/zmienione/", views.password_changed, name="account_reset_password_from_key_done"),
    path("", views.account, name="account"),
    path("haslo/zmiana/", views.ChangePassword.as_view(), name="account_change_password"),
]
