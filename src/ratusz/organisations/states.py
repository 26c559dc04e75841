"""The state of somebody's place in an organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratusz.core.workflow import Workflow, move


class Role(TextChoices):
    COORDINATOR = "coordinator", _("koordynator")
    DEPUTY = "deputy", _("zastępca koordynatora")
    OPERATOR = "operator", _("administrator projektu")
    ADMINISTRATOR = "administrator", _("administrator systemu")


class MembershipState(TextChoices):
    ANNOUNCED = "announced", _("czeka na aktywację konta")
    PROVISIONAL = "provisional", _("czeka na potwierdzenie przez administratora projektu")
    WAITING = "waiting", _("czeka jako zastępca")
    CONFIRMED = "confirmed", _("potwierdzony")
    REFUSED = "refused", _("odmowa")
    ENDED = "ended", _("zakończony")


S = MembershipState
IN_FORCE = (S.PROVISIONAL, S.CONFIRMED)
GONE = _("Tę osobę w urzędzie rozpatrzono już wcześniej. Odśwież stronę.")

WORKFLOW = Workflow(
    [
        move("confirm", sources={S.PROVISIONAL, S.WAITING}, to=S.CONFIRMED, clause="Q-15", refusal=GONE),
        move("refuse", sources={S.PROVISIONAL, S.WAITING}, to=S.REFUSED, clause="Q-15", refusal=GONE),
        move("promote", sources={S.WAITING, S.CONFIRMED}, to=S.CONFIRMED, clause="Q-15", refusal=GONE),
        move("end", sources={S.PROVISIONAL, S.CONFIRMED, S.WAITING}, to=S.ENDED, clause="Q-15", refusal=GONE),
    ]
)
