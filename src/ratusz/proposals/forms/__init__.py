"""Forms of a proposal: its details and people, the decision, the request for a change, the list's filter."""

from ratusz.proposals.forms.changes import ChangeForm
from ratusz.proposals.forms.deciding import AcceptForm, BulkForm, NoteForm, ReasonForm
from ratusz.proposals.forms.filters import FilterForm
from ratusz.proposals.forms.people import people_forms
from ratusz.proposals.forms.proposal import ProposalForm

__all__ = [
    "AcceptForm",
    "BulkForm",
    "ChangeForm",
    "FilterForm",
    "NoteForm",
    "ProposalForm",
    "ReasonForm",
    "people_forms",
]
