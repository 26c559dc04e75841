from django.urls import path

from ratusz.proposals.views import coordinator, operator, shared

urlpatterns = [
    path("koordynator/", coordinator.panel, name="coordinator"),
    path("administrator/", operator.panel, name="operator"),
    path("administrator/urzedy/", operator.offices, name="offices"),
    path("administrator/urzedy/csv/", operator.offices_csv, name="offices_csv"),
    path("szkolenia/zgloszenia/", shared.listed, name="proposals"),
    path("szkolenia/zgloszenia/csv/", shared.as_csv, name="proposals_csv"),
    path("szkolenia/zgloszenia/decyzje/", operator.in_bulk, name="proposals_bulk"),
    path("szkolenia/zgloszenia/nowe/", coordinator.new, name="proposal_new"),
    path("szkolenia/zgloszenia/<str:number>/", shared.proposal, name="proposal"),
    path("szkolenia/zgloszenia/<str:number>/edycja/", coordinator.edit, name="proposal_edit"),
    path("szkolenia/zgloszenia/<str:number>/wycofanie/", coordinator.withdraw, name="proposal_withdraw"),
    path("szkolenia/zgloszenia/<str:number>/zmiana/", coordinator.change, name="proposal_change"),
    path(
        "szkolenia/zgloszenia/<str:number>/zmiana/<int:pk>/", operator.decide_change, name="proposal_change_decision"
    ),
    path("szkolenia/zgloszenia/<str:number>/akceptacja/", operator.accept, name="proposal_accept"),
    path("szkolenia/zgloszenia/<str:number>/odrzucenie/", operator.reject, name="proposal_reject"),
    path("szkolenia/zgloszenia/<str:number>/odwolanie/", operator.cancel, name="proposal_cancel"),
]
