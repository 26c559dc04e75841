"""How a request begins."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from ratusz.accounts import views as accounts
from ratusz.organisations.views import offices as organisations
from ratusz.web import views as web

urlpatterns = [
    path("", web.home, name="home"),
    path("start/", web.start, name="start"),
    path("jezyk/<str:code>/", web.language, name="language"),
    path("wyglad/<str:code>/", web.theme, name="theme"),
    path("dokumenty/<slug:slug>/", web.document, name="document"),
    path("dokumenty/<slug:slug>/<int:version>/", web.document, name="document_version"),
    path("deklaracja-dostepnosci/", web.accessibility, name="accessibility"),
    path("pomoc/", web.help_page, name="help"),
    path("pomoc/<slug:slug>/", web.manual, name="manual"),
    path("kod-zrodlowy/", web.source, name="source"),
    path("zdrowie/", web.health, name="health"),
    path("styl/", web.style, name="style"),
    path("robots.txt", web.robots, name="robots"),
    path("konto/logowanie/", accounts.Login.as_view(), name="login"),
    path("konto/wylogowanie/", accounts.Logout.as_view(), name="logout"),
    path("rejestracja.php", RedirectView.as_view(pattern_name="coordinator_signup")),
    path("koordynator/register.php", RedirectView.as_view(pattern_name="coordinator_signup")),
    path("konto/aktywacja/ponownie/", accounts.resend),  # is no key
    path("konto/aktywacja/<str:key>/", organisations.Activation.as_view()),
    re_path(r"^konto/haslo/nowe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", organisations.NewPassword.as_view()),
    path("konto/", include("ratusz.accounts.urls")),
    path("", include("ratusz.organisations.urls")),
    path("", include("ratusz.programmes.urls")),
    path("", include("ratusz.proposals.urls")),
    path("korespondencja/", include("ratusz.correspondence.urls")),
]

handler400 = "ratusz.web.errors.bad_request"
handler403 = "ratusz.web.errors.forbidden"
handler404 = "ratusz.web.errors.not_found"
handler429 = "ratusz.web.errors.too_many"
handler500 = "ratusz.web.errors.server_error"
