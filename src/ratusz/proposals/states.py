"""In what condition a proposal can be, and which moves the rules permit (source 000)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratusz.core.workflow import Workflow, move


class ProposalState(TextChoices):
    PENDING = "pending", _("Oczekujące")
    ACCEPTED = "accepted", _("Zaakceptowane")
    REJECTED = "rejected", _("Odrzucone")
    WITHDRAWN = "withdrawn", _("Wycofane")
    CANCELLED = "cancelled", _("Odwołane")


class ChangeState(TextChoices):
    PENDING = "pending", _("Oczekuje na decyzję")
    ACCEPTED = "accepted", _("Uwzględniona")
    REJECTED = "rejected", _("Nieuwzględniona")


P, C = ProposalState, ChangeState
LIVE = (P.PENDING, P.ACCEPTED)
DECIDED = _("Ta propozycja nie ma już statusu Oczekujące: ktoś zdecydował o niej wcześniej. Sprawdź jej historię.")
NOT_ACCEPTED = _("Odwołać można tylko zaakceptowane szkolenie.")
CHANGE_DECIDED = _("Tę prośbę o zmianę ktoś już rozpatrzył. Odśwież stronę.")

PROPOSAL = Workflow(
    [
        move("accept", sources={P.PENDING}, to=P.ACCEPTED, clause="R-000-A.1", refusal=DECIDED),
        move("reject", sources={P.PENDING}, to=P.REJECTED, clause="R-000-A.2D", refusal=DECIDED),
        move("withdraw", sources={P.PENDING}, to=P.WITHDRAWN, clause="R-000-3.7", refusal=DECIDED),
        move("cancel", sources={P.ACCEPTED}, to=P.CANCELLED, clause="R-000-F5.D1", refusal=NOT_ACCEPTED),
    ]
)
CHANGE = Workflow(
    [
        move("accept", sources={C.PENDING}, to=C.ACCEPTED, clause="R-000-F5.D1", refusal=CHANGE_DECIDED),
        move("reject", sources={C.PENDING}, to=C.REJECTED, clause="R-000-F5.D1", refusal=CHANGE_DECIDED),
    ]
)
