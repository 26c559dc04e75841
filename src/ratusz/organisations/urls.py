from django.urls import path

from ratusz.organisations import views

urlpatterns = [
    path("koordynator/rejestracja/", views.CoordinatorRegistration.as_view(), name="coordinator_signup"),
    path("koordynator/urzad/", views.join, name="join"),
    path("koordynator/osoby/", views.office_people, name="office_people"),
    path("administrator/urzedy/<int:pk>/", views.office, name="office"),
    path("urzad/osoby/<int:pk>/potwierdzenie/", views.confirm, name="membership_confirm"),
    path("urzad/osoby/<int:pk>/odmowa/", views.refuse, name="membership_refuse"),
    path("urzad/osoby/<int:pk>/przekazanie/", views.hand_over, name="membership_hand_over"),
    path("administrator/jednostki/", views.units, name="units"),
    path("administrator/jednostki/<str:stem>/", views.unit, name="unit"),
]
