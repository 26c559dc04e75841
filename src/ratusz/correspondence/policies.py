"""Who may read what was sent, and send it again."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.correspondence.models import Message
from ratusz.correspondence.states import PROOF, WORKFLOW
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState


def may_read_correspondence(person: Any) -> Verdict:
    if person.is_authenticated and person.has_role("operator", "administrator"):
        return ALLOWED
    return Verdict(_("Korespondencję czytają tylko administratorzy."), PROOF)


def may_read_body(person: Any, message: Message) -> Verdict:
    """A one-time link would open somebody else's account, so staff do not see it.

    While no mail server is configured nobody would see it at all; then the administrator may.
    """
    answer = may_read_correspondence(person)
    if not answer or not message.confidential:
        return answer
    if not settings.SMTP_URL and person.has_role("administrator"):
        return ALLOWED
    return Verdict(_("Treść zawiera jednorazowy odnośnik do konta, dlatego widzi ją tylko adresat."), PROOF)


def may_send_again(person: Any, message: Message) -> Verdict:
    return may_read_correspondence(person) and WORKFLOW.allows("send_again", message.state)


def may_restart(person: Any, job: Job) -> Verdict:
    answer = may_read_correspondence(person)
    if answer and job.state != JobState.DEAD:
        return Verdict(_("Ponownie można uruchomić tylko zadanie, które się nie powiodło."), PROOF)
    return answer
