"""When this has happened, do that. What urls.py is to requests, this is to events."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "organisations.membership.join": ("ratusz.organisations.notices.joined",),
    "organisations.membership.confirm": ("ratusz.organisations.notices.confirmed",),
    "organisations.membership.refuse": ("ratusz.organisations.notices.refused",),
    "organisations.membership.promote": ("ratusz.organisations.notices.handed_over",),
    "proposals.proposal.send": ("ratusz.proposals.notices.sent",),
    "proposals.proposal.accept": ("ratusz.proposals.notices.accepted",),
    "proposals.proposal.reject": ("ratusz.proposals.notices.rejected",),
    "proposals.proposal.withdraw": ("ratusz.proposals.notices.withdrawn",),
    "proposals.proposal.cancel": ("ratusz.proposals.notices.cancelled",),
    "proposals.changerequest.ask": ("ratusz.proposals.notices.change_asked",),
    "proposals.changerequest.accept": ("ratusz.proposals.notices.change_accepted",),
    "proposals.changerequest.reject": ("ratusz.proposals.notices.change_rejected",),
}
