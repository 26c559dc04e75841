"""The life of a message. `sent` means that a mail server took it over; nothing else is called sent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratusz.core.workflow import Workflow, move


class MessageState(TextChoices):
    DRAFT = "draft", _("szkic")
    QUEUED = "queued", _("czeka na wysłanie")
    SENT = "sent", _("wysłana")
    FAILED = "failed", _("niewysłana")


S = MessageState
PROOF = "R-002-14.3"
ALREADY_QUEUED = _("Tę wiadomość już przekazano do wysłania.")
NOT_FAILED = _("Ponownie można wysłać tylko wiadomość, której wysłanie się nie powiodło.")

WORKFLOW = Workflow(
    [
        move(
            "queue",
            sources={S.DRAFT},
            to=S.QUEUED,
            clause=PROOF,
            refusal=_("Tę wiadomość już przekazano do wysłania."),
        ),
        move("send", sources={S.QUEUED}, to=S.SENT, clause=PROOF),
        move("fail", sources={S.QUEUED}, to=S.FAILED, clause=PROOF),
        move(
            "send_again",
            sources={S.FAILED},
            to=S.QUEUED,
            clause=PROOF,
            refusal=NOT_FAILED,
        ),
    ]
)
