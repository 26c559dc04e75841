"""The state of an organisation, and of somebody's place in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratusz.core.workflow import Workflow, move


class Role(TextChoices):
    COORDINATOR = "coordinator", _("koordynator")
    DEPUTY = "deputy", _("zastępca koordynatora")
    OFFICER = "officer", _("osoba prowadząca sprawy")
    EDITOR = "editor", _("redaktor")
    OPERATOR = "operator", _("administrator projektu")
    ADMINISTRATOR = "administrator", _("administrator systemu")


AUTHORISED = (Role.COORDINATOR, Role.DEPUTY, Role.OFFICER, Role.EDITOR)


class MembershipState(TextChoices):
    ANNOUNCED = "announced", _("czeka na aktywację konta")
    INVITED = "invited", _("zaproszony")
    PROVISIONAL = "provisional", _("czeka na potwierdzenie przez administratora projektu")
    WAITING = "waiting", _("czeka jako zastępca")
    CONFIRMED = "confirmed", _("potwierdzony")
    REFUSED = "refused", _("odmowa")
    ENDED = "ended", _("zakończony")


S = MembershipState
IN_FORCE = (S.PROVISIONAL, S.CONFIRMED)
LISTED = (S.CONFIRMED, S.PROVISIONAL, S.INVITED)
GONE = _("Tę osobę w urzędzie rozpatrzono już wcześniej. Odśwież stronę.")

WORKFLOW = Workflow(
    [
        move("confirm", sources={S.PROVISIONAL, S.WAITING}, to=S.CONFIRMED, clause="Q-15", refusal=GONE),
        move("refuse", sources={S.PROVISIONAL, S.WAITING}, to=S.REFUSED, clause="Q-15", refusal=GONE),
        move("admit", sources={S.PROVISIONAL}, to=S.CONFIRMED, clause="R-001-D1", refusal=GONE),
        move("dismiss", sources={S.PROVISIONAL}, to=S.REFUSED, clause="R-001-D1", refusal=GONE),
        move("promote", sources={S.WAITING, S.CONFIRMED}, to=S.CONFIRMED, clause="Q-15", refusal=GONE),
        move("step_down", sources={S.PROVISIONAL, S.CONFIRMED}, to=S.CONFIRMED, clause="Q-15", refusal=GONE),
        move("accept", sources={S.INVITED}, to=S.CONFIRMED, clause="R-001-5.2", refusal=GONE),
        move("replace", sources={S.CONFIRMED, S.INVITED}, to=S.INVITED, clause="R-001-3.3.3", refusal=GONE),
        move("line_up", sources={S.PROVISIONAL}, to=S.WAITING, clause="R-001-D3", refusal=GONE),
        move("end", sources={*LISTED, S.WAITING}, to=S.ENDED, clause="R-001-4.1", refusal=GONE),
    ]
)


class OrganisationState(TextChoices):
    WAITING = "waiting", _("czeka na potwierdzenie")
    REGISTERED = "registered", _("zarejestrowana")
    REFUSED = "refused", _("odmowa rejestracji")
    MERGED = "merged", _("scalona z inną")


O = OrganisationState  # noqa: E741 - as S above
DECIDED = _("Tę organizację rozpatrzono już wcześniej. Odśwież stronę.")

REGISTRATION = Workflow(
    [
        move("confirm", sources={O.WAITING}, to=O.REGISTERED, clause="R-001-D1", refusal=DECIDED),
        move("refuse", sources={O.WAITING}, to=O.REFUSED, clause="R-001-D1", refusal=DECIDED),
        move("merge", sources={O.WAITING, O.REGISTERED}, to=O.MERGED, clause="R-001-D3", refusal=DECIDED),
    ]
)
