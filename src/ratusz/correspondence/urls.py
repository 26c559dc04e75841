from django.urls import path

from ratusz.correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("", views.index, name="list"),
    path("zadania/", views.jobs, name="jobs"),
    path("zadania/<uuid:pk>/", views.restart_job, name="restart_job"),
    path("<uuid:pk>/", views.message, name="message"),
    path("<uuid:pk>/ponownie/", views.send_again, name="send_again"),
    path("<uuid:pk>/zalaczniki/<int:attachment>/", views.attachment, name="attachment"),
]
