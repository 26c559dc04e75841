from django.urls import path

from ratusz.programmes import views

urlpatterns = [
    path("program/", views.programme, name="programme"),
    path("koordynator/deklaracja/", views.declaration, name="declaration"),
    path("administrator/program/", views.settings_index, name="settings"),
    path("administrator/program/<slug:slug>/", views.settings_programme, name="settings_programme"),
    path("administrator/program/<slug:slug>/teksty/<str:language>/", views.settings_text, name="settings_text"),
    path("administrator/program/<slug:slug>/<slug:kind>/", views.entries, name="settings_entries"),
    path("administrator/program/<slug:slug>/<slug:kind>/nowy/", views.entry, name="settings_entry_new"),
    path("administrator/program/<slug:slug>/<slug:kind>/<int:pk>/", views.entry, name="settings_entry"),
]
